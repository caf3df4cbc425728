import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { requireCorpus } from '#tests/corpus.ts';
import exceptions from './exceptions.json' with { type: 'json' };
import {
  canonicalPurl,
  formatPurl,
  type PurlParts,
  packageOfPurl,
  parsePurl,
  purlOf,
} from './purl.ts';
import type { Purl } from './purl-types.ts';

interface SuiteCase {
  readonly description: string;
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: string | PurlParts;
  readonly expected_output: unknown;
  readonly expected_failure: boolean;
}

/** The components as the suite writes them. */
function asSuiteWrites(purl: Purl): unknown {
  const { type, namespace, name, version, qualifiers, subpath } = purl;
  const some = Object.keys(qualifiers).length > 0;
  return { type, namespace, name, version, qualifiers: some ? qualifiers : null, subpath };
}

function outcomeOf(c: SuiteCase): unknown {
  const result = typeof c.input === 'string' ? parsePurl(c.input) : purlOf(c.input);
  if (!result.ok) return null;
  return c.test_type === 'parse' ? asSuiteWrites(result.purl) : formatPurl(result.purl);
}

test('purls are read, built and made canonical as the conformance suite says', (t) => {
  const folder = requireCorpus(t, 'purl-conformance/tests');
  if (folder === null) return;
  const files = ['spec', 'types'].flatMap((part) =>
    readdirSync(join(folder, part)).map((name) => join(folder, part, name)),
  );
  const failed: string[] = [];
  let count = 0;
  for (const file of files) {
    const suite = JSON.parse(readFileSync(file, 'utf8')) as { tests: SuiteCase[] };
    for (const c of suite.tests) {
      count++;
      const expected = c.expected_failure ? null : c.expected_output;
      try {
        assert.deepEqual(outcomeOf(c), expected);
      } catch {
        failed.push(
          `${c.test_type} ${JSON.stringify(c.input)} gives ${JSON.stringify(outcomeOf(c))}, not ${JSON.stringify(expected)}`,
        );
      }
    }
  }
  assert.equal(count, 297);
  assert.deepEqual(failed, exceptions.cases);
});

test('a purl has one canonical text', () => {
  const expected: readonly (readonly [string, string | null])[] = [
    [
      'pkg:deb/debian/curl@7.50.3-1?distro=debian-12&arch=i386',
      'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-12',
    ],
    ['PKG:PyPI/Django_Rest@1.0RC1', 'pkg:pypi/django-rest@1.0rc1'],
    ['pkg:npm/@angular/core@17.0.0', 'pkg:npm/%40angular/core@17.0.0'],
    ['pkg:npm/@angular/core', 'pkg:npm/%40angular/core'],
    [
      'pkg://golang/github.com/Masterminds/semver@v3.2.1#a/../b',
      'pkg:golang/github.com/Masterminds/semver@v3.2.1#a/b',
    ],
    ['pkg:golang/stdlib@1.21.0', 'pkg:golang/stdlib@1.21.0'],
    ['pkg:deb/libstdc%2B%2B6@13', 'pkg:deb/libstdc%2B%2B6@13'],
    ['pkg:maven/a/b@?type=', 'pkg:maven/a/b'],
    ['pkg:npm/', null],
    ['npm/x', null],
    ['pkg:npm/x?a=1&a=2', null],
    ['pkg:npm/x?novalue', null],
    ['pkg:npm/x@%zz', null],
    ['', null],
  ];
  for (const [text, canonical] of expected) assert.equal(canonicalPurl(text), canonical, text);
});

test('a fault names its place', () => {
  const faultAt = (text: string): number | null => {
    const result = parsePurl(text);
    return result.ok ? null : result.fault.at;
  };
  assert.equal(faultAt('https://example.org'), 0);
  assert.equal(faultAt('pkg:npm/x@1%zz'), 11);
  assert.equal(faultAt('pkg:npm/x?ok=1&bad'), 15);
  assert.equal(faultAt('pkg:npm/@1'), 8);
  assert.equal(faultAt(`pkg:npm/${'x'.repeat(9000)}`), 8192);
});

test('the package of a purl leaves version, qualifiers and subpath out', () => {
  const result = parsePurl('pkg:npm/%40scope/name@1.0.0?x=1#sub');
  assert.ok(result.ok);
  assert.equal(packageOfPurl(result.purl), 'pkg:npm/%40scope/name');
});

test('reading never throws and what is canonical stays so', () => {
  const piece = fc.constantFrom(
    'pkg:',
    'npm',
    '/',
    '@',
    '1.0',
    '?',
    '=',
    '&',
    '#',
    'a',
    '%',
    '%41',
    '%2F',
    '..',
    'é',
    ':',
    '+',
    '~',
    ' ',
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((p) => p.join('')),
    fc.array(piece, { maxLength: 10 }).map((p) => `pkg:generic/${p.join('')}`),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (input) => {
      const canonical = canonicalPurl(input);
      if (canonical !== null) assert.equal(canonicalPurl(canonical), canonical);
    }),
    { numRuns: 5000 },
  );
});

test('what is built from components is read back as the same components', () => {
  const word = fc
    .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
    .filter((s) => !s.includes('/') && s.isWellFormed() && s !== '.' && s !== '..');
  fc.assert(
    fc.property(
      word,
      word,
      fc.option(word),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), word, { maxKeys: 3 }),
      (namespace, name, version, qualifiers) => {
        const built = purlOf({ type: 'generic', namespace, name, version, qualifiers });
        assert.ok(built.ok);
        assert.deepEqual(parsePurl(formatPurl(built.purl)), built);
      },
    ),
  );
});
