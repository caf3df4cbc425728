import type { ChangeFacts } from '#areas/operations/change/facts.ts';
import { change } from '#areas/operations/change/procedure.ts';
import { daysAfter, filledIn, type Surroundings } from './filled-in.ts';

const quiet: ChangeFacts = { conflicts: [], modelInForce: true };
const known = '01900000-0000-7000-8000-000000000001';
const reviewed = { effective: true, negativeImpact: false };

/** Whoever implements is the one whom the plan names; windows open soon and stay open for a month. */
export const changeSurroundings: Surroundings = {
  guards: { 'is-the-implementer': () => true },
  factsOf: (rng, record): ChangeFacts =>
    rng.chance(0.95)
      ? quiet
      : {
          modelInForce: rng.chance(0.5),
          conflicts: [
            {
              kind: 'freeze',
              id: 'freeze',
              title: 'Freeze',
              startsAt: '2000-01-01T00:00:00.000Z',
              endsAt: '2999-01-01T00:00:00.000Z',
              assets: [],
              services: [],
              emergenciesPass: record.fields['variant'] === 'emergency',
            },
          ],
        },
  fieldsOf: (rng, action, { now }) =>
    filledIn(change, rng, action, now, {
      windowStart: now,
      windowEnd: daysAfter(now, 30),
      ...{ model: known, incident: known },
      emergencyReason: 'Exploited',
      ...(action.includes('review') && rng.chance(0.9) ? reviewed : {}),
    }),
  effectOf: (rng, effect, record) => {
    const last = record.performed.at(-1)?.at;
    switch (effect) {
      case 'keep-lab-test':
        return { labTest: record.state === 'lab-passed' || rng.chance(0.9) ? 'passed' : 'failed' };
      case 'keep-onsite-test':
        return { onsiteTest: record.state === 'tested' || rng.chance(0.9) ? 'passed' : 'failed' };
      case 'keep-implementation':
        return { implementedAt: last };
      case 'keep-first-review':
        return { firstReview: rng.chance(0.9) ? 'effective' : 'not-effective' };
      case 'keep-second-review':
        return { secondReview: rng.chance(0.9) ? 'effective' : 'not-effective' };
      default:
        return {};
    }
  },
};
