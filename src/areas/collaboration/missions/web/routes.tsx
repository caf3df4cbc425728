import type { AreaCasePage, AreaRoute } from '#ui/page/area-route.ts';

/** A fact-finding mission as its people work on it, and the questionnaire as those who were asked fill it in. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/questionnaires/$id',
    area: 'collaboration',
    title: 'questionnaire.title',
    component: () =>
      import('./questionnaire/questionnaire-page.tsx').then((module) => module.QuestionnairePage),
    ofRequest: { procedure: 'fact-finding-mission', kind: 'questionnaire' },
  },
];

export const casePages: readonly AreaCasePage[] = [
  {
    procedure: 'fact-finding-mission',
    title: 'mission.title',
    knownAs: '/missions/$id',
    view: () => import('./mission-page.tsx').then((module) => module.MissionPage),
  },
];
