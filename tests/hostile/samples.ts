import { gzipSync } from 'node:zlib';
import { exampleCsafInput } from '#formats/csaf/fixtures/example-input.ts';
import { writeCsaf } from '#formats/csaf/write-csaf.ts';
import { buildZip, workbookParts } from '#formats/table/fixtures/build-zip.ts';

export type Bytes = Uint8Array | string;
/** A hostile input as bytes, or as a stream where it is too large to be held. */
export type Source = Bytes | (() => AsyncIterable<Uint8Array>);

/** What is done to a good file; every importer meets every one of them. */
export const attacks = [
  'empty',
  'truncated',
  'mistyped',
  'misencoded',
  'utf-16',
  'line of 100 MB',
  'depth bomb',
  'zip bomb',
  'duplicate keys',
  'prototype keys',
  'NUL bytes',
] as const;
export type Attack = (typeof attacks)[number];

export interface Sample {
  /** A good file of one record that the importer accepts. */
  readonly good: Bytes;
  readonly hostile: Readonly<Record<Attack, Source>>;
  /** Attacks that leave the record whole, with the reason why it may be taken; a fault may stand beside it. */
  readonly harmless?: Readonly<Partial<Record<Attack, string>>>;
}

const MiB = 1024 * 1024;

/** A stream of `before`, 100 MB of one letter without a line end, `after`. */
function endless(before: string, after: string): () => AsyncIterable<Uint8Array> {
  const letters = Buffer.alloc(MiB, 'a');
  return async function* stream() {
    yield Buffer.from(before);
    for (let sent = 0; sent < 100; sent += 1) yield letters;
    yield Buffer.from(after);
  };
}

function bomb(): Uint8Array {
  return gzipSync(Buffer.alloc(100 * MiB, 'a'));
}

/** Puts bytes that are no UTF-8 behind a mark of the text. */
function withBytes(text: string, mark: string, bytes: readonly number[]): Uint8Array {
  const at = text.indexOf(mark) + mark.length;
  if (at < mark.length) throw new Error(`no ${mark} in ${text.slice(0, 80)}`);
  return Buffer.concat([
    Buffer.from(text.slice(0, at)),
    Buffer.from(bytes),
    Buffer.from(text.slice(at)),
  ]);
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const accessLog =
  'Nov 22 01:37:30 vm sshd[15705]: Accepted password for hostile from 192.0.2.7 port 40729 ssh2\n';


const deepJson = `${'{"a":['.repeat(50_000)}1${']}'.repeat(50_000)}`;

/**
 * Attacks on a JSON document.
 * @param mark a text of a string within it, behind which bytes are put
 * @param mistyped the document with values of wrong types
 * @param key a member of the outermost object, to stand twice
 */
function json(good: string, mark: string, mistyped: unknown, key: string): Sample {
  const twice = JSON.stringify((JSON.parse(good) as Record<string, unknown>)[key]);
  return {
    good,
    hostile: {
      empty: '',
      truncated: good.slice(0, Math.floor(good.length * 0.7)),
      mistyped: JSON.stringify(mistyped),
      misencoded: withBytes(good, mark, [0xc3, 0x28, 0xff]),
      'utf-16': utf16(good),
      'line of 100 MB': endless(`{"${key}":"`, '"}'),
      'depth bomb': deepJson,
      'zip bomb': bomb(),
      'duplicate keys': `{"${key}":${twice},${good.trimStart().slice(1)}`,
      'prototype keys': `{"__proto__":{"polluted":true},${good.trimStart().slice(1)}`,
      'NUL bytes': withBytes(good, mark, [0]),
    },
  };
}

/** Attacks on a file of lines: the record's last line is cut, its values are of other types, and so on. */
function lines(
  good: string,
  mark: string,
  own: Pick<
    Record<Attack, string>,
    'truncated' | 'mistyped' | 'duplicate keys' | 'prototype keys'
  > & { readonly before: string },
): Sample {
  const { before, ...rest } = own;
  return {
    good,
    hostile: {
      ...rest,
      empty: '',
      misencoded: withBytes(good, mark, [0xc3, 0x28, 0xff]),
      'utf-16': utf16(good),
      'line of 100 MB': endless(before, '\n'),
      'depth bomb': deepJson,
      'zip bomb': bomb(),
      'NUL bytes': withBytes(good, mark, [0]),
    },
  };
}

const csaf = (): Sample => {
  const good = JSON.stringify(writeCsaf({ ...exampleCsafInput(), tlp: 'CLEAR' }).document);
  const document = JSON.parse(good) as { document: object; vulnerabilities: unknown };
  return json(
    good,
    'Remote code',
    { ...document, vulnerabilities: { cve: 7 }, product_tree: [1, 2] },
    'document',
  );
};

const osvRecord = {
  id: 'HOSTILE-1',
  schema_version: '1.6.0',
  modified: '2026-01-02T00:00:00Z',
  published: '2026-01-01T00:00:00Z',
  summary: 'A buffer is too short',
  affected: [
    {
      package: { ecosystem: 'Debian:12', name: 'openssl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.1-1' }] }],
    },
  ],
};

