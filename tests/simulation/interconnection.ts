import type { InterconnectionFacts } from '#areas/operations/interconnection/facts.ts';
import { interconnection } from '#areas/operations/interconnection/procedure.ts';
import type { Rng } from '#engine/random.ts';
import type { VerdictFact } from '#work/editions/examination-module.ts';
import { filledIn, type Surroundings } from './filled-in.ts';

const states: readonly VerdictFact['state'][] = ['complies', 'complies', 'complies', 'violates'];

function verdictIn(rng: Rng): VerdictFact['state'] {
  return rng.chance(0.1) ? 'open' : rng.pick(states);
}

/** A walk that hurries goes for the nearest end, which connected networks do not have: after so many acts they no longer are. */
const longest = 20;

const wasConnected = (performed: readonly { action: string }[]): boolean =>
  performed.some(({ action }) => action === 'confirm-match');

/** Principles are examined in between two attempts; most plans comply, and most of what is built matches its plan. */
export const interconnectionSurroundings: Surroundings = {
  factsOf: (rng, record): InterconnectionFacts => ({
    principles: rng.chance(0.95) ? 2 : 0,
    verdicts: [
      { id: 'one', name: 'P-1', state: verdictIn(rng) },
      { id: 'two', name: 'P-2', state: verdictIn(rng) },
    ],
    agreement: rng.chance(0.9),
    connected: record.performed.length <= longest && wasConnected(record.performed),
  }),
  fieldsOf: (rng, action, { now }) => {
    const match = rng.chance(0.7);
    return filledIn(interconnection, rng, action, now, {
      borderMeasures: ['firewall'],
      partner: '01900000-0000-7000-8000-000000000001',
      endsMatch: match,
      dataMatch: match,
      measuresMatch: match,
    });
  },
};
