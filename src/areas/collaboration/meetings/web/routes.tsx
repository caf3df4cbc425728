import type { AreaRoute } from '#ui/page/area-route.ts';

/** A meeting as its people work on it, and the action points of all meetings. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/meetings/$id',
    area: 'collaboration',
    title: 'meeting.title',
    component: () => import('./meeting-page.tsx').then((module) => module.MeetingPage),
    ofProcedure: 'meeting',
  },
  {
    path: '/action-points',
    area: 'collaboration',
    title: 'action-points.title',
    component: () => import('./tracker/tracker-page.tsx').then((module) => module.TrackerPage),
    nav: 'area',
  },
];
