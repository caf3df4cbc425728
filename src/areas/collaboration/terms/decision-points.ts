import type { EvidenceKind, RuleKind, TermsEvent, TimedAct } from './choices.ts';

/** Where a kind of clause decides: the option of it, and the file that asks. */
type Points<Option extends string> = Readonly<Record<Option, readonly [string, ...string[]]>>;

const incidents = 'areas/collaboration/incident-coordination';
const asking = `${incidents}/effects/asking.ts`;
const missions = 'areas/collaboration/missions/effects/asked-by-terms.ts';

/**
 * Every kind of clause, each option of it, and where it decides. A clause that nothing asks about is only text: `terms-decide.test.ts` takes this
 * list, and shows for each point two journeys that differ in that clause alone and come out differently.
 */
export const decisionPoints = {
  tells: {
    'incident-common-domain': [`${incidents}/effects/parties.ts`],
    'early-warning': ['areas/operations/early-warning/telling.ts'],
    'mission-findings': ['areas/collaboration/missions/telling.ts'],
  },
  evidence: {
    ...{ log: [asking], 'e-mail': [asking], screenshot: [asking], image: [asking] },
    ...{ configuration: [asking], other: [asking, missions] },
    ...{ 'interview-minutes': [missions], questionnaire: [missions] },
  },
  ceiling: {
    case: [`${incidents}/effects/parties.ts`, 'areas/operations/early-warning/telling.ts'],
    finding: ['areas/collaboration/missions/telling.ts'],
    document: ['areas/collaboration/terms/release-by-terms.ts'],
  },
  deadline: {
    'evidence-answer': [asking],
    'incident-notice': [`${incidents}/effects/notice-in-time.ts`],
    acknowledgement: [
      'areas/collaboration/terms/queries/reach.ts',
      'areas/operations/early-warning/telling.ts',
    ],
  },
  contact: {
    'office-hours': ['areas/collaboration/terms/queries/reach.ts'],
    'around-the-clock': ['areas/collaboration/terms/queries/reach.ts'],
  },
} as const satisfies {
  readonly tells: Points<TermsEvent>;
  readonly evidence: Points<EvidenceKind>;
  readonly ceiling: Points<'case' | 'finding' | 'document'>;
  readonly deadline: Points<TimedAct>;
  readonly contact: Points<'office-hours' | 'around-the-clock'>;
} & Readonly<Record<RuleKind, Points<string>>>;
