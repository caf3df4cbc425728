import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationFrom, partsOfDuration } from './duration-parts.ts';
import { faultsOf } from './form-faults.ts';

test('a number and its unit travel as ISO 8601 and come back as they were', () => {
  for (const [amount, unit, iso] of [
    ['2', 'days', 'P2D'],
    ['24', 'hours', 'PT24H'],
    ['30', 'minutes', 'PT30M'],
  ] as const) {
    assert.equal(durationFrom(` ${amount} `, unit), iso);
    assert.deepEqual(partsOfDuration(iso), { amount, unit });
  }
  assert.equal(durationFrom(' ', 'hours'), '');
  assert.equal(partsOfDuration(''), null);
});

test('one of several units is so many of the smallest', () => {
  assert.deepEqual(partsOfDuration('P1DT4H'), { amount: '28', unit: 'hours' });
  assert.deepEqual(partsOfDuration('P1DT30M'), { amount: '1470', unit: 'minutes' });
  assert.deepEqual(partsOfDuration('PT1H30M'), { amount: '90', unit: 'minutes' });
});

test('what is typed amiss stays as typed and is told at its field', () => {
  for (const typed of ['soon', '1,5', '0', '-2', '1H', '2D3']) {
    const iso = durationFrom(typed, 'hours');
    assert.deepEqual(partsOfDuration(iso), { amount: typed, unit: 'hours' }, typed);
    assert.deepEqual(
      faultsOf({ within: { kind: 'duration' } }, { within: iso }),
      [{ path: 'within', key: 'fault.duration' }],
      typed,
    );
  }
});
