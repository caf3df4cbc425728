import type { DocumentFact, MeetingFacts } from '#areas/collaboration/meetings/facts.ts';
import { agendaHashOf } from '#areas/collaboration/meetings/functions.ts';
import { meeting } from '#areas/collaboration/meetings/procedure.ts';
import type { RecordView } from '#engine/decision.ts';
import type { Rng } from '#engine/random.ts';
import { daysAfter, filledIn, type Surroundings } from './filled-in.ts';

const administration = '01900000-0000-7000-8000-0000000000ad';
const states = ['draft', 'submitted-for-approval', 'approved', 'distributed'] as const;

/** A document is ready more often than not; it shows the agenda that was agreed on, or now and then an older one. */
function documentOf(rng: Rng, record: RecordView): DocumentFact | null {
  if (rng.chance(0.1)) return null;
  const agendaHash = rng.chance(0.9) ? agendaHashOf(record.fields) : 'of an older agenda';
  return { state: rng.chance(0.7) ? 'distributed' : rng.pick(states), agendaHash };
}

const few = (rng: Rng): number => (rng.chance(0.85) ? 0 : 1 + rng.int(3));

export const meetingSurroundings: Surroundings = {
  factsOf: (rng, record): MeetingFacts => ({
    agendaItems: rng.chance(0.9) ? 12 : 0,
    openObjections: few(rng),
    attendances: rng.chance(0.9) ? 4 : 0,
    unreviewed: few(rng),
    topicsWithoutMinutes: few(rng),
    minutesBeside: few(rng),
    incompleteActionPoints: few(rng),
    setUp: documentOf(rng, record),
    report: documentOf(rng, record),
  }),
  fieldsOf: (rng, action, { now }) =>
    filledIn(meeting, rng, action, now, {
      administrations: [administration],
      startsAt: daysAfter(now, 20),
      delegateFor: 'Somebody',
      organisation: administration,
    }),
  effectOf: (rng, effect, record) => {
    switch (effect) {
      // Unchanged now and then; otherwise an agenda that was never proposed before.
      case 'freeze-agenda': {
        if (record.fields['agenda'] !== undefined && rng.chance(0.3)) return {};
        const topic = `Topic ${record.performed.length}`;
        return { agenda: [{ position: 1, topic, presenter: 'LISO', durationMinutes: 30 }] };
      }
      case 'record-deputy':
        return { deputy: administration };
      default:
        return {};
    }
  },
};
