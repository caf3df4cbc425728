import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { corpusPath, requireCorpus } from '#tests/corpus.ts';
import type { InventoryItem } from '../inventory.ts';
import { parseOsRelease } from './os-release.ts';
import { dpkgQueryFormat, readDpkgQuery } from './read-dpkg-query.ts';
import { readDpkgStatus } from './read-dpkg-status.ts';

const options = { ecosystem: 'Debian:12' };

async function* pieces(bytes: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function collect(items: AsyncIterable<InventoryItem>) {
  const all: InventoryItem[] = [];
  for await (const item of items) all.push(item);
  const components = all.flatMap((item) => (item.kind === 'component' ? [item.component] : []));
  const faults = all.flatMap((item) => (item.kind === 'fault' ? [item] : []));
  return { all, components, faults };
}

const readStatus = (text: string | Uint8Array, size?: number) =>
  collect(readDpkgStatus(pieces(Buffer.from(text as string), size), options));
const readQuery = (text: string, size?: number) =>
  collect(readDpkgQuery(pieces(Buffer.from(text), size), options));

const STATUS = `Package: bash
Status: install ok installed
Architecture: amd64
Source: bash (5.2.15-2)
Version: 5.2.15-2+b7
Conffiles:
 /etc/bash.bashrc 89269e1298235f1b12b4c16e4065ad0d
Description: GNU Bourne Again SHell
 Package: not-a-field
 .
 Version: 9

Package: libssl3
Status: hold ok installed
Architecture: amd64
Source: openssl
Version: 3.0.11-1~deb12u2

Package: gone
Status: deinstall ok config-files
Version: 1.0

Package: purged
Status: purge ok not-installed

Package: half
Status: install reinstreq half-installed
Version: 1.0

Package: unpacked
Status: install ok unpacked
Version: 1:1.0

Package: waiting
Status: install ok triggers-awaited
Version: 2.0\r


package: lower
status: install ok installed
version: 3
`;

test('installed packages come with source, versions and place; others as they are', async () => {
  for (const size of [1, 17, 10_000]) {
    const { components, faults } = await readStatus(STATUS, size);
    assert.deepEqual(
      components.map((c) => [c.name, c.version, c.sourceName, c.sourceVersion, c.place.line]),
      [
        ['bash', '5.2.15-2+b7', 'bash', '5.2.15-2', 1],
        ['libssl3', '3.0.11-1~deb12u2', 'openssl', '3.0.11-1~deb12u2', 13],
        ['unpacked', '1:1.0', 'unpacked', '1:1.0', 30],
        ['waiting', '2.0', 'waiting', '2.0', 34],
        ['lower', '3', 'lower', '3', 39],
      ],
    );
    assert.equal(
      components[1]?.purl,
      'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
    );
    assert.deepEqual(
      faults.map((item) => [item.code, item.place.line]),
      [
        ['dpkg-half-installed', 26],
        ['dpkg-unfinished', 30],
      ],
    );
  }
});

test('a bad stanza costs no good one', async () => {
  const text = [
    'Package: a b\nVersion: 1',
    'Package: nover\nStatus: install ok installed',
    'Package: badver\nVersion: 1 2',
    'Version: 1',
    'yolo\nmore',
    'Package: odd\nStatus: install ok fancy\nVersion: 1',
    'Package: src\nSource: (x)\nVersion: 1',
    'Package: twice\nVersion: 1\nVersion: 2',
    'Package: x\nVersion: 1\nPackage: y\nVersion: 2',
    'Package: nul\0\nVersion: 1',
    'Package: good\nVersion: 1\n',
  ].join('\n\n');
  const { components, faults } = await readStatus(text);
  assert.deepEqual(
    components.map((c) => c.name),
    ['src', 'x', 'y', 'good'],
  );
  assert.deepEqual(
    faults.map((item) => item.code),
    [
      'dpkg-name',
      'dpkg-version',
      'dpkg-version',
      'dpkg-name',
      'dpkg-syntax',
      'dpkg-status',
      'dpkg-source',
      'dpkg-duplicate-field',
      'dpkg-syntax',
      'dpkg-name',
    ],
  );
});

test('the output of dpkg-query reads in both forms', async () => {
  const plain = await readQuery('adduser\t3.134\nlibc6:amd64\t2.36-9+deb12u3\nremoved\t\n');
  assert.deepEqual(
    plain.components.map((c) => [c.name, c.version, c.sourceName]),
    [
      ['adduser', '3.134', 'adduser'],
      ['libc6', '2.36-9+deb12u3', 'libc6'],
    ],
  );
  const full = await readQuery(
    'bash\t5.2.15-2+b7\tamd64\tinstall ok installed\tbash\t5.2.15-2\nx\t\tall\tdeinstall ok config-files\tx\t\na\tb\tc\n',
    5,
  );
  assert.match(dpkgQueryFormat, /^\$\{Package\}\\t\$\{Version\}\\t.*\\n$/);
  assert.equal(full.components[0]?.sourceVersion, '5.2.15-2');
  assert.equal(full.components.length, 1);
  assert.deepEqual(
    full.faults.map((item) => [item.code, item.place.line]),
    [['dpkg-syntax', 3]],
  );
});

test('os-release names the ecosystem', () => {
  const ecosystem = (text: string): string => parseOsRelease(text).ecosystem;
  assert.equal(ecosystem('ID=debian\nVERSION_ID="12"\n'), 'Debian:12');
  assert.equal(ecosystem("ID='ubuntu'\r\nVERSION_ID=24.04"), 'Ubuntu:24.04:LTS');
  assert.equal(ecosystem('ID=ubuntu\nVERSION_ID=23.10'), 'Ubuntu:23.10');
  assert.equal(ecosystem('ID=alpine\nVERSION_ID=3.19.1'), 'Alpine:v3.19');
  assert.equal(ecosystem('ID="rocky"\nVERSION_ID="9.3"'), 'Rocky Linux:9');
  assert.equal(ecosystem('# testing\nID=debian'), 'Debian');
  assert.equal(ecosystem('ID=constructor\nVERSION_ID=1'), 'constructor:1');
  assert.equal(parseOsRelease('PRETTY_NAME="A \\"B\\" \\$C"').prettyName, 'A "B" $C');
  assert.throws(() => parseOsRelease('<html>'), { code: 'os-release' });
  assert.throws(() => parseOsRelease('A=1\n'.repeat(50_000)), { code: 'too-large' });
});

test('every prefix, any bytes and any encoding give items; a file cut off in a line is refused with that line', async () => {
  const bytes = Buffer.from(STATUS);
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = readStatus(bytes.subarray(0, length));
    const lines = bytes.subarray(0, length).toString().split('\n');
    if (lines.at(-1)?.trim() !== '') {
      await assert.rejects(cut, { code: 'dpkg-truncated', place: { line: lines.length } });
    } else assert.ok((await cut).components.length <= 5);
  }
  const { components } = await readStatus(Buffer.from(STATUS, 'utf16le'));
  assert.equal(components.length, 0);
  const latin = Buffer.from('Package: a\nMaintainer: J\u00fcrgen\nVersion: 1\n', 'latin1');
  assert.equal((await readStatus(latin)).components.length, 1);
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.constantFrom(
          'Package:',
          'Version:',
          'Status:',
          'Source:',
          ' ',
          '\n',
          '\n\n',
          'a',
          '1',
          '(',
          ')',
          '\0',
          ':',
          '__proto__:',
          '\t',
        ),
        maxLength: 40,
      }),
      async (text) => {
        await readStatus(`${text}\n`, 7);
        await readQuery(text, 7);
      },
    ),
    { numRuns: 500 },
  );
});

