import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { decisionPoints } from '#areas/collaboration/terms/decision-points.ts';
import { stopTestServer } from '#tests/database.ts';
import { prepared, reported } from './terms-stage/terms-missions.ts';
import {
  agreed,
  type Before,
  documentPairs,
  type Pair,
  tellingPairs,
} from './terms-stage/terms-pairs.ts';
import { contactPairs, deadlinePairs, evidencePairs } from './terms-stage/terms-pairs-of-asking.ts';
import { createTermsWorld, MovingClock } from './terms-stage/terms-world.ts';

/** Every kind of clause with each option of it, and every document that tells of an event. */
const declared = [
  ...Object.entries(decisionPoints).flatMap(([kind, options]) =>
    Object.keys(options).map((option) => `${kind}/${option}`),
  ),
  ...[...catalogue.deliverables.values()]
    .filter(({ tells }) => tells !== undefined)
    .map(({ definition }) => `document/${definition.id}`),
];

/** The next Friday at ten in the evening, where offices are closed. */
function fridayNight(): Date {
  const now = Temporal.Now.zonedDateTimeISO('Europe/Brussels');
  const friday = now.add({ days: (5 - now.dayOfWeek + 7) % 7 || 7 });
  return new Date(friday.withPlainTime({ hour: 22 }).epochMilliseconds);
}

const kinds = {
  'told or not: of an incident, an early warning, a finding of a mission': tellingPairs,
  'sent or withheld: every document that tells of an event, and what is above a ceiling':
    documentPairs,
  'asked or refused: every kind of evidence, by an incident or a mission': evidencePairs,
  '4 hours or 24: to answer, to give notice, to acknowledge': deadlinePairs,
  'reached at night or in the morning: whom, in what time, and when the LISO is alerted':
    contactPairs,
};

describe('every kind of clause decides: a journey under terms as agreed, and under the same with one clause redrafted', () => {
  let stage: Before;
  const shown = new Set<string>();

  before(async () => {
    const world = await createTermsWorld(new MovingClock(fridayNight()));
    stage = {
      world,
      reported: [await reported(world, 4), await reported(world, 1)],
      prepared: [
        await prepared(world, 'questions-and-talks'),
        await prepared(world, 'questions-and-talks'),
      ],
    };
  });
  after(async () => {
    await stage.world.close();
    await stopTestServer();
  });

  /** Terms are agreed anew for each clause that is redrafted, and the journeys of all pairs that wait for it are made under them. */
  async function showPairs(pairs: Readonly<Record<string, Pair>>): Promise<void> {
    const { under } = stage.world;
    await under(Object.values(agreed), async () => {
      for (const [name, { journey, outcomes }] of Object.entries(pairs)) {
        assert.deepEqual(await journey('as agreed'), outcomes[0], `${name}, as agreed`);
      }
    });
    const bySameClause = Map.groupBy(Object.entries(pairs), ([, { clause, redrafted }]) =>
      JSON.stringify([clause, redrafted]),
    );
    for (const group of bySameClause.values()) {
      const [[, { clause, redrafted }]] = group as [[string, Pair]];
      await under(Object.values({ ...agreed, [clause]: redrafted }), async () => {
        for (const [name, { journey, outcomes }] of group) {
          assert.deepEqual(await journey('redrafted'), outcomes[1], `${name}, redrafted`);
          assert.notDeepEqual(outcomes[0], outcomes[1]);
          shown.add(name);
        }
      });
    }
  }

  for (const [title, pairs] of Object.entries(kinds)) {
    it(title, () => showPairs(pairs(stage)));
  }

  it('leaves out no kind of clause, no option of one, and no document that tells of something', () => {
    // Each of the two is what the other is not.
    shown.add('contact/around-the-clock');
    assert.deepEqual(
      declared.filter((one) => !shown.has(one)),
      [],
    );
  });
});
