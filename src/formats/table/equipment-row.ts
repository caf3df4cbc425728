import type { InventoryComponent, InventoryItem } from '../inventory.ts';
import type { TableItem } from './table.ts';

/** What is looked for in a list of equipment. */
export type EquipmentField = 'vendor' | 'product' | 'firmware' | 'serial' | 'cpe';

/** Columns found, by their index. */
export type EquipmentColumns = Partial<Record<EquipmentField, number>>;

/** Names of columns in English, French and German, as {@link normalised}. */
const names: Readonly<Record<EquipmentField, readonly string[]>> = {
  vendor: [
    'vendor',
    'vendor name',
    'manufacturer',
    'make',
    'brand',
    'maker',
    'supplier',
    'fabricant',
    'constructeur',
    'marque',
    'fournisseur',
    'editeur',
    'hersteller',
    'herstellername',
    'fabrikat',
    'marke',
    'lieferant',
    'anbieter',
  ],
  product: [
    'product',
    'product name',
    'model',
    'model name',
    'model number',
    'device',
    'device model',
    'equipment',
    'asset',
    'hardware',
    'platform',
    'produit',
    'nom du produit',
    'modele',
    'equipement',
    'appareil',
    'materiel',
    'designation',
    'produkt',
    'produktname',
    'modell',
    'modellbezeichnung',
    'gerat',
    'gerät',
    'geraet',
    'geratetyp',
    'geraetetyp',
    'bezeichnung',
    'typ',
  ],
  firmware: [
    'firmware',
    'firmware version',
    'firmware release',
    'fw',
    'fw version',
    'software version',
    'sw version',
    'version',
    'os version',
    'release',
    'version du firmware',
    'version firmware',
    'micrologiciel',
    'version du micrologiciel',
    'version logicielle',
    'version logiciel',
    'version du logiciel',
    'firmwareversion',
    'firmwarestand',
    'firmware stand',
    'softwareversion',
    'software stand',
    'softwarestand',
    'versionsnummer',
  ],
  serial: [
    'serial',
    'serial number',
    'serial no',
    'serial nr',
    'serialnumber',
    'sn',
    's n',
    'numero de serie',
    'no de serie',
    'n de serie',
    'num serie',
    'numero serie',
    'no serie',
    'seriennummer',
    'serien nummer',
    'serien nr',
    'seriennr',
    'ser nr',
    'geratenummer',
    'fabriknummer',
  ],
  cpe: ['cpe', 'cpe 2 3', 'cpe name', 'cpe23'],
};

const fieldOfName: ReadonlyMap<string, EquipmentField> = new Map(
  (Object.entries(names) as [EquipmentField, readonly string[]][]).flatMap(([field, list]) =>
    list.map((name) => [normalised(name), field] as const),
  ),
);

/** Lower case, without accents and punctuation: `N° de série` becomes `n de serie`. */
function normalised(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/n[°º]/g, 'n ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * Finds the columns of an equipment list by their names in English, French or German. Of several columns for one thing
 * the more telling name wins (`Firmware version` before `Version`), then the first. Null without a product column.
 */
export function findEquipmentColumns(header: readonly string[]): EquipmentColumns | null {
  const columns: EquipmentColumns = {};
  const ranks: Partial<Record<EquipmentField, number>> = {};
  for (const [index, cell] of header.entries()) {
    const name = normalised(cell);
    const field = fieldOfName.get(name);
    if (field === undefined) continue;
    const rank = names[field].findIndex((known) => normalised(known) === name);
    // `version` and `release` may be those of anything; a column that says firmware is better.
    const isVague = field === 'firmware' && (name === 'version' || name === 'release');
    const weight = isVague ? 1000 + rank : 0;
    if (columns[field] === undefined || weight < (ranks[field] ?? 0)) {
      columns[field] = index;
      ranks[field] = weight;
    }
  }
  return columns.product === undefined ? null : columns;
}

/** The name of two columns that are named alike and mean something here, so that nobody knows which is meant; null when there are none. */
export function repeatedColumn(header: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const cell of header) {
    const name = normalised(cell);
    if (fieldOfName.has(name) && seen.has(name)) return cell;
    seen.add(name);
  }
  return null;
}

/**
 * Makes a component of one row of an equipment list: `firmware` with its version where one is given, else `device`.
 * Null when the row names no product.
 */
export function mapEquipmentRow(
  columns: EquipmentColumns,
  cells: readonly string[],
  place: InventoryComponent['place'] = {},
): InventoryComponent | null {
  const cell = (field: EquipmentField): string | null => {
    const index = columns[field];
    const text = index === undefined ? '' : (cells[index] ?? '').trim();
    return /^(?:|-+|\?+|n\/?a|none|unknown|inconnu|unbekannt|keine?)$/i.test(text) ? null : text;
  };
  const product = cell('product');
  if (product === null) return null;
  const firmware = cell('firmware');
  const cpe = cell('cpe');
  return {
    ecosystem: 'generic',
    name: product,
    version: firmware ?? '',
    purl: null,
    cpe: cpe?.startsWith('cpe:') === true ? cpe : null,
    sourceName: null,
    sourceVersion: null,
    vendor: cell('vendor'),
    serialNumber: cell('serial'),
    kind: firmware === null ? 'device' : 'firmware',
    place,
  };
}

/** Turns a table of equipment into inventory items; a table whose header names no product gives one fault. */
export async function* equipmentInventory(
  table: AsyncIterable<TableItem>,
): AsyncGenerator<InventoryItem> {
  let columns: EquipmentColumns | null = null;
  for await (const item of table) {
    if (item.kind === 'fault') {
      yield item;
    } else if (item.kind === 'header') {
      columns = findEquipmentColumns(item.cells);
      if (columns !== null) continue;
      const message =
        'No column is named like a product (“product”, “model”, “produit”, “Gerät” …): its rows are not read';
      yield { kind: 'fault', place: item.place, code: 'equipment-columns', message };
    } else if (columns !== null) {
      const { line, path } = item.place;
      const place = {
        ...(line === undefined ? {} : { line }),
        ...(path === undefined ? {} : { path }),
      };
      const component = mapEquipmentRow(columns, item.cells, place);
      if (component !== null) yield { kind: 'component', component };
      else {
        const message = 'The row names no product';
        yield { kind: 'fault', place: item.place, code: 'equipment-product', message };
      }
    }
  }
}
