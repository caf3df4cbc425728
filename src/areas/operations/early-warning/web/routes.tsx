import type { AreaCasePage } from '#ui/page/area-route.ts';

/** An early warning as those work on it who give it. */
export const casePages: readonly AreaCasePage[] = [
  {
    procedure: 'early-warning',
    title: 'warning.title',
    knownAs: '/early-warnings/$id',
    view: () => import('./warning-page.tsx').then((module) => module.WarningPage),
  },
];
