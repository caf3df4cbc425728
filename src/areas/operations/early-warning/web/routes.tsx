import type { AreaRoute } from '#ui/page/area-route.ts';

/** Who was told of an early warning, and by which clause. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/early-warnings/$id',
    area: 'operations',
    title: 'warning.told',
    component: () => import('./told-page.tsx').then((module) => module.ToldPage),
    ofProcedure: 'early-warning',
  },
];
