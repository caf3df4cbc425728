import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { debOrdering } from '#formats/versions/deb.ts';
import { isAffected } from '#formats/versions/range.ts';
import { matchPackage, type PackageStatement } from './match-package.ts';
import { PackageIndex } from './package-index.ts';
import { namesAreSimilar, orderingOf, productKey, vendorKey } from './product-names.ts';

const version = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 }))
  .map(([major, minor]) => `${major}.${minor}-1`);
const maybe = fc.option(version, { nil: null });
const interval = fc.tuple(maybe, maybe, fc.boolean()).map(([introduced, end, fixed]) => ({
  order: 'ecosystem' as const,
  introduced,
  fixed: fixed ? end : null,
  lastAffected: fixed ? null : end,
}));
const statement = fc
  .tuple(fc.array(interval, { minLength: 1, maxLength: 2 }), fc.array(version, { maxLength: 1 }))
  .map(
    ([intervals, versions]): PackageStatement => ({
      vulnerability: null,
      status: 'affected',
      intervals,
      versions,
      remediation: null,
    }),
  );

test('R-EW-3 the sorted index finds what a look at every range finds', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 12 }), fc.array(version), (statements, asked) => {
      const rows = statements.map((one, id) => ({ id, statements: [one] }));
      const index = new PackageIndex(debOrdering, rows);
      for (const one of asked) {
        const found: number[] = [];
        index.match(one, (id) => found.push(id));
        const naive = rows
          .filter(({ statements: [said] }) =>
            isAffected(debOrdering, one, said?.intervals ?? [], said?.versions),
          )
          .map(({ id }) => id);
        assert.deepEqual(found.sort(), naive.sort());
      }
    }),
  );
});

const said = (more: Partial<PackageStatement>): PackageStatement => ({
  vulnerability: null,
  status: 'affected',
  intervals: [],
  versions: [],
  remediation: null,
  ...more,
});
const upTo = (fixed: string | null) => [
  { order: 'ecosystem' as const, introduced: null, fixed, lastAffected: null },
];

test('R-EW-3 tells affected, affected without a fix, not affected and unknown apart', () => {
  const verdict = (one: string, ...statements: PackageStatement[]) =>
    matchPackage(debOrdering, one, statements).verdict;
  assert.equal(verdict('1.0', said({ intervals: upTo('2.0') })), 'affected');
  assert.equal(verdict('2.0', said({ intervals: upTo('2.0') })), 'not-affected');
  assert.equal(verdict('1.0', said({ intervals: upTo(null) })), 'no-fix');
  assert.equal(verdict('', said({ intervals: upTo('2.0') })), 'unknown');
  assert.equal(verdict('not a version', said({ intervals: upTo('2.0') })), 'unknown');
  assert.equal(matchPackage(null, '1.0', [said({ intervals: upTo('2.0') })]).verdict, 'unknown');
  assert.equal(
    verdict('1.0', said({ intervals: upTo('2.0'), status: 'under-investigation' })),
    'unknown',
  );
  assert.equal(
    verdict(
      '1.0',
      said({ intervals: upTo('2.0') }),
      said({ versions: ['1.0'], status: 'not-affected' }),
    ),
    'not-affected',
    'what is said of the version itself outweighs a range',
  );
});

test('R-EW-3 knows one vendor and product under several spellings, and only proposes what is similar', () => {
  assert.equal(vendorKey('Siemens AG'), vendorKey('SIEMENS'));
  assert.equal(
    productKey('Siemens SCALANCE X-200', 'Siemens'),
    productKey('SCALANCE X200', 'Siemens').replace('x200', 'x 200'),
  );
  assert.ok(namesAreSimilar('scalance x200', 'scalance x200 irt'));
  assert.ok(!namesAreSimilar('scalance', 'simatic'));
  const ordering = orderingOf('vendor:siemens');
  assert.equal(ordering?.compare('V5.5', '5.10'), -1);
  assert.equal(ordering?.isValid('see the vendor'), false);
});
