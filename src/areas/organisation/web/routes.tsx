import type { AreaRoute } from '#ui/page/area-route.ts';

/** Services and lines of contracts, with their change log. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/registers/services/$id',
    area: 'organisation',
    title: 'register.services.one',
    component: () => import('./logged-pages.tsx').then((module) => module.ServicePage),
  },
  {
    path: '/registers/contracts/$id',
    area: 'organisation',
    title: 'register.contracts.one',
    component: () => import('./logged-pages.tsx').then((module) => module.ContractPage),
  },
];
