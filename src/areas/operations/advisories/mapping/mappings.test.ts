import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { exampleCsafInput } from '#formats/csaf/fixtures/example-input.ts';
import { type CsafInput, type CsafProductInput, writeCsaf } from '#formats/csaf/write-csaf.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { importBytes } from '../fixtures/import-run.ts';
import { documentPool } from '../intake/importers.ts';
import { affectedAssets } from '../queries/affected-assets.ts';
import { findingsOfAsset } from '../queries/findings.ts';

interface Told {
  owner: string;
  name: string;
  advisory: string;
}

describe('products that a person tied once, and CPE names', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let stranger: string;
  let router: string;
  let mapping: { id: string; version: number };

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    stranger = await world.organisation('OTHER');
    router = await equipment(people.assetManager, {
      vendor: 'Netzbau',
      product: 'Kern 500',
      firmware: '1.4',
    });
    await equipment(await world.person('Sten', stranger, ['asset-manager']), {
      vendor: 'Netzbau',
      product: 'Kern 500',
      firmware: '1.4',
    });
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  async function equipment(who: Principal, fields: object): Promise<string> {
    const made = await loop.create(who, 'assets', { name: 'r', kind: 'equipment', ...fields });
    await loop.relay();
    return made.id;
  }

  /** A list of equipment shows the firmware of one piece. */
  const showFirmware = async (product: string, firmware: string, serial = '') => {
    world.clock.advance(3_600_000);
    const list = `vendor,product,firmware,serial\nNetzbau,${product},${firmware},${serial}\n`;
    const report = await importBytes(
      world,
      catalogue.importers.get('csv')!,
      people.assetManager,
      list,
    );
    assert.deepEqual([report.accepted, report.faults], [1, []]);
    await loop.relay();
  };

  const typeFirmware = async (asset: string, firmware: string) => {
    world.clock.advance(3_600_000);
    await runCommand(world.runner, loop.register('assets').update, people.assetManager, {
      id: asset,
      version: null,
      fields: { firmware },
    });
    await loop.relay();
  };

  /** Imports a CSAF document about one product; returns the events about advisories that followed. */
  async function csaf(
    id: string,
    product: Partial<CsafProductInput>,
    more: Pick<Partial<CsafInput>, 'notes'> & { revisions?: CsafInput['revisions'] } = {},
  ): Promise<Told[]> {
    const example = exampleCsafInput();
    const vulnerability = example.vulnerabilities[0] ?? assert.fail('the example names none');
    const input = {
      ...{ ...example, id, tlp: 'CLEAR' as const },
      products: [{ id: 'P1', vendor: 'ACME Networks', name: 'Router RX', ...product }],
      vulnerabilities: [
        {
          ...vulnerability,
          statuses: { known_affected: ['P1'] },
          scores: [],
          remediations: [
            {
              kind: 'vendor-fix' as const,
              text: 'Install 2.0.',
              url: null,
              date: null,
              productIds: ['P1'],
            },
          ],
        },
      ],
      ...more,
    };
    const since = await events();
    const bytes = JSON.stringify(writeCsaf(input).document);
    const importer = catalogue.importers.get('csaf')!;
    const report = await importBytes(world, importer, people.keeper, bytes);
    assert.deepEqual([report.accepted, report.faults], [1, []]);
    await loop.relay();
    return (await events()).slice(since.length);
  }

  const events = async () =>
    (await loop.rows(
      `select e.owner_id as owner, e.name, a.source_id as advisory from outbox_event e join advisory a on a.id = e.record_id
       where e.name in ('advisory.matched', 'advisory.cleared') order by e.at, e.id`,
    )) as unknown as Told[];
  const idOf = async (sourceId: string) =>
    String(
      (await loop.rows('select id from advisory where source_id = $1', [sourceId]))[0]?.['id'],
    );
  const affected = async (sourceId: string) => {
    const id = await idOf(sourceId);
    return loop.inside(people.keeper, (context) => affectedAssets(context, loop.organisation, id));
  };

  it('R-EW-3 ties a product to an asset when a person confirms it, with what is said of its version', async () => {
    assert.deepEqual(await csaf('ACME-1', { versionRange: 'vers:generic/<2.0' }), []);
    const made = await loop.create(people.analyst, 'product-mappings', {
      vendor: 'ACME Networks, Inc.',
      product: 'ROUTER rx',
      ownVendor: 'netzbau',
      ownProduct: 'Kern 500',
      rationale: 'Netzbau sells it under its own name.',
    });
    mapping = made;
    await loop.relay();
    assert.deepEqual(await events(), [
      { owner: loop.organisation, name: 'advisory.matched', advisory: 'ACME-1' },
    ]);
    const [found, ...more] = await affected('ACME-1');
    assert.deepEqual(more, []);
    assert.deepEqual(
      [found?.assetId, found?.verdict, found?.confidence, found?.version, found?.reason.code],
      [router, 'affected', 'confirmed', '1.4', 'product-mapping'],
    );
    const page = await loop.inside(people.keeper, (context) =>
      findingsOfAsset(context, loop.organisation, router, { limit: 10 }),
    );
    assert.deepEqual(
      page.items.map(({ sourceId, confidence }) => [sourceId, confidence]),
      [['ACME-1', 'confirmed']],
    );
  });

  it('R-EW-3 uses the mapping for advisories that come later, for nobody but who confirmed it', async () => {
    const told = await csaf('ACME-2', { versionRange: 'vers:generic/<2.1' });
    assert.deepEqual(told, [
      { owner: loop.organisation, name: 'advisory.matched', advisory: 'ACME-2' },
    ]);
    assert.equal((await affected('ACME-2'))[0]?.assetId, router);
    assert.deepEqual(await csaf('ACME-3', { name: 'Switch', versionRange: 'vers:generic/<9' }), []);
    assert.deepEqual(await csaf('ACME-4', { versionRange: 'vers:generic/<1.0' }), []);
  });

  it('R-EW-1 raises nothing again for a revision in other words, and for a new range again', async () => {
    const revisions = [
      { number: '1', date: '2026-03-01T10:00:00Z', summary: 'First issue' },
      { number: '2', date: '2026-03-02T10:00:00Z', summary: 'Fixed version named' },
      { number: '3', date: '2026-03-03T10:00:00Z', summary: 'Words' },
    ];
    const words = { revisions, notes: [{ category: 'summary' as const, text: 'Other words.' }] };
    assert.deepEqual(await csaf('ACME-2', { versionRange: 'vers:generic/<2.1' }, words), []);
    const later = [...revisions, { number: '4', date: '2026-03-04T10:00:00Z', summary: 'Range' }];
    const told = await csaf('ACME-2', { versionRange: 'vers:generic/<2.2' }, { revisions: later });
    assert.deepEqual(
      told.map(({ advisory, name }) => [advisory, name]),
      [['ACME-2', 'advisory.matched']],
    );
    const [last] = await loop.rows(
      `select payload from outbox_event where name = 'advisory.matched' order by at desc, id desc limit 1`,
    );
    assert.deepEqual(last?.['payload'], {
      ...{ advisoryId: await idOf('ACME-2'), kind: 'changed', remediationChanged: true },
    });
  });

  it('R-PT-2 holds a mapped finding as fixed by a newer firmware only, and opens it again by an older one', async () => {
    const states = async () =>
      (
        await loop.rows(
          `select a.source_id || ' ' || f.condition || ' ' || f.reopened as state from finding_state f
           join advisory a on a.id = f.advisory_id order by 1`,
        )
      ).map(({ state }) => state);
    await showFirmware('Kern 500', '2.0');
    assert.deepEqual(await states(), ['ACME-1 verified-fixed 0']);
    assert.deepEqual((await events()).at(-1), {
      ...{ owner: loop.organisation, name: 'advisory.cleared', advisory: 'ACME-1' },
    });
    assert.equal((await affected('ACME-2')).length, 1, 'fixed in 2.2 only');
    await showFirmware('Kern 500', '1.5');
    assert.deepEqual(await states(), ['ACME-1 open 1']);
    assert.equal((await events()).at(-1)?.name, 'advisory.matched');
  });

  it('R-PT-2 holds nothing as fixed that a person typed, until a list shows it', async () => {
    const condition = async () =>
      (await loop.rows('select condition, reopened from finding_state')).map(
        (row) => `${row['condition']} ${row['reopened']}`,
      );
    await typeFirmware(router, '2.0');
    assert.deepEqual(await condition(), ['claimed-fixed 1']);
    await typeFirmware(router, '1.5');
    assert.deepEqual(await condition(), ['open 1'], 'taken back, and never fixed in between');
    await typeFirmware(router, '2.0');
    await showFirmware('Kern 500', '2.0.1');
    assert.deepEqual(await condition(), ['verified-fixed 1']);
    await showFirmware('Kern 500', '1.5');
  });

  it('R-EW-3 withdraws what a mapping tied when it is revoked, and ties nothing by it any more', async () => {
    const before = (await events()).length;
    await runCommand(world.runner, loop.register('product-mappings').update, people.analyst, {
      id: mapping.id,
      version: mapping.version,
      fields: { revoked: true },
    });
    await loop.relay();
    assert.deepEqual(
      (await events())
        .slice(before)
        .map(({ name, advisory }) => [advisory, name])
        .sort(),
      [
        ['ACME-1', 'advisory.cleared'],
        ['ACME-2', 'advisory.cleared'],
      ],
    );
    assert.deepEqual(await loop.rows('select 1 from asset_match'), []);
    assert.deepEqual(await affected('ACME-1'), []);
    assert.deepEqual(await csaf('ACME-5', { versionRange: 'vers:generic/<3' }), []);
    const [revoked] = await loop.rows(
      `select name from outbox_event where record_id = $1 order by at desc, id desc limit 1`,
      [mapping.id],
    );
    assert.equal(revoked?.['name'], 'product-mappings.update');
  });

  it('R-EW-3 finds equipment by an equal CPE name, whatever its vendor is called', async () => {
    const cpe = (targetHw: string, version: string) =>
      `cpe:2.3:o:acme:rx_900_firmware:${version}:*:*:*:*:*:${targetHw}:*`;
    const own = (targetHw: string, firmware: string) =>
      equipment(people.assetManager, {
        ...{ vendor: 'Netzbau', product: 'Kern 900', serial: `${targetHw}${firmware}`, firmware },
        cpe: cpe(targetHw, firmware),
      });
    const found = await own('arm', '1.0');
    await own('x86', '1.0');
    await own('arm', '3.0');
    const told = await csaf('ACME-9', {
      name: 'Router RX 900',
      versionRange: 'vers:generic/<2.0',
      cpe: cpe('arm', '*'),
    });
    assert.deepEqual(
      told.map(({ owner, advisory }) => [owner, advisory]),
      [[loop.organisation, 'ACME-9']],
    );
    const affecting = await affected('ACME-9');
    assert.deepEqual(
      affecting.map(({ assetId, confidence, reason }) => [assetId, confidence, reason.code]),
      [[found, 'confirmed', 'cpe-name']],
    );
    const later = await own('arm', '1.1');
    assert.deepEqual(
      (await affected('ACME-9')).map(({ assetId }) => assetId).sort(),
      [found, later].sort(),
    );
    await showFirmware('Kern 900', '2.0', 'arm1.0');
    assert.deepEqual(
      (await affected('ACME-9')).map(({ assetId }) => assetId),
      [later],
    );
  });
});
