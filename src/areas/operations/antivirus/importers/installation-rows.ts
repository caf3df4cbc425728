import type { TableItem } from '#formats/table/table.ts';
import type { ImportFault, Place } from '#work/imports/importer.ts';

/** A client or server as its management console lists it; null where the list does not say. */
export interface InstallationRow {
  readonly name: string;
  readonly kind: 'client' | 'server';
  readonly product: string;
  readonly engineVersion: string | null;
  readonly definitionsVersion: string | null;
  readonly definitionsAt: string | null;
  readonly reportedAt: string | null;
  readonly residentProtection: boolean | null;
}

export type InstallationItem =
  | { readonly kind: 'row'; readonly place: Place; readonly row: InstallationRow }
  | { readonly kind: 'fault'; readonly fault: ImportFault };

type Column = keyof InstallationRow;

/** Names of columns in English, French and German, without accents and punctuation. */
const columnNames: Readonly<Record<Column, readonly string[]>> = {
  name: [
    'name',
    'host',
    'host name',
    'hostname',
    'computer',
    'computer name',
    'client',
    'nom',
    'poste',
    'machine',
    'ordinateur',
    'rechner',
    'rechnername',
    'gerat',
    'computername',
  ],
  kind: ['kind', 'type', 'role', 'genre', 'art', 'typ', 'rolle'],
  product: ['product', 'software', 'antivirus', 'produit', 'logiciel', 'produkt'],
  engineVersion: [
    'engine',
    'engine version',
    'product version',
    'version',
    'moteur',
    'version du moteur',
    'engine stand',
    'programmversion',
  ],
  definitionsVersion: [
    'definitions',
    'definitions version',
    'definition version',
    'signatures',
    'signature version',
    'pattern version',
    'version des definitions',
    'version des signatures',
    'signaturversion',
    'signaturstand',
    'virendefinitionen',
  ],
  definitionsAt: [
    'definitions date',
    'definition date',
    'signature date',
    'definitions released',
    'date des definitions',
    'date des signatures',
    'signaturdatum',
    'datum der signaturen',
  ],
  reportedAt: [
    'reported',
    'reported at',
    'last seen',
    'last contact',
    'last update',
    'vu le',
    'dernier contact',
    'zuletzt gesehen',
    'letzter kontakt',
    'gemeldet',
  ],
  residentProtection: [
    'resident protection',
    'real time protection',
    'realtime',
    'protection',
    'protection residente',
    'temps reel',
    'echtzeitschutz',
  ],
};

const columnOf = new Map(
  (Object.entries(columnNames) as [Column, readonly string[]][]).flatMap(([column, names]) =>
    names.map((name) => [name, column] as const),
  ),
);

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

type Columns = Partial<Record<Column, number>>;

/** @returns the fault of a header that names a column twice, or lacks one that is needed */
function columnsOf(cells: readonly string[], place: Place): Columns | ImportFault {
  const columns: Columns = {};
  for (const [index, cell] of cells.entries()) {
    const column = columnOf.get(plain(cell));
    if (column === undefined) continue;
    if (columns[column] !== undefined) {
      const message = `Two columns say the same thing: “${cell.slice(0, 60)}”`;
      return { place, code: 'installation-columns', message };
    }
    columns[column] = index;
  }
  if (columns.name !== undefined && columns.product !== undefined) return columns;
  const message = 'A list of installations has a column of names and one of products';
  return { place, code: 'installation-columns', message };
}

const servers = new Set(['server', 'serveur', 'srv', 'gateway', 'passerelle']);
const clients = new Set([
  '',
  'client',
  'workstation',
  'desktop',
  'laptop',
  'poste',
  'poste de travail',
  'arbeitsplatz',
  'notebook',
]);
const yes = new Set([
  'yes',
  'true',
  'on',
  '1',
  'oui',
  'vrai',
  'ja',
  'ein',
  'wahr',
  'enabled',
  'active',
]);
const no = new Set([
  'no',
  'false',
  'off',
  '0',
  'non',
  'faux',
  'nein',
  'aus',
  'falsch',
  'disabled',
  'inactive',
]);

/** An instant from `2026-03-01`, `2026-03-01 07:10` or ISO 8601; without a zone it is UTC. Undefined: none of these. */
function instantOf(text: string): string | null | undefined {
  if (text === '') return null;
  const found =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (found === null) return undefined;
  const at = Date.parse(`${found[1]}T${found[2] ?? '00:00'}${found[3] ?? 'Z'}`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function rowOf(columns: Columns, cells: readonly string[]): InstallationRow | string {
  const cell = (column: Column) => cells[columns[column] ?? -1]?.trim() ?? '';
  const short = (column: Column) => (cell(column) === '' ? null : cell(column).slice(0, 120));
  const name = cell('name');
  if (name === '' || name.length > 200) return 'The row names no computer';
  const product = cell('product');
  if (product === '' || product.length > 120) return 'The row names no product';
  const kind = plain(cell('kind'));
  if (!servers.has(kind) && !clients.has(kind)) {
    return `“${cell('kind').slice(0, 40)}” is neither a client nor a server`;
  }
  const definitionsAt = instantOf(cell('definitionsAt'));
  const reportedAt = instantOf(cell('reportedAt'));
  if (definitionsAt === undefined || reportedAt === undefined) {
    return 'A time is written as 2026-03-01 07:10 or as ISO 8601 has it';
  }
  const resident = plain(cell('residentProtection'));
  if (resident !== '' && !yes.has(resident) && !no.has(resident)) {
    return `“${cell('residentProtection').slice(0, 40)}” is neither yes nor no`;
  }
  return {
    ...{ name, product, definitionsAt, reportedAt, kind: servers.has(kind) ? 'server' : 'client' },
    engineVersion: short('engineVersion'),
    definitionsVersion: short('definitionsVersion'),
    residentProtection: resident === '' ? null : yes.has(resident),
  };
}

/** The installations of a table, each named once; a bad row is a fault and costs no other. */
export async function* installationRows(
  table: AsyncIterable<TableItem>,
): AsyncGenerator<InstallationItem> {
  const seen = new Set<string>();
  let columns: Columns | null = null;
  for await (const item of table) {
    const place = item.place as Place;
    const fault = (code: string, message: string): InstallationItem => ({
      kind: 'fault',
      fault: { place, code, message },
    });
    if (item.kind === 'fault') {
      yield fault(item.code, item.message);
    } else if (item.kind === 'header') {
      const found = columnsOf(item.cells, place);
      if ('code' in found) {
        columns = null;
        yield { kind: 'fault', fault: found };
      } else columns = found;
    } else if (columns !== null) {
      const row = rowOf(columns, item.cells);
      if (typeof row === 'string') yield fault('installation', row);
      else if (seen.has(row.name))
        yield fault('installation-twice', `${row.name} stands in the list twice`);
      else {
        seen.add(row.name);
        yield { kind: 'row', place, row };
      }
    }
  }
}
