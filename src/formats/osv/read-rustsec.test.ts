import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import { FormatError } from '../format-error.ts';
import { eventsOutside } from './cargo-requirements.ts';
import { readOsvValue } from './read-osv.ts';
import { readRustsec } from './read-rustsec.ts';
import { readToml } from './read-toml.ts';

const spans = (...requirements: string[]) =>
  eventsOutside(requirements)
    .map((event) => ('introduced' in event ? `[${event.introduced}` : `${event.fixed})`))
    .join(' ');

test('versions outside of Cargo requirements become OSV events', () => {
  assert.equal(spans(), '[0');
  assert.equal(spans('>= 1.2.3'), '[0 1.2.3)');
  assert.equal(spans('>= 1.2.3', '< 0.6'), '[0.6.0 1.2.3)');
  assert.equal(spans('^0.6.4', '>= 0.7.1'), '[0 0.6.4) [0.7.0-0 0.7.1)');
  assert.equal(spans('>= 2.0.1', '>= 1.9.5, < 2.0.0'), '[0 1.9.5) [2.0.0 2.0.1)');
  assert.equal(spans('< 1.4.1', '> 1.4.1'), '[1.4.1 1.4.2-0)');
  assert.equal(spans('<= 0.32'), '[0.33.0-0');
  assert.equal(spans('~1.2.3'), '[0 1.2.3) [1.3.0-0');
  assert.equal(spans('= 1.0.0'), '[0 1.0.0) [1.0.1-0');
  assert.equal(spans('>= 0.102.0-alpha.0'), '[0 0.102.0-alpha.0)');
  assert.throws(() => eventsOutside(['newest']), FormatError);
});

const example = `\`\`\`toml
[advisory]
id = "RUSTSEC-2026-0001" # comment
package = "gateway"
date = "2026-03-01"
aliases = [
  "CVE-2026-10001",
]
cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"

[versions]
patched = [">= 2.4.0"]

[affected]
functions = { "gateway::run" = ["< 2.4.0"] }
\`\`\`

# Command injection

A request of a certain form runs commands.
`;

test('a RustSec file becomes an advisory', () => {
  const { advisory, faults } = readOsvValue(readRustsec(new TextEncoder().encode(example)));
  assert.deepEqual(faults, []);
  assert.equal(advisory?.title, 'Command injection');
  assert.equal(advisory.publisher, 'RustSec');
  assert.equal(advisory.vulnerabilities[0]?.scores[0]?.score, 9.8);
  assert.deepEqual(advisory.affected[0]?.intervals, [
    { order: 'semver', introduced: null, fixed: '2.4.0', lastAffected: null },
  ]);
});

test('broken front matter is a fault with its line', () => {
  assert.deepEqual(readToml('a.b = "x\\n\\u0041"\n[c]\nd = { e = [1, 2] }'), {
    a: { b: 'x\nA' },
    c: { d: { e: ['1', '2'] } },
  });
  for (const bad of [
    'a',
    'a = ',
    'a = [1',
    'a = 1\na = 2',
    '[a',
    '[[a]]',
    '__proto__ = 1',
    'a = "x',
    `a = ${'['.repeat(100_000)}`,
    `a = ${'{b = '.repeat(100_000)}`,
    'a = 1\n[a]\nb = 1',
    `${'a.'.repeat(100_000)}b = 1`,
  ]) {
    assert.throws(() => readToml(bad), FormatError, bad.slice(0, 20));
  }
  const cut = new TextEncoder().encode(example.slice(0, 100));
  assert.throws(() => readRustsec(cut), FormatError);
});

test('the RustSec database of the corpus arrives whole', (t) => {
  const folder = requireCorpus(t, 'osv/rustsec');
  if (folder === null) return;
  let count = 0;
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const value = readRustsec(readFileSync(join(file.parentPath, file.name)));
    const { advisory, faults } = readOsvValue(value);
    assert.deepEqual(faults, [], file.name);
    assert.equal(advisory?.affected[0]?.ecosystem, 'crates.io');
    assert.ok(advisory.affected[0].intervals.length > 0, file.name);
    count += 1;
  }
  assert.equal(count, 246);
});
