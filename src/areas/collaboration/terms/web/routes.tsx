import type { AreaRoute } from '#ui/page/area-route.ts';

/** Terms as their parties negotiate them, and who is bound by which terms. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/terms/$id',
    area: 'collaboration',
    title: 'terms.title',
    component: () => import('./terms-page.tsx').then((module) => module.TermsPage),
    ofProcedure: 'terms-of-collaboration',
  },
  {
    path: '/terms-in-force',
    area: 'collaboration',
    title: 'terms.in-force.title',
    component: () => import('./in-force/in-force-page.tsx').then((module) => module.InForcePage),
    nav: 'area',
  },
];
