import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ReaderContext, ReaderItem } from './advisory-item.ts';
import { type AdvisoryFormat, type AdvisoryReader, advisoryReaders } from './advisory-readers.ts';
import { exampleCsafInput } from './csaf/fixtures/example-input.ts';
import { writeCsaf } from './csaf/write-csaf.ts';

const encode = (text: string) => new TextEncoder().encode(text);

async function* chunks(bytes: Uint8Array, size = 512): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(format: AdvisoryFormat, bytes: Uint8Array, context: ReaderContext = {}) {
  const reader: AdvisoryReader = advisoryReaders[format];
  const items: ReaderItem[] = [];
  for await (const item of reader(chunks(bytes), context)) items.push(item);
  return items;
}

const osvLine = (summary: string) =>
  JSON.stringify({ id: 'OSV-1', modified: '2026-01-01T00:00:00Z', summary });
const epssText =
  '#model_version:v1,score_date:2026-03-05T00:00:00+0000\ncve,epss,percentile\nCVE-2026-10001,0.5,0.9\n';
const kevText = JSON.stringify({
  catalogVersion: '1',
  dateReleased: '2026-03-01T10:00:00Z',
  count: 1,
  vulnerabilities: [
    {
      cveID: 'CVE-2026-10001',
      vendorProject: 'Example',
      product: 'Gateway',
      vulnerabilityName: 'Command Injection',
      dateAdded: '2026-03-01',
      shortDescription: '',
      requiredAction: '',
      dueDate: '2026-03-22',
    },
  ],
});

const samples: Record<AdvisoryFormat, { bytes: Uint8Array; kind: ReaderItem['kind'] }> = {
  csaf: { bytes: writeCsaf(exampleCsafInput()).bytes, kind: 'advisory' },
  osv: { bytes: encode(osvLine('One')), kind: 'advisory' },
  'debian-tracker': {
    bytes: encode('[26 Mar 2026] DSA-4-1 c - d\n\t{CVE-2026-10001}\n\t[bookworm] - c 2\n'),
    kind: 'advisory',
  },
  kev: { bytes: encode(kevText), kind: 'exploited' },
  epss: { bytes: encode(epssText), kind: 'exploit-prediction' },
};
const formats = Object.keys(samples) as AdvisoryFormat[];

test('every format yields its records with their bytes', async () => {
  for (const format of formats) {
    const { bytes, kind } = samples[format];
    const items = await read(format, bytes);
    assert.deepEqual(
      items.map((item) => item.kind),
      [kind],
      format,
    );
    const [item] = items;
    if (item?.kind === 'advisory') assert.deepEqual(Buffer.from(item.bytes), Buffer.from(bytes));
  }
});

const otherSpellings: readonly (readonly [AdvisoryFormat, Uint8Array])[] = [
  [
    'osv',
    encode('id: A-1\nmodified: "2026-01-01"\naffected:\n- package: {ecosystem: PyPI, name: a}\n'),
  ],
  [
    'osv',
    encode(
      '```toml\n[advisory]\nid = "R-1"\npackage = "a"\ndate = "2026-01-01"\n[versions]\npatched = [">= 1"]\n```\n# T\n',
    ),
  ],
  ['osv', encode(`[${osvLine('One')}]`)],
  ['osv', encode(`${osvLine('One')}\n${osvLine('Two')}\n`)],
];
const damageable = [
  ...formats.map((format) => [format, samples[format].bytes] as const),
  ...otherSpellings,
];

test('no damage makes a reader throw: cut, changed, mistyped or doubled bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...damageable),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.uint8Array({ maxLength: 12 }),
      fc.nat(20),
      async ([format, bytes], where, inserted, removed) => {
        const at = Math.floor(where * bytes.length);
        const damaged = new Uint8Array([
          ...bytes.subarray(0, at),
          ...inserted,
          ...bytes.subarray(at + removed),
        ]);
        for (const item of await read(format, damaged)) assert.ok(item.kind.length > 0);
      },
    ),
    { numRuns: 600 },
  );
});

test('input of another format, and no input, end in faults', async () => {
  for (const format of formats) {
    for (const other of formats) {
      if (other === format) continue;
      const items = await read(format, samples[other].bytes);
      assert.ok(items.length > 0, `${other} as ${format}`);
      assert.ok(
        items.every((item) => item.kind === 'fault'),
        `${other} as ${format}`,
      );
    }
    for (const hostile of ['{'.repeat(100_000), '\u0000', '\uFEFF', '{"constructor":{"x":1}}']) {
      const items = await read(format, encode(hostile));
      assert.ok(items.every((item) => item.kind === 'fault'));
      assert.ok(items.length > 0 || hostile === '\uFEFF', `${format} ${hostile.slice(0, 5)}`);
    }
  }
});

test('a document above the limit is refused without being held', async () => {
  for (const format of ['csaf', 'kev', 'osv'] as const) {
    const items = await read(format, samples[format].bytes, { maxRecordBytes: 20 });
    assert.deepEqual(
      items.map((item) => item.kind),
      ['fault'],
    );
  }
});

test('the same id twice: the same content is left out, other content is named', async () => {
  const lines = [osvLine('One'), osvLine('One'), osvLine('Two')].join('\n');
  const items = await read('osv', encode(lines));
  assert.deepEqual(
    items.map((item) => (item.kind === 'fault' ? item.code : item.kind)),
    ['advisory', 'advisory-conflicting-id', 'advisory'],
  );
});

test('exploit predictions come compressed, as they are published, or as they are', async () => {
  const plain = await read('epss', encode(epssText));
  assert.equal(plain[0]?.kind, 'exploit-prediction');
  const packed = gzipSync(epssText);
  assert.deepEqual(await read('epss', packed), plain);
  const cut = await read('epss', packed.subarray(0, packed.length - 9));
  assert.equal(cut.at(-1)?.kind === 'fault' ? cut.at(-1)?.kind : null, 'fault');
});
