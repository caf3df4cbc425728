import type { Functions, GuardInput } from '#engine/decision.ts';
import { untilEndOf } from '#engine/duration.ts';
import { isWholeScope, scopeOf } from '../scope.ts';
import type { DocumentFact, MissionFacts } from './facts.ts';

type Input = GuardInput<MissionFacts>;

const approved = ['approved', 'distributed'];
const submitted = ['submitted-for-review', 'submitted-for-approval', ...approved];

/** The document stands in one of the states, and prints what the case holds now. */
function shows(
  document: DocumentFact | null,
  states: readonly string[],
  changedAt: unknown,
): boolean {
  if (document === null || !states.includes(document.state)) return false;
  return document.shows === (typeof changedAt === 'string' ? changedAt : null);
}

const programmeShows = ({ facts, record }: Input, states: readonly string[]) =>
  shows(facts.programme, states, record.fields['programmeChangedAt']);
const reportShows = ({ facts, record }: Input, states: readonly string[]) =>
  shows(facts.report, states, record.fields['findingsChangedAt']);

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

export const missionFunctions: Functions<MissionFacts> = {
  guards: {
    'input-is-awaited': ({ facts }) => facts.priorities === 0,
    'scope-is-whole': ({ record }) =>
      isWholeScope(scopeOf(record.fields)) &&
      Array.isArray(record.fields['administrations']) &&
      record.fields['administrations'].length > 0,
    'objectives-are-set': ({ facts }) => facts.objectives > 0,
    'controls-are-chosen': ({ facts }) => facts.controls > 0,
    'contacts-are-named': ({ facts }) => facts.withoutContact === 0,
    'workload-is-estimated': ({ facts }) => facts.hours > 0,
    'information-is-listed': ({ facts }) => facts.access > 0,
    'period-is-sound': ({ fields }) => text(fields['startsOn']) <= text(fields['endsOn']),
    'programme-document-is-submitted': (input) => programmeShows(input, submitted),
    'programme-document-is-approved': (input) => programmeShows(input, approved),
    'nothing-is-owed': ({ facts }) => facts.owed === 0,
    'interviews-are-held': ({ facts }) => facts.openInterviews === 0,
    'findings-have-evidence': ({ facts }) => facts.findings > 0 && facts.withoutEvidence === 0,
    'report-document-is-submitted': (input) => reportShows(input, submitted),
    'report-document-is-approved': (input) => reportShows(input, approved),
    'discussion-was-held': ({ fields, now }) => text(fields['heldOn']) <= now.slice(0, 10),
    'improvements-or-reason': ({ fields }) => {
      const { improvements } = fields;
      const some = Array.isArray(improvements) && improvements.length > 0;
      return some !== (text(fields['noImprovementBecause']) !== '');
    },
    'findings-are-assigned': ({ facts }) => facts.unassigned === 0,
    'requests-are-decided': ({ facts }) => facts.owed + facts.undecided === 0,
    'follow-ups-are-decided': ({ fields }) => {
      const chosen = fields['followUps'];
      return Array.isArray(chosen) && (chosen.length === 1 || !chosen.includes('none'));
    },
  },
  durations: {
    /** Until the end of the mission that the programme names, at least a day. */
    'time-to-collect': ({ record, now }) => untilEndOf(record.fields['endsOn'], now),
  },
};
