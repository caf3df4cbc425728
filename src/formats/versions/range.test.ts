import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { VersionOrdering } from './ordering.ts';
import { orderingFor } from './orderings.ts';
import { intervalsOfOsvEvents, isAffected, isInInterval, type OsvEvent } from './range.ts';

const semver = orderingFor('npm') as VersionOrdering;
const deb = orderingFor('Debian') as VersionOrdering;

const affectedOf = (versions: readonly string[], events: readonly OsvEvent[]): string[] =>
  versions.filter((v) => isAffected(semver, v, intervalsOfOsvEvents(events, semver)));

test('a fixed version is not affected, the last affected one is', () => {
  const versions = ['0.9.0', '1.0.0', '1.5.0', '2.0.0', '2.1.0'];
  assert.deepEqual(affectedOf(versions, [{ introduced: '1.0.0' }, { fixed: '2.0.0' }]), [
    '1.0.0',
    '1.5.0',
  ]);
  assert.deepEqual(affectedOf(versions, [{ introduced: '1.0.0' }, { last_affected: '2.0.0' }]), [
    '1.0.0',
    '1.5.0',
    '2.0.0',
  ]);
  assert.deepEqual(affectedOf(versions, [{ introduced: '0' }, { fixed: '1.0.0' }]), ['0.9.0']);
  assert.deepEqual(affectedOf(versions, [{ introduced: '2.0.0' }]), ['2.0.0', '2.1.0']);
  assert.deepEqual(affectedOf(versions, [{ fixed: '2.0.0' }]), []);
  assert.deepEqual(affectedOf(versions, []), []);
});

test('zero is the beginning, before every pre-release', () => {
  const intervals = intervalsOfOsvEvents([{ introduced: '0' }, { fixed: '0.0.0' }], semver);
  assert.deepEqual(intervals, [{ introduced: null, fixed: '0.0.0', lastAffected: null }]);
  assert.ok(isAffected(semver, '0.0.0-alpha', intervals));
  assert.ok(
    isAffected(deb, '0~', intervalsOfOsvEvents([{ introduced: '0' }, { fixed: '1' }], deb)),
  );
});

test('events may come in any order and in several pairs', () => {
  const events = [
    { fixed: '3.0.1' },
    { introduced: '3.0.0' },
    { fixed: '1.0.5' },
    { introduced: '0' },
  ];
  assert.deepEqual(intervalsOfOsvEvents(events, semver), [
    { introduced: null, fixed: '1.0.5', lastAffected: null },
    { introduced: '3.0.0', fixed: '3.0.1', lastAffected: null },
  ]);
});

test('an event that opens twice or closes twice changes nothing', () => {
  const events = [
    { introduced: '1.0.0' },
    { introduced: '1.1.0' },
    { fixed: '2.0.0' },
    { fixed: '2.1.0' },
  ];
  assert.deepEqual(intervalsOfOsvEvents(events, semver), [
    { introduced: '1.0.0', fixed: '2.0.0', lastAffected: null },
  ]);
});

test('a version affected from and up to itself is one version', () => {
  const intervals = intervalsOfOsvEvents(
    [{ last_affected: '1.0.0' }, { introduced: '1.0.0' }],
    semver,
  );
  assert.deepEqual(intervals, [{ introduced: '1.0.0', fixed: null, lastAffected: '1.0.0' }]);
});

test('a limit ends the range and an asterisk does not', () => {
  const bounded = intervalsOfOsvEvents([{ introduced: '1.0.0' }, { limit: '2.0.0' }], semver);
  assert.ok(isAffected(semver, '1.9.9', bounded));
  assert.ok(!isAffected(semver, '2.0.0', bounded));
  const past = [
    { introduced: '1.0.0' },
    { fixed: '3.0.0' },
    { introduced: '4.0.0' },
    { limit: '2.0.0' },
  ];
  assert.deepEqual(intervalsOfOsvEvents(past, semver), [
    { introduced: '1.0.0', fixed: '2.0.0', lastAffected: null },
  ]);
  const unbounded = intervalsOfOsvEvents(
    [{ introduced: '1.0.0' }, { limit: '2.0.0' }, { limit: '*' }],
    semver,
  );
  assert.ok(isAffected(semver, '9.0.0', unbounded));
});

test('a listed version is affected outside every interval', () => {
  assert.ok(isAffected(semver, '7.0.0', [], ['6.0.0', '7.0.0']));
  assert.ok(isAffected(orderingFor('PyPI') as VersionOrdering, '1.0', [], ['1.0.0']));
  assert.ok(!isAffected(semver, '7.0.1', [], ['6.0.0', '7.0.0']));
});

test('intervals say the same as the evaluation of the sorted events', () => {
  const version = fc.nat(6).map((n) => `${n}.0.0`);
  const event: fc.Arbitrary<OsvEvent> = fc.oneof(
    version.map((introduced) => ({ introduced })),
    version.map((fixed) => ({ fixed })),
    fc.constant({ introduced: '0' }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 6 }), version, (events, v) => {
      // The OSV schema's IncludedInRanges: walk the sorted events, the last one at or before the version decides.
      const rank = (e: OsvEvent): string =>
        e.introduced === '0' ? '' : (e.introduced ?? e.fixed ?? '');
      const sorted = [...events].sort(
        (a, b) =>
          rank(a).localeCompare(rank(b)) || Number('introduced' in a) - Number('introduced' in b),
      );
      let vulnerable = false;
      for (const e of sorted) {
        if (
          e.introduced !== undefined &&
          (e.introduced === '0' || semver.compare(v, e.introduced) >= 0)
        )
          vulnerable = true;
        if (e.fixed !== undefined && semver.compare(v, e.fixed) >= 0) vulnerable = false;
      }
      assert.equal(isAffected(semver, v, intervalsOfOsvEvents(events, semver)), vulnerable);
    }),
    { numRuns: 2000 },
  );
});

test('an interval without bounds holds every version', () => {
  assert.ok(
    isInInterval(semver, 'whatever', { introduced: null, fixed: null, lastAffected: null }),
  );
});
