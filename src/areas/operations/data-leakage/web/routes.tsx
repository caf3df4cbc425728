import type { AreaRoute } from '#ui/page/area-route.ts';

/** The rules for handling data as what they are: a matrix. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/handling-rules',
    area: 'operations',
    title: 'rules-matrix.title',
    component: () => import('./rules-page.tsx').then((module) => module.RulesPage),
    nav: 'area',
  },
];
