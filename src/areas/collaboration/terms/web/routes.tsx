import type { AreaCasePage, AreaRoute } from '#ui/page/area-route.ts';

/** Terms as their parties negotiate them, and who is bound by which terms. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/terms-in-force',
    area: 'collaboration',
    title: 'terms.in-force.title',
    component: () => import('./in-force/in-force-page.tsx').then((module) => module.InForcePage),
    nav: 'area',
  },
];

export const casePages: readonly AreaCasePage[] = [
  {
    procedure: 'terms-of-collaboration',
    title: 'terms.title',
    knownAs: '/terms/$id',
    view: () => import('./terms-page.tsx').then((module) => module.TermsPage),
  },
];
