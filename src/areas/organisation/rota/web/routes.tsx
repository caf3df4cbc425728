import type { AreaRoute } from '#ui/page/area-route.ts';

/** Who is on duty, and an organisation with its duties. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/duty',
    area: 'organisation',
    title: 'duty.title',
    nav: 'area',
    component: () => import('./duty-page.tsx').then((module) => module.DutyPage),
  },
  {
    path: '/registers/organisations/$id',
    area: 'organisation',
    title: 'register.organisations.one',
    component: () => import('./organisation-page.tsx').then((module) => module.OrganisationPage),
  },
];
