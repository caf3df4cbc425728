import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InventoryItem } from '../inventory.ts';
import {
  equipmentInventory,
  findEquipmentColumns,
  mapEquipmentRow,
  repeatedColumn,
} from './equipment-row.ts';
import { readCsv } from './read-csv.ts';

test('columns are found by their English, French and German names', () => {
  const headers: string[][] = [
    ['Vendor', 'Product', 'Firmware version', 'Serial number'],
    ['Manufacturer', 'Model', 'Software-Version', 'S/N'],
    ['Fabricant', 'Modèle', 'Version du micrologiciel', 'N° de série'],
    ['Constructeur', 'Équipement', 'Version logicielle', 'Numéro de série'],
    ['Hersteller', 'Gerät', 'Firmware-Stand', 'Seriennummer'],
    ['HERSTELLER', 'Geraet', 'Softwareversion', 'Serien-Nr.'],
  ];
  for (const header of headers) {
    const expected = { vendor: 0, product: 1, firmware: 2, serial: 3 };
    assert.deepEqual(findEquipmentColumns(header), expected, header.join());
  }
  const vague = findEquipmentColumns(['Version', 'Product', 'Firmware', 'Note']);
  assert.deepEqual(vague, { product: 1, firmware: 2 });
  assert.equal(findEquipmentColumns(['Date', 'Note']), null);
  assert.equal(findEquipmentColumns(['constructor', '__proto__']), null);
});

test('a row becomes firmware where its version is known, else a device', () => {
  const columns = { vendor: 0, product: 1, firmware: 2, serial: 3 };
  const place = { line: 2 };
  assert.deepEqual(mapEquipmentRow(columns, ['Cisco', 'ISR 4331', '16.9.4', 'FDO1'], place), {
    ecosystem: 'generic',
    name: 'ISR 4331',
    version: '16.9.4',
    purl: null,
    cpe: null,
    sourceName: null,
    sourceVersion: null,
    vendor: 'Cisco',
    serialNumber: 'FDO1',
    kind: 'firmware',
    place,
  });
  const bare = mapEquipmentRow(columns, ['-', 'Switch', 'n/a', '']);
  assert.deepEqual(
    [bare?.kind, bare?.version, bare?.vendor, bare?.serialNumber],
    ['device', '', null, null],
  );
  assert.equal(mapEquipmentRow(columns, ['Cisco', '', '1']), null);
});

test('a list of equipment becomes inventory, its faults beside', async () => {
  async function* source(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const read = async (text: string): Promise<unknown[]> => {
    const items: InventoryItem[] = [];
    for await (const item of equipmentInventory(readCsv(source(text)))) items.push(item);
    return items.map((item) =>
      item.kind === 'component' ? item.component.name : item.kind === 'fault' && item.code,
    );
  };
  const text = 'Marque;Modèle;Firmware\nCisco;ISR;1\nCisco;;2\nA;B;C;D\nJuniper;MX;\n';
  assert.deepEqual(await read(text), ['ISR', 'equipment-product', 'table-columns', 'MX']);
  assert.deepEqual(await read('a;b\n1;2\n'), ['equipment-columns']);
});

test('two columns of one name are told, of which nobody knows which is meant', () => {
  assert.equal(repeatedColumn(['Vendor', 'Modèle', 'MODELE']), 'MODELE');
  assert.equal(repeatedColumn(['Vendor', 'Product', 'Model', 'Remark', 'Remark']), null);
});
