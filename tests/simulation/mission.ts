import type { MissionFacts } from '#areas/collaboration/missions/facts.ts';
import { factFindingMission } from '#areas/collaboration/missions/procedure.ts';
import type { RecordView } from '#engine/decision.ts';
import { filledIn, type Surroundings } from './filled-in.ts';

const administration = '01900000-0000-7000-8000-0000000000bb';

/** What a document prints: mostly what the case holds now. */
const shownBy = ({ fields }: RecordView, field: string) =>
  typeof fields[field] === 'string' ? String(fields[field]) : null;

/** A set-up that is whole most of the time; documents follow the case; answers come. */
export const missionSurroundings: Surroundings = {
  factsOf: (rng, record): MissionFacts => {
    const approved = rng.chance(0.8) ? 'approved' : 'submitted-for-approval';
    const document = (field: string) =>
      rng.chance(0.9) ? { state: approved, shows: shownBy(record, field) } : null;
    return {
      priorities: rng.chance(0.5) ? 2 : 0,
      objectives: rng.chance(0.9) ? 3 : 0,
      controls: rng.chance(0.9) ? 5 : 0,
      withoutContact: rng.chance(0.1) ? 1 : 0,
      hours: rng.chance(0.9) ? 24 : 0,
      access: rng.chance(0.9) ? 4 : 0,
      openInterviews: rng.chance(0.2) ? 1 : 0,
      findings: rng.chance(0.9) ? 6 : 0,
      withoutEvidence: rng.chance(0.1) ? 1 : 0,
      unassigned: rng.chance(0.1) ? 1 : 0,
      owed: rng.chance(0.2) ? 1 : 0,
      undecided: rng.chance(0.1) ? 1 : 0,
      programme: document('programmeChangedAt'),
      report: document('findingsChangedAt'),
    };
  },
  fieldsOf: (rng, action, { now }) => {
    const day = now.slice(0, 10);
    const filled = filledIn(factFindingMission, rng, action, now, {
      ...{ startsOn: day, endsOn: day, heldOn: day },
      followUps: [rng.pick(['meeting', 'none'])],
    });
    if (action !== 'hold-csip-discussion') return filled;
    const { improvements: _some, noImprovementBecause: _why, ...rest } = filled;
    const idea = { title: 'Idea', description: 'What', objective: 'What for' };
    return rng.chance(0.5)
      ? { ...rest, improvements: [idea] }
      : { ...rest, noImprovementBecause: 'Everything is in place' };
  },
  effectOf: (_rng, effect, _record) => {
    if (effect === 'keep-scope' || effect === 'join-parties') {
      return { administrations: [administration] };
    }
    return {};
  },
};
