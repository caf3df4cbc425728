import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { corpusPath, extractCorpusArchive } from '#tests/corpus.ts';
import { FormatError } from '../format-error.ts';
import type { InventoryComponent, InventoryItem } from '../inventory.ts';
import { type CycloneDxOptions, readCycloneDx } from './read-cyclonedx.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixture = readFileSync(new URL('fixtures/scanned-host.json', import.meta.url));

async function* pieces(bytes: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(input: AsyncIterable<Uint8Array>, options?: CycloneDxOptions) {
  const items: InventoryItem[] = [];
  for await (const item of readCycloneDx(input, options)) items.push(item);
  const components = items.flatMap((item) => (item.kind === 'component' ? [item.component] : []));
  const faults = items.flatMap((item) => (item.kind === 'fault' ? [item] : []));
  return { items, components, faults };
}

const readText = (text: string, options?: CycloneDxOptions) => read(pieces(bytesOf(text)), options);
const bom = (components: string, version = '1.5'): string =>
  `{"bomFormat":"CycloneDX","specVersion":"${version}","components":${components}}`;

const brief = (found: InventoryComponent) => [
  found.ecosystem,
  found.name,
  found.version,
  found.sourceName,
  found.sourceVersion,
  found.kind,
];

test('each component comes in the words of its ecosystem, with its source package', async () => {
  for (const size of [13, 100_000]) {
    const { components, items } = await read(pieces(fixture, size));
    assert.deepEqual(components.map(brief), [
      ['Debian:12', 'libssl3', '3.0.11-1~deb12u2', 'openssl', '3.0.11-1~deb12u2', 'package'],
      ['Debian:12', 'libc-bin', '2.36-9', 'glibc', '2.36-9', 'package'],
      ['Alpine:v3.14', 'musl', '1.2.2-r3', 'musl', '1.2.2-r3', 'package'],
      ['Alpine:v3.14', 'musl-utils', '1.2.2-r3', null, null, 'package'],
      ['Ubuntu:22.04:LTS', 'vim', '2:9.0', 'vim-src', '2:9.0', 'package'],
      ['Red Hat:8', 'basesystem', '10.0-7', 'basesystem', '10.0-7.el8', 'package'],
      ['Maven', 'org.slf4j:slf4j-api', '2.0.1', null, null, 'library'],
      ['npm', '@types/node', '20.1.0', null, null, 'library'],
      ['generic', 'BIOS', 'A07', null, null, 'firmware'],
      ['generic', 'no-purl', '1', null, null, 'other'],
      ['generic', 'bad-purl', '', null, null, 'other'],
      ['generic', 'odd', '', null, null, 'other'],
    ]);
    assert.equal(components[6]?.vendor, 'QOS.ch');
    assert.deepEqual(components[8]?.place, {
      line: 28,
      path: '/components/6/components/0/components/0',
    });
    assert.deepEqual(items[0], {
      kind: 'subject',
      name: 'gateway',
      version: '4.2',
      purl: null,
      cpe: null,
      documentId: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
      formatVersion: '1.5',
      createdAt: '2026-03-01T10:00:00Z',
    });
  }
});

test('a bad component costs no good one, and each fault has its place', async () => {
  const { faults } = await read(pieces(fixture));
  assert.deepEqual(
    faults.map((item) => [item.place.path, item.code]),
    [
      ['/components/7/bom-ref', 'cyclonedx-duplicate-ref'],
      ['/components/8/purl', 'purl-invalid'],
      ['/components/9/type', 'cyclonedx-component-type'],
      ['/components/10/name', 'cyclonedx-component-name'],
      ['/components/11', 'cyclonedx-component'],
    ],
  );
  const text = bom(
    '[{"type":"library","name":"a","name":"b"},{"type":"library","name":"\\u0000"},{"type":"library","name":"c"}]',
  );
  const hostile = await readText(text);
  assert.deepEqual(
    hostile.components.map((found) => found.name),
    ['c'],
  );
  assert.deepEqual(
    hostile.faults.map((item) => item.code),
    ['json-duplicate-key', 'json-nul'],
  );
});

test('what is no CycloneDX JSON is refused by name, wherever its head stands', async () => {
  const cases: [string, string][] = [
    ['<?xml version="1.0"?><bom/>', 'cyclonedx-xml'],
    ['\ufeff\n <bom/>', 'cyclonedx-xml'],
    ['{"components":[]}', 'cyclonedx-format'],
    ['{"spdxVersion":"SPDX-2.3","packages":[]}', 'cyclonedx-format'],
    ['{"bomFormat":"SPDX","specVersion":"1.5"}', 'cyclonedx-format'],
    [bom('[]', '1.1'), 'cyclonedx-version'],
    [bom('[]', '2.0'), 'cyclonedx-version'],
    ['{"bomFormat":"CycloneDX","components":[]}', 'cyclonedx-version'],
    ['[]', 'json-syntax'],
    ['', 'json-truncated'],
    [`${bom('[]')}{}`, 'json-syntax'],
  ];
  for (const [text, code] of cases) await assert.rejects(readText(text), { code }, text);
  const late =
    '{"components":[{"type":"library","name":"x"}],"specVersion":"1.6","bomFormat":"CycloneDX"}';
  assert.equal((await readText(late)).components.length, 1);
  assert.deepEqual(
    (await readText(bom('{}'))).faults.map((item) => item.code),
    ['cyclonedx-component'],
  );
});

test('nesting, size and every truncation are bounded', async () => {
  const nested = (depth: number): string =>
    depth === 0
      ? '[]'
      : `[{"type":"library","name":"n${depth}","components":${nested(depth - 1)}}]`;
  const within = await readText(bom(nested(17)));
  assert.deepEqual([within.components.length, within.faults.length], [17, 0]);
  const beyond = await readText(bom(nested(20)));
  assert.deepEqual(
    beyond.faults.map((item) => item.code),
    ['cyclonedx-too-deep'],
  );
  assert.equal(beyond.components.length, 17);
  const bomb = await readText(bom(`[${nested(200).slice(1, -1)},{"type":"library","name":"ok"}]`));
  assert.deepEqual(
    bomb.faults.map((item) => item.code),
    ['json-too-deep'],
  );
  assert.deepEqual(
    bomb.components.map((found) => found.name),
    ['ok'],
  );
  for (let length = 0; length < fixture.length - 2; length += 7) {
    await assert.rejects(read(pieces(fixture.subarray(0, length))), FormatError);
  }
});

test('mistyped documents of every kind yield or raise a FormatError, nothing else', async () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.string(),
    fc.array(fc.jsonValue({ maxDepth: 2 })),
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })),
  );
  const component = fc.record(
    {
      type: fc.oneof(fc.constant('library'), value),
      name: fc.oneof(fc.string(), value),
      version: value,
      purl: fc.oneof(
        fc.constant('pkg:deb/debian/a@1?distro=debian-12'),
        fc.string().map((rest) => `pkg:${rest}`),
        value,
      ),
      properties: value,
      supplier: value,
      components: value,
      'bom-ref': value,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(component), value, async (components, metadata) => {
      const document = { bomFormat: 'CycloneDX', specVersion: '1.6', metadata, components };
      await readText(JSON.stringify(document)).catch((error: unknown) => {
        assert.ok(error instanceof FormatError, String(error));
      });
    }),
    { numRuns: 400 },
  );
});

