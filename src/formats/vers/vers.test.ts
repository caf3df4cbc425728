import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { simplifiedVers, versContains } from './containment.ts';
import { NativeRangeError, versFromNative } from './native.ts';
import {
  type Comparator,
  type Constraint,
  formatVers,
  parseVers,
  readVers,
  versOf,
} from './vers.ts';

const contains = (range: string, version: string): boolean | null => {
  const result = readVers(range);
  assert.ok(result.ok, range);
  return versContains(result.vers, version);
};

test('a range holds what lies between its bounds', () => {
  assert.equal(contains('vers:deb/>=1.2|<2', '1.2-1'), true);
  assert.equal(contains('vers:deb/>=1.2|<2', '2~rc1'), true);
  assert.equal(contains('vers:deb/>=1.2|<2', '2'), false);
  assert.equal(contains('vers:deb/<1|>=3', '2'), false);
  assert.equal(contains('vers:deb/>1', '1'), false);
  assert.equal(contains('vers:npm/1.0.0|>=2.0.0', '1.0.0'), true);
  assert.equal(contains('vers:npm/>=1.0.0|!=1.5.0|<2.0.0', '1.5.0'), false);
  assert.equal(contains('vers:npm/>=1.0.0|!=1.5.0|<2.0.0', '1.5.1'), true);
  assert.equal(contains('vers:pypi/!=5', '4'), true);
  assert.equal(contains('vers:pypi/!=5', '5.0'), false);
  assert.equal(contains('vers:rpm/*', 'anything'), true);
  assert.equal(contains('vers:no-such-type/>=1', '2'), null);
});

test('only canonical ranges are parsed, others are read', () => {
  const faults: readonly (readonly [string, number])[] = [
    ['vers:npm/|1.0.0', 9],
    ['vers:npm/1.0.0|', 15],
    ['vers:npm/1.0.0||2.0.0', 15],
    ['vers:npm/2.0.0|1.0.0', 15],
    ['vers:npm/1.0.0|>=1.0.0', 15],
    ['vers:npm/>=1.0.0|>=2.0.0', 17],
    ['vers:npm/<1.0.0|<2.0.0', 16],
    ['vers:npm/1.0.0|<2.0.0', 15],
    ['vers:npm/=1.0.0', 9],
    ['vers:npm/>= 1.0.0', 11],
    ['vers:npm/1.0.0|*', 15],
    ['vers:npm/>=', 11],
    ['vers:npm/', 9],
    ['vers:npm', 8],
    ['vers:NPM/1.0.0', 5],
    ['vers:invalid/1.0.0', 5],
    ['pkg:npm/x', 0],
  ];
  for (const [text, at] of faults) {
    const result = parseVers(text);
    assert.ok(!result.ok, text);
    assert.equal(result.fault.at, at, `${text}: ${result.fault.message}`);
  }
  const read = readVers('vers:NPM/ >=2.0.0 | =1.0.0 |');
  assert.ok(read.ok);
  assert.equal(formatVers(read.vers), 'vers:npm/1.0.0|>=2.0.0');
});

test('versions are encoded where they hold signs of the notation', () => {
  const vers = versOf('generic', [{ comparator: '>=', version: '1.0 beta|50%é*' }]);
  const text = formatVers(vers);
  assert.equal(text, 'vers:generic/>=1.0%20beta%7C50%25%C3%A9%2A');
  assert.deepEqual(parseVers(text), { ok: true, vers });
});

test('redundant constraints are left out', () => {
  const simple = (text: string): string => {
    const result = readVers(text);
    assert.ok(result.ok);
    return formatVers(simplifiedVers(result.vers));
  };
  assert.equal(simple('vers:npm/>=1.0.0|>=2.0.0|2.5.0|<3.0.0|<4.0.0'), 'vers:npm/>=1.0.0|<4.0.0');
  assert.equal(simple('vers:npm/0.1.0|<1.0.0|2.0.0'), 'vers:npm/<1.0.0|2.0.0');
  assert.equal(simple('vers:npm/>=1.0.0|!=1.5.0|<2.0.0'), 'vers:npm/>=1.0.0|!=1.5.0|<2.0.0');
});

