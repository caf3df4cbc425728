import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import { csvRecords } from './csv-records.ts';
import { compareKev } from './kev-entry.ts';
import { readKev } from './read-kev.ts';

const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

function row(cve: string, change: object = {}) {
  return {
    cveID: cve,
    vendorProject: 'Example',
    product: 'Gateway',
    vulnerabilityName: 'Example Gateway Command Injection',
    dateAdded: '2026-03-01',
    shortDescription: 'A "quoted", text\nof two lines',
    requiredAction: 'Apply mitigations.',
    dueDate: '2026-03-22',
    knownRansomwareCampaignUse: 'Known',
    notes: '',
    cwes: ['CWE-77', 'CWE-78'],
    ...change,
  };
}

function catalogue(rows: object[], change: object = {}) {
  return {
    title: 'Example',
    catalogVersion: '2026.03.01',
    dateReleased: '2026-03-01T10:00:00.1234Z',
    count: rows.length,
    vulnerabilities: rows,
    ...change,
  };
}

test('bad rows are named and cost no good one', () => {
  const { entries, faults, releasedAt } = readKev(
    encode(
      catalogue(
        [
          row('CVE-2026-10001'),
          row('CVE-26-1'),
          row('CVE-2026-10002', { dueDate: '2026-02-30' }),
          row('CVE-2026-10003', { product: 5 }),
          row('CVE-2026-10001', { product: 'Other' }),
          row('CVE-2026-10004'),
        ],
        { count: 7 },
      ),
    ),
  );
  assert.equal(releasedAt, '2026-03-01T10:00:00.123Z');
  assert.deepEqual(
    entries.map(({ cve }) => cve),
    ['CVE-2026-10001', 'CVE-2026-10004'],
  );
  assert.deepEqual(
    faults.map(({ code, place }) => [code, place.path]),
    [
      ['kev-bad-row', '/vulnerabilities/1/cveID'],
      ['kev-bad-row', '/vulnerabilities/2/dueDate'],
      ['kev-bad-row', '/vulnerabilities/3/product'],
      ['kev-repeated', '/vulnerabilities/4'],
      ['kev-count', '/count'],
    ],
  );
});

test('JSON and CSV of the same catalogue say the same', () => {
  const rows = [row('CVE-2026-10001'), row('CVE-2026-10002')];
  const quote = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
  const csv = [Object.keys(rows[0]!), ...rows.map((item) => Object.values(item))]
    .map((fields) => fields.map(quote).join(','))
    .join('\r\n');
  assert.deepEqual(readKev(encode(csv)).entries, readKev(encode(catalogue(rows))).entries);
  assert.deepEqual(readKev(encode(csv)).faults, []);
});

test('hostile catalogues end in faults', () => {
  const codes = (value: unknown) => readKev(encode(value)).faults.map(({ code }) => code);
  assert.equal(codes('{"count":1').length, 1);
  assert.deepEqual(codes([]), ['kev-not-a-catalogue']);
  assert.deepEqual(codes(''), ['kev-not-a-catalogue']);
  assert.deepEqual(codes('cveID,product\n'), ['kev-not-a-catalogue']);
  assert.equal(codes('{"__proto__":{"count":1}}').length, 1);
  const header = Object.keys(row('x')).join(',');
  assert.deepEqual(codes(`${header}\n"open`), ['csv-open-quote']);
  assert.deepEqual(codes(`${header}\nCVE-2026-10001,too,few`), ['kev-bad-row']);
  assert.deepEqual(
    readKev(new Uint8Array([0x63, 0xff, 0x2c])).faults.map(({ code }) => code),
    ['not-utf-8'],
  );
});

test('CSV records know the line they begin on', () => {
  const records = [...csvRecords('a,"b\nc"\n\nd,"e""f",\n')];
  assert.deepEqual(records, [
    { line: 1, fields: ['a', 'b\nc'] },
    { line: 4, fields: ['d', 'e"f', ''] },
  ]);
});

test('two states of a catalogue are compared by CVE', () => {
  const before = readKev(encode(catalogue([row('CVE-2026-10001'), row('CVE-2026-10002')])));
  const after = readKev(
    encode(catalogue([row('CVE-2026-10003'), row('CVE-2026-10002', { dueDate: '2026-04-01' })])),
  );
  const delta = compareKev(before.entries, after.entries);
  assert.deepEqual(
    [delta.added[0]?.cve, delta.removed[0]?.cve, delta.changed[0]?.fields],
    ['CVE-2026-10003', 'CVE-2026-10001', ['dueOn']],
  );
});

test('two real states of the catalogue arrive with the counts of an independent reader', (t) => {
  const json = requireCorpus(t, 'kev/2025-08/known_exploited_vulnerabilities.json');
  const csv = requireCorpus(t, 'kev/2025-08/known_exploited_vulnerabilities.csv');
  const later = requireCorpus(t, 'kev/2025-11/known_exploited_vulnerabilities.csv');
  if (json === null || csv === null || later === null) return;
  const first = readKev(readFileSync(json));
  const same = readKev(readFileSync(csv));
  const second = readKev(readFileSync(later));
  assert.deepEqual([first.faults, same.faults, second.faults], [[], [], []]);
  assert.equal(first.version, '2025.08.25');
  assert.deepEqual([first.entries.length, second.entries.length], [292, 308]);
  assert.equal(first.entries.filter(({ ransomware }) => ransomware).length, 61);
  assert.equal(first.entries.filter(({ cwes }) => cwes.length > 0).length, 260);
  const delta = compareKev(first.entries, second.entries);
  assert.deepEqual([delta.added.length, delta.removed.length], [16, 0]);
});