test('100,000 components of 30 MB pass through a heap of 32 MB', async () => {
  // A process of its own: what other tests left on the heap would be measured too.
  const script = fileURLToPath(new URL('fixtures/count-generated.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=32',
    script,
    '100',
  ]);
  assert.equal(stdout.trim(), '100000');
});

interface ExpectedFile {
  file: string;
  format: string;
  components_all_nested?: number;
  components_without_purl?: number;
}

test('real BOMs give the components that the corpus counts', async (t) => {
  const root = extractCorpusArchive('cyclonedx-examples/cyclonedx-examples.tar.xz');
  const said = corpusPath('cyclonedx-examples/EXPECTED.json');
  if (root === null || said === null) {
    t.skip('the shared corpus has no cyclonedx-examples beside this checkout');
    return;
  }
  const { files } = JSON.parse(readFileSync(said, 'utf8')) as { files: ExpectedFile[] };
  const wrong: string[] = [];
  let judged = 0;
  let total = 0;
  for (const expected of files) {
    const path = join(root, expected.file);
    if (expected.format !== 'cdx-json' || !existsSync(path)) continue;
    const { components, faults } = await read(createReadStream(path));
    judged += 1;
    total += components.length;
    if (components.length !== expected.components_all_nested) {
      wrong.push(
        `${expected.file}: ${components.length}, not ${expected.components_all_nested}; ${faults[0]?.message ?? ''}`,
      );
    }
    const invalid = faults.filter((item) => item.code === 'purl-invalid').length;
    const without = components.filter((found) => found.purl === null).length - invalid;
    if (without !== expected.components_without_purl) {
      wrong.push(
        `${expected.file}: ${without} without purl, not ${expected.components_without_purl}`,
      );
    }
  }
  t.diagnostic(`${judged} files, ${total} components`);
  assert.deepEqual(wrong, []);
  assert.ok(judged > 0);
});
