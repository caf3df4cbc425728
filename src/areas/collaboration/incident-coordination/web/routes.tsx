import type { AreaCasePage, AreaRoute } from '#ui/page/area-route.ts';

/** An incident as its people work on it: time, impact, evidence, emergency actions, liaison; and its report. */
export const routes: readonly AreaRoute[] = [
  {
    // Instead of the generic form: whoever reports does not belong to the central body, whose case it becomes.
    path: '/cases/new/incident-coordination',
    area: 'collaboration',
    title: 'incident.report',
    component: () => import('./report-page.tsx').then((module) => module.ReportPage),
  },
];

export const casePages: readonly AreaCasePage[] = [
  {
    procedure: 'incident-coordination',
    title: 'incident.title',
    knownAs: '/incidents/$id',
    view: () => import('./incident-page.tsx').then((module) => module.IncidentPage),
  },
];
