import type { AreaRoute } from '#ui/page/area-route.ts';

/** Pages of advisories, of what they touch, and of how operations fare with it. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/registers/advisories/$id',
    area: 'operations',
    title: 'advisory.title',
    component: () => import('./advisory/advisory-page.tsx').then((module) => module.AdvisoryPage),
  },
  {
    path: '/advisories/$id/loop',
    area: 'operations',
    title: 'loop.title',
    component: () => import('./loop/loop-page.tsx').then((module) => module.LoopPage),
  },
  {
    path: '/findings',
    area: 'operations',
    title: 'findings.title',
    component: () => import('./findings/findings-page.tsx').then((module) => module.FindingsPage),
    nav: 'area',
  },
  {
    path: '/operations',
    area: 'operations',
    title: 'operations.title',
    component: () =>
      import('./operations/operations-page.tsx').then((module) => module.OperationsPage),
    nav: 'analysis',
  },
];
