import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction, runCommand } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { relayEvents } from '#kernel/outbox/relay.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { advisoriesArea } from './area.ts';
import { importBytes } from './fixtures/import-run.ts';
import { documentPool, osvImporter } from './intake/importers.ts';
import { affectedAssets } from './queries/affected-assets.ts';

const assetsOf = registerOperations(catalogue, catalogue.registers.get('assets')!);
const dpkg = catalogue.importers.get('dpkg-status')!;

const osv = (id: string, fixed: string | null, modified: string, more: object = {}) =>
  JSON.stringify({
    schema_version: '1.6.0',
    id,
    modified,
    published: '2026-01-01T00:00:00Z',
    aliases: ['CVE-2026-0001'],
    summary: 'A buffer is too short',
    affected: [
      {
        package: { ecosystem: 'Debian:12', name: 'openssl' },
        ranges: [
          {
            type: 'ECOSYSTEM',
            events: [{ introduced: '0' }, ...(fixed === null ? [] : [{ fixed }])],
          },
        ],
      },
    ],
    ...more,
  });

const stanza = (name: string, version: string, source = '') =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\n${source === '' ? '' : `Source: ${source}\n`}Version: ${version}\n\n`;

interface EventRow {
  owner_id: string;
  name: string;
  payload: Record<string, unknown>;
}

describe('from advisory to verified fix', () => {
  let world: World;
  let keeper: Principal;
  let managerA: Principal;
  let managerB: Principal;
  let hostA: string;
  let hostB: string;

  before(async () => {
    world = await createWorld();
    const central = await world.organisation('CENTRAL', 'central-body');
    const a = await world.organisation('ADMIN-A', 'national-administration');
    const b = await world.organisation('ADMIN-B', 'national-administration');
    keeper = await world.person('Ewa Warner', central, ['security-manager']);
    managerA = await world.person('Ana Assets', a, ['asset-manager', 'security-manager']);
    managerB = await world.person('Bea Assets', b, ['asset-manager']);
    hostA = await makeHost(managerA, 'a-1');
    hostB = await makeHost(managerB, 'b-1');
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  async function makeHost(who: Principal, name: string): Promise<string> {
    const fields = { name, kind: 'host', hostname: name, ecosystem: 'Debian:12' };
    return (await runCommand(world.runner, assetsOf.create, who, { fields })).id;
  }

  /** Runs the area's reactions until nothing waits, and returns the events told meanwhile. */
  async function settle(): Promise<EventRow[]> {
    const before = await sql<{ n: number }>('select count(*)::integer as n from outbox_event');
    const reactions = (advisoriesArea.reactions ?? []).map((reaction) => ({
      ...reaction,
      run: (context: never, event: never) => reaction.run(context, event, catalogue as never),
    }));
    for (let pass = 0; pass < 20; pass += 1) {
      if (
        (await relayEvents({
          runner: world.runner,
          reactions: reactions as never,
          log: createLog('silent'),
        })) === 0
      )
        break;
    }
    const failed = await sql<{ error: string }>('select * from outbox_failure');
    assert.deepEqual(failed, []);
    return sql<EventRow>(
      `select owner_id, name, payload from outbox_event order by at, id offset ${before[0]?.n ?? 0}`,
    );
  }

  const sql = <T extends object>(text: string): Promise<T[]> =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query<T>(text)).rows,
    );

  const affected = (who: Principal, advisoryId: string) =>
    inReadTransaction(
      world.runner,
      { principal: who, scope: { organisations: [who.organisationId ?? ''] }, role: 'app' },
      (context) => affectedAssets(context, who.organisationId ?? '', advisoryId),
    );

  const advisoryId = async (sourceId: string): Promise<string> =>
    (await sql<{ id: string }>(`select id from advisory where source_id = '${sourceId}'`))[0]?.id ??
    '';

  it('R-EW-3 finds what is installed of a new advisory, for each organisation its own', async () => {
    await importBytes(
      world,
      dpkg,
      managerA,
      stanza('libssl3', '3.0.11-1', 'openssl') + stanza('bash', '5.2'),
      { targetId: hostA },
    );
    await importBytes(world, dpkg, managerB, stanza('openssl', '3.0.14-1'), { targetId: hostB });
    await settle();
    const report = await importBytes(
      world,
      osvImporter,
      keeper,
      osv('X-1', '3.0.13-1', '2026-02-01T00:00:00Z'),
    );
    assert.equal(report.accepted, 1, JSON.stringify(report));
    const events = await settle();
    assert.deepEqual(
      events
        .filter(({ name }) => name === 'advisory.matched')
        .map(({ owner_id, payload }) => [owner_id, payload['kind']]),
      [[managerA.organisationId, 'appeared']],
    );
    const id = await advisoryId('X-1');
    const found = await affected(managerA, id);
    assert.equal(found.length, 1);
    const [one] = found;
    assert.deepEqual(
      [
        one?.assetId,
        one?.package,
        one?.binaryName,
        one?.verdict,
        one?.confidence,
        one?.fixedVersion,
        one?.reason.code,
      ],
      [hostA, 'openssl', 'libssl3', 'affected', 'confirmed', '3.0.13-1', 'below-fixed'],
    );
    assert.deepEqual(await affected(managerB, id), []);
  });

  it('R-EW-3 raises a revision again only for what it changed', async () => {
    const same = await importBytes(
      world,
      osvImporter,
      keeper,
      osv('X-1', '3.0.13-1', '2026-02-02T00:00:00Z', { details: 'More words.' }),
    );
    assert.equal(same.accepted, 1);
    assert.deepEqual(
      (await settle()).filter(({ name }) => name === 'advisory.matched'),
      [],
    );
    const other = await importBytes(
      world,
      osvImporter,
      keeper,
      osv('X-1', '3.0.15-1', '2026-02-03T00:00:00Z'),
    );
    assert.equal(other.accepted, 1);
    const told = (await settle()).filter(({ name }) => name === 'advisory.matched');
    assert.deepEqual(
      told.map(({ owner_id, payload }) => [
        owner_id,
        payload['kind'],
        payload['remediationChanged'],
      ]),
      [
        [managerA.organisationId, 'changed', true],
        [managerB.organisationId, 'appeared', false],
      ],
    );
    const late = await importBytes(
      world,
      osvImporter,
      keeper,
      osv('X-1', '9', '2026-01-15T00:00:00Z'),
    );
    assert.equal(late.accepted, 1);
    assert.deepEqual(
      (await settle()).filter(({ name }) => name === 'advisory.matched'),
      [],
    );
    const revisions = await sql<{ number: number; holds: boolean; changes: { path: string }[] }>(
      'select number, holds, changes from advisory_revision order by number',
    );
    assert.deepEqual(
      revisions.map(({ number, holds }) => [number, holds]),
      [
        [1, true],
        [2, true],
        [3, true],
        [4, false],
      ],
    );
    assert.match(JSON.stringify(revisions[2]?.changes), /3\.0\.15-1/);
  });

  it('R-PT-2 holds a finding as fixed only by a later inventory, and opens it again when one contradicts', async () => {
    const states = () =>
      sql<{ condition: string; reopened: number; verified_inventory_id: string | null }>(
        'select condition, reopened, verified_inventory_id from finding_state',
      );
    assert.deepEqual(await states(), []);
    world.clock.set('2026-03-03T08:00:00.000Z');
    await importBytes(
      world,
      dpkg,
      managerA,
      stanza('libssl3', '3.0.15-1', 'openssl') + stanza('bash', '5.2'),
      { targetId: hostA },
    );
    const fixed = await settle();
    const change = fixed.find(({ name }) => name === 'findings.changed');
    assert.deepEqual(change?.payload['verified'], [await advisoryId('X-1')]);
    assert.ok(
      fixed.some(
        ({ name, owner_id }) => name === 'advisory.cleared' && owner_id === managerA.organisationId,
      ),
    );
    const [verified] = await states();
    assert.equal(verified?.condition, 'verified-fixed');
    assert.notEqual(verified?.verified_inventory_id, null);
    world.clock.set('2026-03-04T08:00:00.000Z');
    await importBytes(
      world,
      dpkg,
      managerA,
      stanza('libssl3', '3.0.11-1', 'openssl') + stanza('bash', '5.2'),
      { targetId: hostA },
    );
    const back = await settle();
    assert.deepEqual(back.find(({ name }) => name === 'findings.changed')?.payload['reopened'], [
      await advisoryId('X-1'),
    ]);
    assert.deepEqual(
      (await states()).map(({ condition, reopened }) => [condition, reopened]),
      [['open', 1]],
    );
    assert.ok(
      back.some(
        ({ name, payload }) => name === 'advisory.matched' && payload['kind'] === 'returned',
      ),
    );
  });

  it('R-EW-3 lets go of a withdrawn advisory without deleting what was decided', async () => {
    await importBytes(
      world,
      osvImporter,
      keeper,
      osv('X-1', '3.0.15-1', '2026-02-05T00:00:00Z', { withdrawn: '2026-02-05T00:00:00Z' }),
    );
    const events = await settle();
    assert.equal(events.filter(({ name }) => name === 'advisory.cleared').length, 2);
    assert.deepEqual(await affected(managerA, await advisoryId('X-1')), []);
    assert.equal((await sql('select 1 from finding_state')).length, 1);
  });
});
