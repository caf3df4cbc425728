import type { AreaRoute } from '#ui/page/area-route.ts';

/** An incident as its people work on it: time, impact, evidence, emergency actions, liaison. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/incidents/$id',
    area: 'collaboration',
    title: 'incident.title',
    component: () => import('./incident-page.tsx').then((module) => module.IncidentPage),
    ofProcedure: 'incident-coordination',
  },
];
