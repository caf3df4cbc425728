import type { AreaRoute } from '#ui/page/area-route.ts';

/** An incident as its people work on it: time, impact, evidence, emergency actions, liaison; and its report. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/incidents/$id',
    area: 'collaboration',
    title: 'incident.title',
    component: () => import('./incident-page.tsx').then((module) => module.IncidentPage),
    ofProcedure: 'incident-coordination',
  },
  {
    // Instead of the generic form: whoever reports does not belong to the central body, whose case it becomes.
    path: '/cases/new/incident-coordination',
    area: 'collaboration',
    title: 'incident.report',
    component: () => import('./report-page.tsx').then((module) => module.ReportPage),
  },
];
