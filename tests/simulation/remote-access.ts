import type { RemoteAccessFacts } from '#areas/operations/remote-access/facts.ts';
import { remoteAccess } from '#areas/operations/remote-access/procedure.ts';
import type { Rng } from '#engine/random.ts';
import type { VerdictFact } from '#work/editions/examination-module.ts';
import { daysAfter, filledIn, type Surroundings } from './filled-in.ts';

const states: readonly VerdictFact['state'][] = [
  'complies',
  'complies',
  'complies',
  'open',
  'violates',
];

const checkIn = (rng: Rng, name: string): VerdictFact => ({
  id: name,
  name,
  state: rng.pick(states),
});

/** Rules are checked in between two attempts; now and then an agreement is missing, or an abnormal record is not judged yet. */
export const remoteAccessSurroundings: Surroundings = {
  guards: { 'is-the-requester': () => true },
  factsOf: (rng): RemoteAccessFacts => ({
    checks: rng.chance(0.95) ? [checkIn(rng, 'R-1'), checkIn(rng, 'R-2')] : [],
    maximumDays: rng.chance(0.95) ? 90 : null,
    agreement: rng.chance(0.9),
    abnormal: rng.chance(0.2) ? 1 : 0,
  }),
  fieldsOf: (rng, action, { now }) =>
    filledIn(remoteAccess, rng, action, now, {
      account: 'vendor',
      startsAt: now,
      endsAt: daysAfter(now, 20 + rng.int(90)),
      reviewedFrom: daysAfter(now, -30),
      reviewedTo: now,
    }),
};
