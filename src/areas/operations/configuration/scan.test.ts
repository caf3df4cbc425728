import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import {
  createLoopPeople,
  type LoopPeople,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { extractCorpusArchive, requireCorpus } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { itemOf, linuxItems, submittedVersion } from './fixtures/linux-profile.ts';

const day = '2026-03-01T08:00:00Z';
const scan = (host: string, results: Readonly<Record<string, string>>, end = day) =>
  `<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="run-${host}" end-time="${end}"><benchmark id="bench"/><target>${host}</target>${Object.entries(
    results,
  )
    .map(
      ([rule, result]) =>
        `<rule-result idref="xccdf_org.example_rule_${rule}"><result>${result}</result></rule-result>`,
    )
    .join('')}</TestResult>`;

describe('results of configuration scans', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  const hosts: string[] = [];

  before(async () => {
    world = await createWorld();
    const organisation = await world.organisation('TELCO');
    loop = new LoopWorld(world, catalogue, organisation);
    people = await createLoopPeople(world, organisation);
    const { configurator, assetManager } = people;
    const owner = await world.person('Olaf Owner', organisation, ['asset-owner']);
    for (const hostname of ['gw-1.example.test', 'gw-2.example.test']) {
      const fields = { name: hostname.toUpperCase(), kind: 'host', hostname };
      hosts.push((await loop.create(assetManager, 'assets', fields)).id);
    }
    const items = await linuxItems(loop, configurator);
    const { id: profile } = await loop.create(configurator, 'configuration-profiles', {
      ...{ name: 'Linux servers', assetKind: 'host' },
    });
    const version = await submittedVersion(loop, configurator, profile, items);
    await loop.act(owner, version, 'approve');
    const other = await loop.create(
      configurator,
      'configuration-items',
      itemOf('LNX-77', { ruleIds: ['xccdf_org.ssgproject.content_rule_sshd_disable_root_login'] }),
    );
    const { id: hardening } = await loop.create(configurator, 'configuration-profiles', {
      ...{ name: 'Sign-in', assetKind: 'host' },
    });
    const second = await submittedVersion(loop, configurator, hardening, [other.id]);
    await loop.act(owner, second, 'approve');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const take = async (
    content: string | AsyncIterable<Uint8Array>,
    given: { targetId?: string } = {},
  ) => {
    const importer = catalogue.importers.get('xccdf') ?? assert.fail('no importer');
    const report = await importBytes(world, importer, people.configurator, content, given);
    await loop.relay();
    return report;
  };
  const statusOf = async (asset: string) =>
    (await loop.list(people.keeper, 'configuration-statuses', { asset })).map(({ fields }) => [
      fields['compliance'],
      fields['failing'],
      fields['undetermined'],
    ]);
  const checks = () => loop.cases('configuration-check');

  it('R-CF-6 finds the asset by its name, opens its check, and names what fails', async () => {
    const report = await take(
      scan('gw-1', { root_login: 'fail', clock: 'error', strange: 'fail', other: 'notselected' }),
    );
    assert.deepEqual([report.accepted, report.refused, report.failure], [4, 0, null]);
    const [check, ...more] = await checks();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [check?.state, check?.fields['failingItems']],
      ['non-compliant', ['LNX-01', 'LNX-02']],
    );
    assert.deepEqual(await statusOf(hosts[0]!), [['non-compliant', 1, 1]]);
    const [kept] = await loop.list(people.keeper, 'configuration-scans');
    const { fields } = kept ?? assert.fail('no scan');
    assert.deepEqual(
      [fields['fail'], fields['error'], fields['notSelected'], fields['mapped']],
      [2, 1, 1, 2],
    );
    assert.deepEqual(fields['unmappedRules'], ['xccdf_org.example_rule_strange']);
  });

  it('changes nothing for the same scan again, and takes none back for an older one', async () => {
    const again = await take(
      scan('gw-1', { root_login: 'fail', clock: 'error', strange: 'fail', other: 'notselected' }),
    );
    assert.deepEqual([again.accepted, again.unchanged], [0, 4]);
    await take(scan('gw-1', { root_login: 'pass', clock: 'pass' }, '2026-02-01T08:00:00Z'));
    assert.equal((await checks())[0]?.state, 'non-compliant');
  });

  it('R-CF-6 closes the check when a later scan finds everything in order', async () => {
    await take(
      scan('gw-1', { root_login: 'pass', clock: 'notapplicable' }, '2026-03-02T07:00:00Z'),
    );
    assert.equal((await checks())[0]?.state, 'compliant');
    assert.deepEqual(await statusOf(hosts[0]!), [['compliant', 0, 0]]);
    await take(scan('gw-1', { root_login: 'fail', clock: 'pass' }, '2026-03-01T09:00:00Z'));
    assert.equal((await checks()).length, 1, 'an older scan opens no check');
  });

  it('leaves items that the scan says nothing of to a person', async () => {
    await take(scan('gw-2.example.test', { root_login: 'pass' }));
    assert.equal((await checks())[1]?.state, 'scheduled');
    const rows = await loop.list(people.keeper, 'configuration-results', { asset: hosts[1]! });
    assert.deepEqual(
      rows.map(({ fields }) => [fields['code'], fields['result'], fields['standing']]),
      [
        ['LNX-01', 'pass', 'complies'],
        ['LNX-02', 'not-checked', 'open'],
      ],
    );
  });

  it('says which asset is missing, and writes nothing of it', async () => {
    const report = await take(scan('nobody', { root_login: 'fail' }));
    assert.deepEqual(
      report.faults.map(({ code, place }) => [code, place]),
      [['asset-unknown', { line: 1 }]],
    );
    assert.equal((await loop.list(people.keeper, 'configuration-scans')).length, 5);
  });

  it('R-CF-6 takes a real asset report of OpenSCAP for the asset that is named', async (t) => {
    if (requireCorpus(t, 'oscap-runs/oscap-runs.tar.xz') === null) return;
    const folder = extractCorpusArchive('oscap-runs/oscap-runs.tar.xz') ?? '';
    const arf = join(folder, 'deb12-gw-1-baseline-nt28-high/arf.xml');
    const report = await take(createReadStream(arf), { targetId: hosts[1]! });
    assert.equal(report.failure, null);
    assert.ok(report.accepted > 300, `${report.accepted} results`);
    const found = await loop.list(people.keeper, 'configuration-statuses', { asset: hosts[1]! });
    assert.equal(found.length, 2, 'the profile that a rule of the report belongs to is judged');
  });
});