test('native ranges become VERS', () => {
  const expected: readonly (readonly [string, string, string])[] = [
    ['npm', '^1.2.3 || ~0.4.0', 'vers:npm/>=0.4.0|<0.5.0|>=1.2.3|<2.0.0'],
    ['npm', '1.2.x', 'vers:npm/>=1.2.0|<1.3.0'],
    ['npm', '1.0.0 - 2.0.0', 'vers:npm/>=1.0.0|<=2.0.0'],
    ['gem', '~> 2.0.8', 'vers:gem/>=2.0.8|<2.1'],
    ['gem', '~> 2', 'vers:gem/>=2|<3'],
    ['pypi', '~=2.2', 'vers:pypi/>=2.2|<3.dev0'],
    ['pypi', '>=1.0,!=1.5', 'vers:pypi/>=1.0|!=1.5'],
    ['conan', '^0.3.1', 'vers:conan/>=0.3.1|<0.4-'],
    ['nginx', '1.5.0+, 1.4.1+', 'vers:nginx/>=1.4.1|<1.5.0|>=1.5.0'],
    ['nginx', 'all', 'vers:nginx/*'],
    ['maven', '>= 2.13.0, < 2.16.0', 'vers:maven/>=2.13.0|<2.16.0'],
  ];
  for (const [type, native, vers] of expected)
    assert.equal(formatVers(versFromNative(type, native)), vers);
  assert.throws(() => versFromNative('maven', '>='), NativeRangeError);
  assert.throws(() => versFromNative('gem', '~> x'), NativeRangeError);
});

const comparator = fc.constantFrom<Comparator>('=', '!=', '<', '<=', '>', '>=');
const version = fc.nat(8).map((n) => `${n}.0.0`);
const constraints = fc.array(fc.record({ comparator, version }), { minLength: 1, maxLength: 6 });

test('a simplified range holds the same versions and is canonical', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ comparator, version }), {
        minLength: 1,
        maxLength: 6,
        selector: (c) => c.version,
      }),
      version,
      (list, v) => {
        const vers = versOf('npm', list);
        const simple = simplifiedVers(vers);
        assert.equal(
          versContains(simple, v),
          versContains(vers, v),
          `${formatVers(vers)} and ${formatVers(simple)} at ${v}`,
        );
        const parsed = parseVers(formatVers(simple));
        assert.ok(parsed.ok, formatVers(simple));
        assert.equal(formatVers(parsed.vers), formatVers(simple));
      },
    ),
    { numRuns: 3000 },
  );
});

test('a range of bounds in turn holds what one of its intervals holds', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(20), { minLength: 2, maxLength: 8 }),
      fc.nat(21),
      (numbers, n) => {
        const sorted = numbers
          .sort((a, b) => a - b)
          .slice(0, numbers.length - (numbers.length % 2));
        const list: Constraint[] = sorted.map((m, i) => ({
          comparator: i % 2 === 0 ? '>=' : '<',
          version: `${m}.0.0`,
        }));
        const within = sorted.some(
          (m, i) => i % 2 === 0 && n >= m && n < (sorted[i + 1] as number),
        );
        assert.equal(versContains(versOf('npm', list), `${n}.0.0`), within);
      },
    ),
  );
});

test('reading never throws', () => {
  const piece = fc.constantFrom(
    'vers:',
    'npm',
    '/',
    '|',
    '>=',
    '<',
    '=',
    '!',
    '*',
    '1',
    '.',
    '%',
    '%41',
    ' ',
    'é',
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 10 }).map((p) => p.join('')),
    fc.array(piece, { maxLength: 10 }).map((p) => `vers:npm/${p.join('')}`),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (input) => {
      const strict = parseVers(input);
      readVers(input);
      if (strict.ok) assert.deepEqual(parseVers(formatVers(strict.vers)), strict);
      try {
        versFromNative('npm', input);
        versFromNative('pypi', input);
      } catch (error) {
        assert.ok(error instanceof NativeRangeError, String(error));
      }
    }),
    { numRuns: 5000 },
  );
  fc.assert(
    fc.property(constraints, version, (list, v) => void versContains(versOf('npm', list), v)),
  );
});
