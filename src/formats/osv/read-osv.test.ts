import assert from 'node:assert/strict';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import type { AdvisoryItem, ReaderContext, ReaderFault } from '../advisory-item.ts';
import { readOsv } from './read-osv.ts';

async function* chunks(input: string | Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(source: AsyncIterable<Uint8Array>, context: ReaderContext = {}) {
  const advisories: AdvisoryItem[] = [];
  const faults: ReaderFault[] = [];
  for await (const item of readOsv(source, context)) {
    if (item.kind === 'advisory') advisories.push(item);
    else faults.push(item);
  }
  return { advisories, faults };
}

function record(id: string, change: object = {}) {
  return {
    schema_version: '1.7.0',
    id,
    modified: '2026-03-02T10:00:00Z',
    published: '2026-03-01T10:00:00+02:00',
    aliases: ['CVE-2026-10001', 'GHSA-aaaa-bbbb-cccc'],
    summary: 'Command injection',
    details: 'A request of a certain form runs commands.',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'PyPI', name: 'gateway', purl: 'pkg:pypi/gateway' },
        ranges: [
          {
            type: 'ECOSYSTEM',
            events: [
              { introduced: '2.0' },
              { introduced: '0' },
              { fixed: '1.10' },
              { last_affected: '2.4' },
            ],
          },
        ],
        versions: ['1.9', '1.9'],
      },
    ],
    references: [{ type: 'ADVISORY', url: 'https://gateway.example.org/1' }],
    ...change,
  };
}

test('a record becomes an advisory, its ranges sorted by version', async () => {
  const text = JSON.stringify(record('PYSEC-2026-1'), null, 1);
  const { advisories, faults } = await read(chunks(text, 11));
  assert.deepEqual(faults, []);
  const { advisory, bytes } = advisories[0]!;
  assert.equal(new TextDecoder().decode(bytes), text);
  assert.equal(advisory.publishedAt, '2026-03-01T08:00:00.000Z');
  assert.deepEqual(advisory.affected[0]?.intervals, [
    { order: 'ecosystem', introduced: null, fixed: '1.10', lastAffected: null },
    { order: 'ecosystem', introduced: '2.0', fixed: null, lastAffected: '2.4' },
  ]);
  assert.deepEqual(advisory.affected[0]?.versions, ['1.9']);
  assert.equal(advisory.vulnerabilities[0]?.id, 'CVE-2026-10001');
  assert.equal(advisory.vulnerabilities[0]?.scores[0]?.score, 9.8);
});

test('one document, an array, JSON Lines and YAML say the same', async () => {
  const one = record('PYSEC-2026-1');
  const yaml = `id: PYSEC-2026-1
modified: 2026-03-02T10:00:00Z
affected:
- package: {ecosystem: PyPI, name: gateway}
  ranges:
  - type: ECOSYSTEM
    events:
    - introduced: 0
    - fixed: 1.10
`;
  const single = await read(chunks(JSON.stringify(one)));
  const array = await read(chunks(JSON.stringify([one, record('PYSEC-2026-2')], null, 2), 9));
  const lines = await read(
    chunks(`${JSON.stringify(one)}\r\n\n${JSON.stringify(record('PYSEC-2026-2'))}\n`),
  );
  const fromYaml = await read(chunks(yaml), { fileName: 'PYSEC-2026-1.yaml' });
  for (const { faults } of [single, array, lines, fromYaml]) assert.deepEqual(faults, []);
  assert.equal(array.advisories.length, 2);
  assert.deepEqual(array.advisories[0]?.advisory, single.advisories[0]?.advisory);
  assert.deepEqual(
    lines.advisories.map(({ advisory }) => advisory),
    array.advisories.map(({ advisory }) => advisory),
  );
  assert.equal(fromYaml.advisories[0]?.advisory.affected[0]?.intervals[0]?.fixed, '1.10');
});

