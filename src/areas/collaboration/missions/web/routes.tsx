import type { AreaRoute } from '#ui/page/area-route.ts';

/** A fact-finding mission as its people work on it, and the questionnaire as those who were asked fill it in. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/missions/$id',
    area: 'collaboration',
    title: 'mission.title',
    component: () => import('./mission-page.tsx').then((module) => module.MissionPage),
    ofProcedure: 'fact-finding-mission',
  },
  {
    path: '/questionnaires/$id',
    area: 'collaboration',
    title: 'questionnaire.title',
    component: () =>
      import('./questionnaire/questionnaire-page.tsx').then((module) => module.QuestionnairePage),
    ofRequest: { procedure: 'fact-finding-mission', kind: 'questionnaire' },
  },
];
