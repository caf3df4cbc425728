import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { loadDemonstration } from '#apps/demo/load-demo.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { createLog } from '#kernel/log/log.ts';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { compareAudience } from './compare-audience.ts';

/** What has to be among what is compared, each with records that somebody else may see. Evidence and tellings: in the test beside this one. */
const wanted = [
  ...['agenda-items', 'meeting-minutes', 'action-points', 'action-point-reviews', 'attendances'],
  ...['mission-findings', 'mission-inputs', 'mission-questions', 'csip-improvements'],
  ...['contacts', 'duty-rotas', 'duty-shifts'],
  ...['request', 'request-recipient', 'deliverable', 'case'],
  ...['incident-timeline', 'incident-exhibits', 'terms-clauses', 'terms-plans'],
];

/** So many records of each kind is the product asked about. */
const asked = 25;

describe('who can see it, and why, where every procedure has cases between several organisations', () => {
  let world: HttpWorld;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const { test, files, identity } = world;
    await loadDemonstration({
      runner: { database: test.database, clock: systemClock },
      ...{ catalogue, files, identity, log: createLog('silent'), say: () => undefined },
    });
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  it('names, for every record and organisation, exactly those whose database role can read it', async (t) => {
    const organisations = await world.query<{ id: string }>('select id from organisation');
    const compared = await compareAudience(
      world,
      organisations.map(({ id }) => id),
      asked,
    );
    for (const kind of wanted) {
      const found = compared.find((one) => one.kind === kind);
      assert.ok(found !== undefined && found.shared > 0, `${kind} is shared with somebody`);
    }
    const owned = compared.filter(({ shared }) => shared === 0);
    assert.ok(owned.length > 30, 'and much is shared with nobody');
    const pairs = compared.reduce((sum, { shared }) => sum + shared, 0);
    const answers = compared.reduce((sum, one) => sum + one.asked, 0);
    t.diagnostic(`${compared.length} kinds, ${pairs} shared pairs, ${answers} answers`);
  });
});
