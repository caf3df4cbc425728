import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction, inWriteTransaction, runCommand } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { requireCorpus } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { type ImportReport, runImport } from '#work/imports/run-import.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { assetsByPackage } from './queries/assets-by-package.ts';
import { changesOfInventory, inventoriesOf } from './queries/changes-of-inventory.ts';
import { currentComponents } from './queries/current-components.ts';
import { internVersions } from './queries/package-ids.ts';

const assetsOf = registerOperations(catalogue, catalogue.registers.get('assets')!);

interface Given {
  readonly owner: string;
  readonly who: Principal;
  readonly format: string;
  readonly target: string | null;
  readonly source: AsyncIterable<Uint8Array> | string;
  readonly options?: Record<string, string>;
  readonly id?: string;
}

async function* bytesOf(text: string, chunk = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

const stanza = (name: string, version: string, source = '') =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\n${source === '' ? '' : `Source: ${source}\n`}Version: ${version}\n\n`;

describe('inventories of assets', () => {
  let world: World;
  let organisation: string;
  let manager: Principal;
  let host: string;

  before(async () => {
    world = await createWorld();
    organisation = await world.organisation('TELCO');
    manager = await world.person('Ana Assets', organisation, ['asset-manager']);
    host = await makeHost(manager, 'mail-1');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function makeHost(who: Principal, name: string): Promise<string> {
    const made = await runCommand(world.runner, assetsOf.create, who, {
      fields: { name, kind: 'host', hostname: `${name}.example.test`, ecosystem: 'Debian:12' },
    });
    return made.id;
  }

  async function run(given: Given): Promise<ImportReport> {
    const importer = catalogue.importers.get(given.format)!;
    const id = given.id ?? newId();
    await inWriteTransaction(
      world.runner,
      { principal: given.who, scope: { organisations: [given.owner] }, role: 'app' },
      ({ client, now }) =>
        client.query(
          `insert into import_run (owner_id, id, format, target_id, file_name, state, started_at)
           values ($1, $2, $3, $4, 'x', 'received', $5) on conflict do nothing`,
          [given.owner, id, given.format, given.target, now],
        ),
    );
    const source = typeof given.source === 'string' ? bytesOf(given.source) : given.source;
    return runImport(
      world.runner,
      importer,
      given.who,
      {
        ownerId: given.owner,
        id,
        targetId: given.target,
        fileName: 'x',
        digest: null,
        options: given.options ?? {},
      },
      source,
    );
  }

  const dpkg = (target: string, source: string, more: Partial<Given> = {}) =>
    run({ owner: organisation, who: manager, format: 'dpkg-status', target, source, ...more });

  const read = <T>(work: (context: ReadContext) => Promise<T>, owners = [organisation]) =>
    inReadTransaction(
      world.runner,
      { principal: manager, scope: { organisations: owners }, role: 'app' },
      work,
    );

  const installed = async (asset: string) =>
    (await read((context) => currentComponents(context, organisation, asset)))
      .map((one) => `${one.binaryName} ${one.name} ${one.version}`)
      .sort();

  it('R-AM-3 takes the packages of a host by their source, and keeps what a later inventory changed', async () => {
    const first = await dpkg(
      host,
      stanza('libssl3', '3.0.11-1', 'openssl') +
        stanza('openssl', '3.0.11-1') +
        stanza('bash', '5.2.15-2+b2', 'bash (5.2.15-2)') +
        stanza('telnet', '0.17'),
    );
    assert.deepEqual(first, { read: 4, accepted: 4, unchanged: 0, refused: 0, failure: null });
    assert.deepEqual(await installed(host), [
      'bash bash 5.2.15-2',
      'libssl3 openssl 3.0.11-1',
      'openssl openssl 3.0.11-1',
      'telnet telnet 0.17',
    ]);
    world.clock.advance(1000);
    const second = await dpkg(
      host,
      stanza('libssl3', '3.0.12-1', 'openssl') +
        stanza('openssl', '3.0.12-1') +
        stanza('bash', '5.2.15-2+b2', 'bash (5.2.15-2)') +
        stanza('nginx', '1.22.1-9'),
    );
    assert.deepEqual(second, { read: 4, accepted: 3, unchanged: 1, refused: 0, failure: null });
    const [latest, baseline] = await read((context) => inventoriesOf(context, organisation, host));
    assert.equal(baseline?.baseline, true);
    assert.deepEqual(
      [latest?.components, latest?.added, latest?.removed, latest?.changed],
      [4, 1, 1, 2],
    );
    const changes = await read((context) =>
      changesOfInventory(context, organisation, latest?.inventoryId ?? ''),
    );
    assert.deepEqual(
      changes
        .map((one) => `${one.change} ${one.binaryName} ${one.beforeVersion} ${one.afterVersion}`)
        .sort(),
      [
        'added nginx null 1.22.1-9',
        'changed libssl3 3.0.11-1 3.0.12-1',
        'changed openssl 3.0.11-1 3.0.12-1',
        'removed telnet 0.17 null',
      ],
    );
  });

  it('tells other areas what changed, by package version', async () => {
    const { rows } = await world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      ({ client }) =>
        client.query<{ payload: Record<string, unknown> }>(
          `select payload from outbox_event where name = 'inventory.replaced' and record_id = $1 order by id`,
          [host],
        ),
    );
    assert.equal(rows.length, 2);
    assert.equal(rows[0]?.payload['large'], true, 'a first inventory is read whole');
    assert.deepEqual(rows[1]?.payload['counts'], {
      components: 4,
      added: 1,
      removed: 1,
      changed: 2,
    });
    assert.equal((rows[1]?.payload['changed'] as unknown[] | undefined)?.length, 2);
  });

  it('changes nothing when the same inventory comes again, nor when the same import is run again', async () => {
    const text = stanza('a', '1') + stanza('b', '2') + stanza('b', '2');
    const asset = await makeHost(manager, 'again');
    const id = newId();
    assert.equal((await dpkg(asset, text, { id })).accepted, 2);
    assert.equal((await dpkg(asset, text, { id })).unchanged, 3, 'the run of a job tried again');
    assert.equal((await read((c) => inventoriesOf(c, organisation, asset))).length, 1);
    assert.deepEqual(await dpkg(asset, text), {
      read: 3,
      accepted: 0,
      unchanged: 3,
      refused: 0,
      failure: null,
    });
    const history = await read((c) => inventoriesOf(c, organisation, asset));
    assert.deepEqual(
      history.map((one) => one.added + one.removed + one.changed),
      [0, 2],
      'the second one confirms the first',
    );
  });

  it('keeps an inventory that was taken before the present one as history, and changes nothing by it', async () => {
    const asset = await makeHost(manager, 'older');
    const bom = (timestamp: string, version: string) =>
      run({
        ...{ owner: organisation, who: manager, format: 'cyclonedx', target: asset },
        source: JSON.stringify({
          bomFormat: 'CycloneDX',
          specVersion: '1.6',
          metadata: { timestamp },
          components: [
            { type: 'library', name: 'relay', version, purl: `pkg:npm/relay@${version}` },
          ],
        }),
      });
    await bom(world.clock.now().toISOString(), '3.1.0');
    const late = await bom('2025-01-01T00:00:00Z', '3.0.0');
    assert.deepEqual([late.failure, late.accepted, late.unchanged], [null, 0, 1]);
    assert.equal(late.refused, 1, 'the report says so');
    assert.deepEqual(await installed(asset), ['relay relay 3.1.0']);
    const history = await read((c) => inventoriesOf(c, organisation, asset));
    const seen = history.map((one) => `${one.takenAt.slice(0, 4)} ${one.history}`);
    assert.deepEqual(seen, ['2025 true', '2026 false']);
    const older = await dpkg(asset, stanza('relay', '2.9'), {
      options: { ecosystem: 'Debian:12', takenAt: '2024-05-01T00:00:00Z' },
    });
    assert.equal(older.refused, 1);
    assert.deepEqual(await installed(asset), ['relay relay 3.1.0']);
  });

  it('leaves the inventory before whole when an import is cut off between batches', async () => {
    const asset = await makeHost(manager, 'cut-off');
    await dpkg(asset, stanza('kept', '1'));
    async function* cut(): AsyncGenerator<Uint8Array> {
      let text = '';
      for (let n = 0; n < 12_000; n += 1) text += stanza(`p${n}`, '1');
      yield* bytesOf(text);
      throw new Error('the process died');
    }
    await assert.rejects(dpkg(asset, '', { source: cut() }), /the process died/);
    assert.deepEqual(await installed(asset), ['kept kept 1']);
    await dpkg(asset, stanza('kept', '2'));
    assert.deepEqual(await installed(asset), ['kept kept 2']);
    const left = await read(({ client }) => client.query('select 1 from inventory_staged'));
    assert.equal(left.rowCount, 0, 'what was staged is cleared');
  });

  it('refuses hostile input with its place, and writes nothing half', async () => {
    const asset = await makeHost(manager, 'hostile');
    await dpkg(asset, stanza('kept', '1'));
    const bom = (components: string) =>
      `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[${components}`;
    const cyclonedx = (source: string) =>
      run({ owner: organisation, who: manager, format: 'cyclonedx', target: asset, source });
    const truncated = await cyclonedx(bom('{"type":"library","name":"a","version":"1"},{"type":'));
    assert.notEqual(truncated.failure, null);
    assert.notEqual((await cyclonedx('{"bomFormat":"SPDX"}')).failure, null);
    assert.match((await cyclonedx(`${bom('')}]}`)).failure ?? '', /lists no component/);
    assert.deepEqual(await installed(asset), ['kept kept 1']);
    const odd = await cyclonedx(
      `${bom(
        `{"type":"library","name":"nul\\u0000","version":"1"},{"type":"library","name":"${'x'.repeat(600)}","version":"1"},
         {"type":"library","name":"half\\ud800","version":"1"},{"type":"library","name":"good","version":"1","purl":"pkg:npm/good@1"}`,
      )}]}`,
    );
    assert.equal(odd.failure, null);
    assert.equal(odd.refused, 3, 'a bad row costs no good one');
    assert.deepEqual(await installed(asset), ['good good 1']);
  });

  it('R-AM-3 takes a real machine with its os-release, package for package', async (t) => {
    const status = requireCorpus(t, 'dpkg/chroot-debian12/status');
    const release = requireCorpus(t, 'dpkg/chroot-debian12/os-release');
    if (status === null || release === null) return;
    const asset = await makeHost(manager, 'real');
    const report = await dpkg(asset, readFileSync(status, 'utf8'), {
      options: { 'os-release': readFileSync(release, 'utf8') },
    });
    assert.deepEqual([report.failure, report.accepted, report.refused], [null, 155, 0]);
    const components = await read((c) => currentComponents(c, organisation, asset));
    assert.ok(components.every((one) => one.ecosystem === 'Debian:12'));
    assert.ok(
      components.some((one) => one.name !== one.binaryName),
      'matched by source',
    );
  });

  it('never mixes two organisations, though they share the names of packages', async () => {
    const other = await world.organisation('OTHER');
    const stranger = await world.person('Sten Stranger', other, ['asset-manager']);
    const theirs = await makeHost(stranger, 'theirs');
    const text = stanza('shared-package', '7');
    await dpkg(host, text);
    await run({ owner: other, who: stranger, format: 'dpkg-status', target: theirs, source: text });
    const report = await run({
      owner: other,
      who: stranger,
      format: 'dpkg-status',
      target: host,
      source: text,
      options: { ecosystem: 'Debian:12' },
    });
    assert.match(report.failure ?? '', /no such|not|asset/i, 'an asset of others is no target');
    const [id] = await inWriteTransaction(
      world.runner,
      { principal: manager, scope: { organisations: [organisation] }, role: 'app' },
      (context) =>
        internVersions(context, [{ ecosystem: 'Debian:12', name: 'shared-package', version: '7' }]),
    );
    const asked = (owners: string[]) =>
      read((context) => assetsByPackage(context, [organisation, other], [id ?? 0]), owners);
    assert.deepEqual(
      (await asked([organisation])).items.map((one) => one.name),
      ['mail-1'],
    );
    assert.deepEqual(
      (await asked([other])).items.map((one) => one.name),
      ['theirs'],
    );
  });
});
