import { equipmentInventory } from '#formats/table/equipment-row.ts';
import { readTable } from '#formats/table/read-table.ts';
import type { Importer } from '#work/imports/importer.ts';
import { importEquipment } from '../inventory/import-equipment.ts';
import { previewInventory } from './preview-inventory.ts';

function equipmentImporter(format: 'csv' | 'xlsx'): Importer {
  return {
    id: format,
    clause: 'X.1052 §10.2 b',
    accepts: [`.${format}`],
    roles: ['asset-manager'],
    target: null,
    run: (session) => importEquipment(session, readTable(session.source, { format })),
    preview: (source, limit) =>
      previewInventory(equipmentInventory(readTable(source, { format })), limit),
  };
}

/** Lists of equipment: each row an asset, known again by vendor, product and serial number. */
export const csvImporter: Importer = equipmentImporter('csv');
export const xlsxImporter: Importer = equipmentImporter('xlsx');