const kevRecord = {
  cveID: 'CVE-2026-20001',
  vendorProject: 'Acme',
  product: 'Router',
  vulnerabilityName: 'Acme Router command injection',
  dateAdded: '2026-01-05',
  shortDescription: 'Commands run.',
  requiredAction: 'Update.',
  dueDate: '2026-01-26',
  knownRansomwareCampaignUse: 'Unknown',
  notes: '',
  cwes: ['CWE-77'],
};
const kevCatalogue = {
  title: 'Known exploited',
  catalogVersion: '2026.01.05',
  dateReleased: '2026-01-05T12:00:00.0000Z',
  count: 1,
  vulnerabilities: [kevRecord],
};

const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { timestamp: '2026-01-01T00:00:00Z' },
  components: [
    { type: 'library', name: 'left-pad', version: '1.3.0', purl: 'pkg:npm/left-pad@1.3.0' },
  ],
};

const stanza =
  'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2.15-2\nDescription: shell\n\n';
const dsa =
  '[05 Jan 2026] DSA-9001-1 openssl - security update\n\t{CVE-2026-10001}\n\t[bookworm] - openssl 3.0.1-1\n';
const epss =
  '#model_version:v2025.03.14,score_date:2026-01-05T00:00:00+0000\ncve,epss,percentile\nCVE-2026-10001,0.5,0.9\n';
const table = 'Vendor,Product,Firmware,Serial number\nAcme,Hostile Router,1.0,SN-1\n';

const scan = `/srv/mail/1: Eicar-Test-Signature FOUND

----------- SCAN SUMMARY -----------
Known viruses: 2
Engine version: 1.4.3
Scanned directories: 1
Scanned files: 7
Infected files: 1
Time: 0.050 sec (0 m 0 s)
Start Date: 2026:01:05 01:32:00
End Date:   2026:01:05 01:32:01
`;
const installations =
  'Computer,Type,Product,Definitions,Last seen\nmail-1,server,ClamAV,27700,2026-01-05 07:10\n';

const row = (cells: readonly string[]) =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
const workbook = (cells: readonly string[], more = '') =>
  buildZip(
    workbookParts({
      Devices: row(['Vendor', 'Product', 'Firmware', 'Serial number']) + row(cells) + more,
    }),
  );

const xlsx = (): Sample => {
  const cells = ['Acme', 'Hostile Switch', '1.0', 'SN-2'];
  const good = workbook(cells);
  const parts = workbookParts({
    Devices: row(['Vendor', 'Product', 'Firmware', 'Serial number']) + row(cells),
  });
  const sheet = parts.find(({ name }) => name.includes('worksheets'));
  if (sheet === undefined) throw new Error('the sample workbook has no sheet');
  const withSheet = (content: Bytes, twice = false) =>
    buildZip(
      parts.flatMap((part) =>
        part !== sheet ? [part] : [{ ...sheet, content }, ...(twice ? [sheet] : [])],
      ),
    );
  return {
    good,
    hostile: {
      empty: '',
      truncated: good.subarray(0, Math.floor(good.length * 0.7)),
      mistyped: workbook(['Acme', '', '1.0', 'SN-3']),
      misencoded: withSheet(withBytes(String(sheet.content), 'Hostile', [0xc3, 0x28, 0xff])),
      'utf-16': utf16(table),
      'line of 100 MB': endless('', ''),
      'depth bomb': withSheet(
        `<worksheet><sheetData>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</sheetData></worksheet>`,
      ),
      'zip bomb': withSheet(Buffer.alloc(100 * MiB, ' ')),
      'duplicate keys': withSheet(String(sheet.content), true),
      'prototype keys': workbook(['__proto__', '', 'constructor', 'prototype']),
      'NUL bytes': withSheet(withBytes(String(sheet.content), 'Hostile', [0])),
    },
  };
};