test('a line of 100 MB is stepped over with bounded memory', async () => {
  async function* hostile(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('Package: a\nVersion: 1\nDepends: ');
    const piece = new Uint8Array(1024 * 1024).fill(0x61);
    for (let k = 0; k < 100; k += 1) yield piece;
    yield Buffer.from('\n\nPackage: b\nVersion: 1\n');
  }
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const seen: string[] = [];
  for await (const item of readDpkgStatus(hostile(), options)) {
    seen.push(item.kind === 'component' ? item.component.name : item.kind);
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  assert.deepEqual(seen, ['fault', 'a', 'b']);
  assert.ok(peak < 32 * 1024 * 1024, `${peak} bytes`);
  const tooLarge = collect(readDpkgStatus(hostile(), { ...options, maxBytes: 50_000_000 }));
  await assert.rejects(tooLarge, { code: 'too-large' });
});

test('real Debian systems give what dpkg itself counts', async (t) => {
  const root = requireCorpus(t, 'dpkg');
  if (root === null) return;
  const said = JSON.parse(readFileSync(`${root}/EXPECTED.json`, 'utf8')) as Record<
    string,
    { stanzas: number; source_with_version: number }
  >;
  for (const [file, expected] of Object.entries(said)) {
    const folder = `${root}/${file.split('/')[0]}`;
    const { ecosystem } = parseOsRelease(readFileSync(`${folder}/os-release`, 'utf8'));
    const status = await collect(
      readDpkgStatus(createReadStream(`${root}/${file}`), { ecosystem }),
    );
    assert.equal(status.components.length, expected.stanzas);
    assert.deepEqual(status.faults, []);
    const query = await collect(
      readDpkgQuery(createReadStream(`${folder}/dpkg-query.tsv`), { ecosystem }),
    );
    const facts = (found: typeof status): unknown[] =>
      found.components.map((c) => [c.purl, c.sourceName, c.sourceVersion]);
    assert.deepEqual(facts(query), facts(status));
    const differing = status.components.filter((c) => c.sourceVersion !== c.version).length;
    t.diagnostic(
      `${file}: ${status.components.length} packages, ${differing} with a source of another version`,
    );
  }
});

test('odd status files give what can be had', async (t) => {
  const expected: Record<string, [number, number]> = {
    'dpkg/empty': [0, 0],
    'dpkg/invalid': [0, 2],
    'dpkg/trailingnewlines': [1, 0],
    'dpkg/transitional_dummy': [1, 0],
    'dpkg/transitional_empty': [1, 0],
    'opkg/nopackage': [2, 1],
    'opkg/single': [1, 0],
    'opkg/valid': [3, 0],
  };
  for (const [name, counts] of Object.entries(expected)) {
    const path = corpusPath(`dpkg/osv-scalibr/dpkg/testdata/${name}`);
    if (path === null) {
      t.skip('the shared corpus has no odd dpkg files beside this checkout');
      return;
    }
    const { components, faults } = await collect(readDpkgStatus(createReadStream(path), options));
    assert.deepEqual([components.length, faults.length], counts, name);
  }
});
