import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { debOrdering } from '#formats/versions/deb.ts';
import { isAffected } from '#formats/versions/range.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction, runCommand } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { relayEvents } from '#kernel/outbox/relay.ts';
import { corpusPath } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { advisoriesArea } from './area.ts';
import { importBytes } from './fixtures/import-run.ts';
import { debianTrackerImporter, documentPool, osvImporter } from './intake/importers.ts';
import type { PackageStatement } from './matching/match-package.ts';
import { affectedAssets } from './queries/affected-assets.ts';
import { findingsOfAsset } from './queries/findings.ts';
import { setDispositions } from './set-dispositions.ts';

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

  it('R-PT-4 gives each finding one disposition, and takes an exception back when it expires', async () => {
    const advisory = await advisoryId('X-1');
    const decide = (who: Principal, more: object) =>
      runCommand(world.runner, setDispositions, who, {
        advisoryId: advisory,
        assetIds: [hostA],
        ...more,
      });
    const finding = async () =>
      (
        await inReadTransaction(
          world.runner,
          {
            principal: managerA,
            scope: { organisations: [managerA.organisationId ?? ''] },
            role: 'app',
          },
          (context) =>
            findingsOfAsset(context, managerA.organisationId ?? '', hostA, { limit: 10 }),
        )
      ).items.find(({ advisoryId: of }) => of === advisory);
    const waiting = await finding();
    assert.equal(waiting?.disposition, 'waiting');
    assert.notEqual(waiting?.dueAt, null);
    await assert.rejects(decide(managerA, { kind: 'not-affected' }), /justification/);
    await assert.rejects(decide(managerB, { kind: 'waiting' }));
    const decided = { kind: 'not-affected', justification: 'vulnerable_code_not_present' };
    assert.deepEqual(await decide(managerA, decided), { changed: 1 });
    assert.equal((await finding())?.disposition, 'not-affected');
    const exceptions = registerOperations(catalogue, catalogue.registers.get('exceptions')!);
    const fields = {
      title: 'Until the spring',
      advisoryId: advisory,
      assets: [hostA],
      reason: 'No window.',
      expiresAt: '2026-04-01T00:00:00.000Z',
    };
    const asked = await runCommand(world.runner, exceptions.create, managerA, { fields });
    const approve = { id: asked.id, action: 'approve', comment: 'Agreed.' };
    await assert.rejects(
      runCommand(world.runner, exceptions.act, managerA, approve),
      'not by the one who asked',
    );
    const chief = await world.person('Olga Operations', managerA.organisationId ?? '', [
      'operations-management',
    ]);
    await runCommand(world.runner, exceptions.act, chief, approve);
    assert.deepEqual(
      [(await finding())?.disposition, (await finding())?.dueAt],
      ['exception', fields.expiresAt],
    );
    await runCommand(world.runner, exceptions.act, chief, {
      id: asked.id,
      action: 'revoke',
      comment: 'Over.',
    });
    assert.equal((await finding())?.disposition, 'waiting');
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

  it('R-EW-3 agrees with a look at every range for a real Debian system against the DSA and DLA lists', async (t) => {
    const list = ['DSA', 'DLA'].map((name) => corpusPath(`debian-tracker/data/${name}/list`));
    const status = corpusPath('dpkg/chroot-debian11/status');
    if (status === null || list.includes(null))
      return t.skip('the shared corpus is not beside this checkout');
    const host = await runCommand(world.runner, assetsOf.create, managerA, {
      fields: { name: 'deb11', kind: 'host', ecosystem: 'Debian:11' },
    });
    await importBytes(world, dpkg, managerA, readFileSync(status), { targetId: host.id });
    await settle();
    for (const path of list)
      await importBytes(world, debianTrackerImporter, keeper, readFileSync(path!), {
        fileName: 'list',
      });
    await settle();
    // Older than anything that was ever fixed: each package that the lists name for this release must be found.
    const old = readFileSync(list[0]!, 'utf8').match(/\[bullseye\] - (\S+) \d\S*/g) ?? [];
    const names = [...new Set(old.map((line) => line.split(' ')[2] ?? ''))].slice(0, 40);
    await importBytes(
      world,
      dpkg,
      managerA,
      readFileSync(status, 'utf8') + names.map((name) => stanza(name, '0~0')).join(''),
      { targetId: host.id },
    );
    await settle();
    const found = await sql<{ key: string }>(
      `select v.id || ' ' || m.advisory_package_id as key from match m join package_version v on v.id = m.package_version_id
        join package_name n on n.id = v.package_id where n.ecosystem = 'Debian:11'`,
    );
    const pairs = await sql<{ key: string; version: string; statements: PackageStatement[] }>(
      `select v.id || ' ' || p.id as key, v.version, p.statements from package_name n join package_version v on v.package_id = n.id
        join advisory_package p on p.package_id = n.id where n.ecosystem = 'Debian:11' and p.stands`,
    );
    const naive = pairs.filter(({ version, statements }) =>
      statements.some((said) => isAffected(debOrdering, version, said.intervals, said.versions)),
    );
    t.diagnostic(`${pairs.length} pairs, ${found.length} matches, ${names.length} old packages`);
    assert.ok(found.length >= names.length);
    assert.deepEqual(found.map(({ key }) => key).sort(), naive.map(({ key }) => key).sort());
  });
});