/** For each importer a good file, and every attack on it. */
export const samples: Readonly<Record<string, () => Sample>> = {
  csaf,
  osv: () =>
    json(JSON.stringify(osvRecord), 'A buffer', { ...osvRecord, affected: { name: 7 } }, 'id'),
  kev: () =>
    json(
      JSON.stringify(kevCatalogue),
      'Commands',
      { ...kevCatalogue, vulnerabilities: [{ ...kevRecord, cveID: 7, dateAdded: {} }] },
      'title',
    ),
  cyclonedx: () =>
    json(
      JSON.stringify(bom),
      'left',
      { ...bom, components: [{ type: 'library', name: 7, version: [] }] },
      'specVersion',
    ),
  'dpkg-status': () =>
    lines(stanza, 'bas', {
      truncated: stanza.slice(0, stanza.indexOf('Version') + 3),
      mistyped: stanza.replace('Version: 5.2.15-2', 'Version: not a version'),
      'duplicate keys': stanza.replace('Version:', 'Version: 9\nVersion:'),
      'prototype keys': '__proto__: x\nconstructor: y\nprototype: z\n\n',
      before: 'Package: ',
    }),
  'debian-tracker': () => ({
    ...lines(dsa, 'opens', {
      truncated: dsa.slice(0, dsa.indexOf('openssl 3') + 7),
      mistyped: dsa.replace('05 Jan 2026', 'someday'),
      'duplicate keys': `${dsa}${dsa.replace('05 Jan', '06 Jan').replace('3.0.1-1', '3.0.2-1')}`,
      'prototype keys': dsa.replace('DSA-9001-1', '__proto__').replace('[bookworm]', '[__proto__]'),
      before: '[05 Jan 2026] DSA-9001-1 ',
    }),
    harmless: { 'duplicate keys': 'two contents of one advisory are two revisions' },
  }),
  epss: () =>
    lines(epss, 'CVE-2026-1', {
      truncated: epss.slice(0, epss.indexOf('0.9')),
      mistyped: epss.replace('0.5', 'half'),
      'duplicate keys': epss.replace('cve,epss,percentile', 'cve,epss,epss'),
      'prototype keys': epss.replace('CVE-2026-10001', '__proto__'),
      before: 'CVE-2026-',
    }),
  csv: () => ({
    ...lines(table, 'Hostile', {
      truncated: table.slice(0, table.indexOf('Hostile')),
      mistyped: table.replace('Hostile Router', ''),
      'duplicate keys': table.replace('Vendor,Product', 'Product,Product'),
      'prototype keys': '__proto__,constructor\nx,y\n',
      before: 'Vendor,Product\nAcme,',
    }),
    harmless: {
      misencoded: 'spreadsheets write windows-1252 without saying so: read as such, with a warning',
      'utf-16': 'a byte order mark names the encoding',
    },
  }),
  xlsx,
  'access-log': () => ({
    ...lines(accessLog, 'for hos', {
      truncated: accessLog.slice(0, accessLog.indexOf('sshd') + 2),
      mistyped: accessLog.replace('Nov 22', 'Nov 42'),
      'duplicate keys': `${accessLog}${accessLog}`,
      'prototype keys': accessLog.replace('hostile', '__proto__'),
      before: 'Nov 22 01:37:30 vm sshd[15705]: Accepted password for ',
    }),
    harmless: {
      'duplicate keys': 'a line read twice is one record',
      'prototype keys':
        'accounts are values, never keys of objects: one of that name is an account',
    },
  }),
  clamav: () => ({
    ...lines(scan, '/srv/m', {
      truncated: scan.slice(0, scan.indexOf('Time')),
      mistyped: scan.replace('files: 7', 'files: many'),
      'duplicate keys': scan.replace('Infected', 'Infected files: 0\nInfected'),
      'prototype keys': '__proto__: x\nconstructor: y\nprototype: z\n',
      before: '/srv/mail/',
    }),
    harmless: {
      misencoded: 'names of files are bytes: shown by replacement marks, with a warning',
    },
  }),
  'antivirus-installations': () => ({
    ...lines(installations, 'mai', {
      truncated: installations.slice(0, installations.indexOf('mail-1') + 3),
      mistyped: installations.replace('server', 'toaster').replace('2026-01-05', 'someday'),
      'duplicate keys': installations.replace('Computer,Type', 'Computer,Computer'),
      'prototype keys': '__proto__,constructor\nx,y\n',
      before: 'Computer,Product\nmail-1,',
    }),
    harmless: {
      misencoded: 'spreadsheets write windows-1252 without saying so: read as such, with a warning',
      'utf-16': 'a byte order mark names the encoding',
    },
  }),
};
