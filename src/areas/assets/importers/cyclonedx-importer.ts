import { readCycloneDx } from '#formats/cyclonedx/read-cyclonedx.ts';
import type { Importer } from '#work/imports/importer.ts';
import { importInventory } from '../inventory/import-inventory.ts';
import { previewInventory } from './preview-inventory.ts';

/** The inventory of an asset from a CycloneDX BOM in JSON (ECMA-424, 1.2 to 1.7). */
export const cyclonedxImporter: Importer = {
  id: 'cyclonedx',
  clause: 'X.1052 §10.2 b',
  accepts: ['.cdx.json', '.bom.json', '.json'],
  roles: ['asset-manager'],
  target: 'assets',
  run: (session) =>
    importInventory(session, {
      format: 'cyclonedx',
      ecosystem: null,
      items: (source) => readCycloneDx(source),
    }),
  preview: (source, limit) => previewInventory(readCycloneDx(source), limit),
};
