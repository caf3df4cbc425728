import type { AreaCasePage, AreaRoute } from '#ui/page/area-route.ts';

/** A meeting as its people work on it, and the action points of all meetings. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/action-points',
    area: 'collaboration',
    title: 'action-points.title',
    component: () => import('./tracker/tracker-page.tsx').then((module) => module.TrackerPage),
    nav: 'area',
  },
];

export const casePages: readonly AreaCasePage[] = [
  {
    procedure: 'meeting',
    title: 'meeting.title',
    knownAs: '/meetings/$id',
    view: () => import('./meeting-page.tsx').then((module) => module.MeetingPage),
  },
];
