import { exampleCsafInput } from '#formats/csaf/fixtures/example-input.ts';
import { writeCsaf } from '#formats/csaf/write-csaf.ts';
import { buildZip, workbookParts } from '#formats/table/fixtures/build-zip.ts';
import {
  type Bytes,
  bomb,
  endless,
  json,
  lines,
  MiB,
  type Sample,
  utf16,
  withBytes,
} from './attacks.ts';

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

const accessLog =
  'Nov 22 01:37:30 vm sshd[15705]: Accepted password for hostile from 192.0.2.7 port 40729 ssh2\n';

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

const run =
  '<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="hostile" end-time="2026-01-01T00:00:00Z"><title>Hostile</title><rule-result idref="r"><result>pass</result></rule-result></TestResult>';
const entities = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`;

const xccdf = (): Sample => ({
  good: run,
  hostile: {
    empty: '',
    truncated: run.slice(0, Math.floor(run.length * 0.7)),
    mistyped: run.replace('>pass<', '>perhaps<'),
    misencoded: withBytes(run, 'Hosti', [0xc3, 0x28, 0xff]),
    'utf-16': utf16(run),
    'line of 100 MB': endless('<TestResult><title>', '</title></TestResult>'),
    'depth bomb': `<Benchmark>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</Benchmark>`,
    'zip bomb': bomb(),
    'duplicate keys': run.replace(' id="hostile"', ' id="hostile" id="twice"'),
    // What grows in XML are its entities.
    'prototype keys': `${entities}${run.replace('>Hostile<', '>&b;<')}`,
    'NUL bytes': withBytes(run, 'Hosti', [0]),
  },
});

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
  xccdf,
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
