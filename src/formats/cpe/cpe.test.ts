import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Cpe, formatCpe, parseCpe } from './cpe.ts';
import { coversCpe, relationOfCpes, relationOfValues } from './match-cpe.ts';

function need(text: string): Cpe {
  const result = parseCpe(text);
  assert.ok(result.ok, `${text}: ${result.ok ? '' : result.fault.message}`);
  return result.cpe;
}

test('a formatted string is read into eleven attributes and written again', () => {
  const text = 'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:-:*';
  const cpe = need(text);
  assert.deepEqual(
    [cpe.part, cpe.vendor, cpe.product, cpe.version, cpe.update, cpe.targetHw],
    ['a', 'microsoft', 'internet_explorer', '8.0.6001', 'beta', '-'],
  );
  assert.equal(formatCpe(cpe), text);
});

test('values have one spelling', () => {
  assert.equal(
    formatCpe(need('CPE:2.3:A:Foo\\_Bar:big$money:1\\.0:\\-:*:*:*:*:*:a\\:b')),
    'cpe:2.3:a:foo_bar:big\\$money:1.0:\\-:*:*:*:*:*:a\\:b',
  );
});

test('a CPE 2.2 URI is read as well', () => {
  assert.equal(
    formatCpe(need('cpe:/o:redhat:enterprise_linux:9::baseos')),
    'cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*',
  );
  assert.equal(
    formatCpe(need('cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~:en')),
    'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:en:online:win2003:x64:*',
  );
  assert.equal(
    formatCpe(need('cpe:/a:foo%5cbar:big%24money:2010%02::~~special~~~')),
    'cpe:2.3:a:foo\\\\bar:big\\$money:2010*:*:*:*:special:*:*:*',
  );
});

test('a fault names its place', () => {
  const faults: readonly (readonly [string, number])[] = [
    ['cpe:2.3:a:x:y', 13],
    ['cpe:2.3:a::y:*:*:*:*:*:*:*:*', 10],
    ['cpe:2.3:a:x:a*b:*:*:*:*:*:*:*:*', 13],
    ['cpe:2.3:a:x y:*:*:*:*:*:*:*:*:*', 11],
    ['cpe:2.3:z:x:y:*:*:*:*:*:*:*:*', 0],
    ['cpe:/a:%zz', 7],
    ['pkg:npm/x', 0],
  ];
  for (const [text, at] of faults) {
    const result = parseCpe(text);
    assert.ok(!result.ok, text);
    assert.equal(result.fault.at, at, text);
  }
});

test('values relate as table 6-2 of NISTIR 7696 says', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['*', '*', 'equal'],
    ['*', '-', 'superset'],
    ['*', 'a', 'superset'],
    ['*', 'a*', 'undefined'],
    ['-', '*', 'subset'],
    ['-', '-', 'equal'],
    ['-', 'a', 'disjoint'],
    ['a', '*', 'subset'],
    ['a', '-', 'disjoint'],
    ['a', 'a', 'equal'],
    ['a', 'b', 'disjoint'],
    ['a', 'a?', 'undefined'],
    ['8.*', '8.0', 'superset'],
    ['8.*', '9.0', 'disjoint'],
    ['*8', '1.8', 'superset'],
    ['?8??', '18', 'superset'],
    ['8??', '8123', 'disjoint'],
    ['*a*', 'bab', 'superset'],
    ['a*', '*', 'subset'],
    ['a*', '-', 'disjoint'],
    ['8\\*', '8\\*', 'equal'],
    ['8\\*', '8x', 'disjoint'],
  ];
  for (const [source, target, relation] of table)
    assert.equal(relationOfValues(source, target), relation, `${source} to ${target}`);
});

test('a pattern covers the names it is a superset of', () => {
  const pattern = need('cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*');
  assert.ok(coversCpe(pattern, need('cpe:2.3:a:openssl:openssl:1.1.1k:-:*:*:*:*:*:*')));
  assert.ok(!coversCpe(pattern, need('cpe:2.3:a:openssl:other:1.1.1k:*:*:*:*:*:*:*')));
  assert.ok(!coversCpe(need('cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*'), pattern));
  const mixed = need('cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*');
  assert.equal(
    relationOfCpes(mixed, need('cpe:2.3:a:openssl:openssl:*:-:*:*:*:*:*:*')),
    'undefined',
  );
});

test('reading never throws, and what is written is read back as it was', () => {
  const piece = fc.constantFrom(
    'a',
    'Z',
    '0',
    '*',
    '?',
    '\\',
    '\\*',
    ':',
    '-',
    '.',
    '_',
    '$',
    '~',
    '%',
    '%01',
    ' ',
    'é',
  );
  const value = fc.array(piece, { maxLength: 4 }).map((p) => p.join(''));
  const text = fc.oneof(
    fc.array(value, { minLength: 10, maxLength: 10 }).map((v) => `cpe:2.3:a:${v.join(':')}`),
    fc.array(value, { maxLength: 6 }).map((v) => `cpe:/a:${v.join(':')}`),
  );
  fc.assert(
    fc.property(text, (input) => {
      const result = parseCpe(input);
      if (!result.ok) return;
      assert.deepEqual(parseCpe(formatCpe(result.cpe)), result);
      assert.equal(relationOfCpes(result.cpe, result.cpe), 'equal');
    }),
    { numRuns: 5000 },
  );
});
