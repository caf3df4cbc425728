import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction, inWriteTransaction, runCommand } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { type ImportReport, runImport } from '#work/imports/run-import.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { changesOfInventory, inventoriesOf } from './queries/changes-of-inventory.ts';
import { currentComponents } from './queries/current-components.ts';
import { equipmentAssets, equipmentProducts } from './queries/equipment.ts';

describe('equipment', () => {
  let world: World;
  let organisation: string;
  let manager: Principal;

  before(async () => {
    world = await createWorld();
    organisation = await world.organisation('TELCO');
    manager = await world.person('Ana Assets', organisation, ['asset-manager']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function importCsv(
    text: string,
    options: Record<string, string> = {},
  ): Promise<ImportReport> {
    const who = { principal: manager, scope: { organisations: [organisation] } };
    const id = newId();
    await inWriteTransaction(world.runner, { ...who, role: 'app' }, ({ client, now }) =>
      client.query(
        `insert into import_run (owner_id, id, format, file_name, state, started_at) values ($1, $2, 'csv', 'x', 'received', $3)`,
        [organisation, id, now],
      ),
    );
    const importer = catalogue.importers.get('csv');
    assert.ok(importer);
    const run = { ownerId: organisation, id, targetId: null, fileName: 'x', digest: null, options };
    async function* source() {
      yield new TextEncoder().encode(text);
    }
    return runImport(world.runner, importer, manager, run, source());
  }
  const read = <T>(work: (context: ReadContext) => Promise<T>) =>
    inReadTransaction(
      world.runner,
      { principal: manager, scope: { organisations: [organisation] }, role: 'app' },
      work,
    );

  it('R-AM-3 is found by a survey from a list, each row an identified asset, and known again by its serial number', async () => {
    const surveys = registerOperations(catalogue, catalogue.registers.get('asset-surveys')!);
    const survey = await runCommand(world.runner, surveys.create, manager, {
      fields: {
        name: 'Substations',
        boundary: 'All substations.',
        responsible: manager.personId,
        dueBy: '2026-06-01T00:00:00Z',
      },
    });
    const head = 'Hersteller;Gerät;Firmware;Seriennummer\n';
    const first = await importCsv(
      `${head}Siemens;SCALANCE X204;5.2.4;A1\nSiemens;SCALANCE X204;5.2.4;A2\nSIEMENS ;SCALANCE X300;;\n;;1;\n`,
      { survey: survey.id },
    );
    assert.equal(first.failure, null);
    assert.deepEqual([first.accepted, first.refused], [3, 1]);
    const found = await read((c) => equipmentAssets(c, [organisation], 'Siemens'));
    assert.deepEqual(found.map((one) => one.serial).sort(), ['A1', 'A2']);
    const again = await importCsv(
      `${head}Siemens;SCALANCE X204;5.2.5;A1\nSiemens;SCALANCE X204;5.2.4;A2\n`,
    );
    assert.deepEqual([again.accepted, again.unchanged], [1, 1]);
    const asset = found.find((one) => one.serial === 'A1')?.assetId ?? '';
    const [component] = await read((c) => currentComponents(c, organisation, asset));
    assert.equal(component?.ecosystem, 'vendor:siemens');
    assert.deepEqual([component?.version, component?.itself], ['5.2.5', true]);
    const [latest] = await read((c) => inventoriesOf(c, organisation, asset));
    const changes = await read((c) =>
      changesOfInventory(c, organisation, latest?.inventoryId ?? ''),
    );
    assert.deepEqual(
      changes.map((one) => [one.change, one.beforeVersion, one.afterVersion]),
      [['changed', '5.2.4', '5.2.5']],
    );
    const concluded = await (async () => {
      const step = (action: string, fields: object) =>
        runCommand(world.runner, surveys.act, manager, { id: survey.id, action, fields });
      await step('start', {});
      return step('conclude', { conclusion: 'Complete.' });
    })();
    assert.equal(concluded.fields['found'], 3);
  });

  it('is one product with its versions, whoever spelt the vendor how', async () => {
    const products = await read((c) => equipmentProducts(c, [organisation]));
    assert.deepEqual(
      products.map((one) => `${one.ecosystem} ${one.product} ${one.versions.length}`).sort(),
      ['vendor:siemens SCALANCE X204 2', 'vendor:siemens SCALANCE X300 1'],
    );
  });

  it('keeps its firmware in line when a person edits the asset', async () => {
    const [asset] = await read((c) => equipmentAssets(c, [organisation], 'Siemens'));
    const assets = registerOperations(catalogue, catalogue.registers.get('assets')!);
    await runCommand(world.runner, assets.update, manager, {
      id: asset?.assetId,
      version: null,
      fields: { firmware: '6.0' },
    });
    const [component] = await read((c) => currentComponents(c, organisation, asset?.assetId ?? ''));
    assert.equal(component?.version, '6.0');
  });

  it('refuses a list without products, a row twice, and what is ambiguous, each with its place', async () => {
    assert.notEqual((await importCsv('Colour,Size\nred,2\n')).failure, null);
    const twice = await importCsv(
      'vendor,product,serial\nAcme,Router,1\nAcme,Router,1\nAcme,Hub,\nAcme,Hub,\n',
    );
    assert.deepEqual([twice.accepted, twice.refused], [2, 2]);
  });
});
