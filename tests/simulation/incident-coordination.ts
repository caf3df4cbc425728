import type { IncidentFacts } from '#areas/collaboration/incident-coordination/facts.ts';
import { incidentCoordination } from '#areas/collaboration/incident-coordination/procedure.ts';
import type { RecordView } from '#engine/decision.ts';
import { daysAfter, filledIn, type Surroundings } from './filled-in.ts';

const text = { title: 'title', text: 'text' };
const origin = '01900000-0000-7000-8000-0000000000aa';

const writing: ReadonlySet<string> = new Set([
  ...['note-analysis', 'give-evidence', 'analyse-exhibit', 'add-event', 'record-finding'],
  ...['record-gap', 'recommend', 'warn', 'involve-administration', 'categorise', 'record-solution'],
  ...['assess-system', 'assess-information', 'set-instants'],
]);

/** What leads nowhere in this state, though it may be done. */
function isPassing(action: string, record: RecordView | null): boolean {
  if (record?.state === 'impact-decided' && action.startsWith('assess-')) return false;
  const isRecovered = record?.fields['recoveredAt'] !== undefined;
  return writing.has(action) && (action !== 'set-instants' || isRecovered);
}

/** Impact as the effects would decide it, gaps and lessons as people record them; forms with instants in order. */
export const incidentSurroundings: Surroundings = {
  factsOf: (rng, record): IncidentFacts => {
    const atItsEnd = record.state === 'sir-delivered' || record.state === 'resolution';
    // What was handed over is with its owners, and people add little afterwards.
    const handedOver =
      record.handOffs.some(({ handOff }) => handOff === 'improvement') || rng.chance(0.5);
    const gap = { id: 'gap', policy: 'policy', deviation: 'deviation', requirement: 'must' };
    return {
      gaps: [{ ...gap, handedOver }],
      recommendations: [
        { ...text, id: 'one', goesTo: 'improvement', urgency: 'normal', handedOver },
      ],
      lessons: atItsEnd || rng.chance(0.8) ? 1 : 0,
      liaisons: [],
      analyses: rng.chance(0.9) ? 1 : 0,
      reportDelivered: record.state === 'sir-delivered' || rng.chance(0.8),
    };
  },
  fieldsOf: (rng, action, { record, now }) => {
    // People write much in between: most of it is left out, so that histories reach their end soon.
    const minute = Math.floor(Date.parse(now) / 60_000);
    if (isPassing(action, record) && minute % 40 !== 0) return null;
    const filled = filledIn(incidentCoordination, rng, action, now, {
      ...{ ticket: 'SD-1', originAdministration: origin, zone: 'Europe/Lisbon' },
      ...{ occurredAt: daysAfter(now, -9), detectedAt: daysAfter(now, -8) },
      ...{ reportedAt: daysAfter(now, -7), containedAt: daysAfter(now, -3) },
      ...{ resolvedAt: daysAfter(now, -2), recoveredAt: daysAfter(now, -1) },
      ...{ criteria: ['many-users'], judgement: 'Nobody could declare anything.' },
    });
    // What comes later is not known when it is opened.
    return action === 'open' ? { summary: filled['summary'] } : filled;
  },
  effectOf: (rng, effect, record) => {
    switch (effect) {
      case 'decide-impact':
        return { highImpact: rng.chance(0.7), impactTable: 'high-impact 1' };
      case 'override-impact':
        return { highImpact: record.fields['highImpact'] !== true, impactOverride: 'raised' };
      case 'assign-after-two-hours':
        return { assignedTo: 'application-management', assignedBecause: 'two-hours' };
      default:
        return {};
    }
  },
};