test('bad records are named by their place and cost no good one', async () => {
  const lines = [
    JSON.stringify(record('A-1')),
    '{"id": "A-2", "id": "A-3"}',
    '{"id": 5, "modified": "2026-01-01T00:00:00Z"}',
    '{"__proto__": 1}',
    '{"id": "A-4"',
    JSON.stringify(record('A-5', { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }] })),
    JSON.stringify(record('A-6', { affected: [{ versions: ['1'] }] })),
  ];
  const { advisories, faults } = await read(chunks(lines.join('\n')));
  assert.deepEqual(
    faults.map(({ place }) => place.line),
    [2, 3, 4, 5],
  );
  assert.deepEqual(
    advisories.map(({ advisory, faults: own }) => [advisory.id, own[0]?.code ?? null]),
    [
      ['A-1', null],
      ['A-5', 'cvss-missing-metric'],
      ['A-6', 'osv-no-package'],
    ],
  );
  const array = await read(chunks(`[${lines[0]},{"id":1},${lines[5]}]`));
  assert.deepEqual([array.advisories.length, array.faults[0]?.place.path], [2, '/1/id']);
});

test('hostile input ends in a fault', async () => {
  const faultOf = async (input: string | Uint8Array, fileName?: string) => {
    const { advisories, faults } = await read(chunks(input), fileName ? { fileName } : {});
    assert.equal(advisories.length, 0);
    return faults[0]?.code;
  };
  const whole = JSON.stringify(record('A-1'));
  assert.ok(await faultOf(whole.slice(0, -5)));
  assert.ok(await faultOf(''));
  assert.ok(await faultOf('{"id":"A\u0000"}'));
  assert.ok(await faultOf('{'.repeat(200_000)));
  assert.ok(await faultOf('['.repeat(200_000)));
  assert.ok(await faultOf(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])));
  assert.ok(await faultOf(`[${whole}`.slice(0, -3)));
  assert.ok(await faultOf(`a: ${'['.repeat(200_000)}`, 'a.yaml'));
  assert.ok(await faultOf('- '.repeat(200_000), 'a.yaml'));
  for (const bomb of ['? ', '&a ', '!a ', '- ', '}']) {
    assert.equal(await faultOf(bomb.repeat(100_000), 'a.yaml'), 'yaml-too-deep', bomb);
  }
  assert.equal(await faultOf('id: A\nid: B\n', 'a.yaml'), 'yaml-repeated-key');
  const proto = 'id: A\nmodified: x\n__proto__: {id: B}\n';
  assert.equal(await faultOf(proto, 'a.yaml'), 'yaml-forbidden-key');
  const aliases = 'a: &a [x, x]\nb: [*a, *a]\nid: A\nmodified: x\n';
  assert.equal(await faultOf(aliases, 'a.yaml'), 'yaml-alias');
  assert.ok(await faultOf(new Uint8Array([0x69, 0x64, 0x3a, 0xff]), 'a.yaml'));
});

test('OSV databases of the corpus arrive with the counts of an independent reader', async (t) => {
  const folder = requireCorpus(t, 'osv');
  if (folder === null) return;
  const documents = { pypa: 0, go: 0, trustify: 0 };
  const withdrawn = { pypa: 0, go: 0, trustify: 0 };
  const ecosystems: Record<string, number> = {};
  const faults: unknown[] = [];
  for (const source of ['pypa', 'go', 'trustify'] as const) {
    const files = readdirSync(join(folder, source), { recursive: true, withFileTypes: true });
    for (const file of files) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      for await (const item of readOsv(createReadStream(path), { fileName: file.name })) {
        if (item.kind === 'fault') {
          faults.push([file.name, item]);
          continue;
        }
        if (item.faults.length > 0) faults.push([file.name, item.faults]);
        documents[source] += 1;
        withdrawn[source] += Number(item.advisory.status === 'withdrawn');
        for (const { ecosystem } of item.advisory.affected) {
          ecosystems[ecosystem] = (ecosystems[ecosystem] ?? 0) + 1;
        }
      }
    }
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(documents, { pypa: 529, go: 827, trustify: 8 });
  assert.deepEqual(withdrawn, { pypa: 2, go: 3, trustify: 0 });
  assert.deepEqual(ecosystems, {
    Go: 1108,
    PyPI: 532,
    Packagist: 4,
    npm: 2,
    Hex: 1,
    RubyGems: 1,
  });
});
