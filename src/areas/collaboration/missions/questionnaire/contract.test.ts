import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  askedQuestions,
  faultsOfAnswers,
  faultsOfQuestions,
  progressOf,
  type Question,
} from './contract.ts';

const base = { section: 'Access', question: 'Is it so?' } as const;
const hosted: Question = { ...base, number: 1, kind: 'yes-no', required: true };
const where: Question = {
  ...{ ...base, number: 2, kind: 'single-choice', options: 'Here\nThere', required: true },
  ...{ dependsOn: 1, dependsOnAnswer: 'yes' },
};
const since: Question = {
  ...base,
  number: 3,
  kind: 'date',
  dependsOn: 2,
  dependsOnAnswer: 'There',
};
const many: Question = { ...base, number: 4, kind: 'number' };
const all = [hosted, where, since, many];

const codes = (answers: { number: number; value: string }[]) =>
  faultsOfAnswers(all, answers).map(({ number, code }) => `${number} ${code}`);

describe('a questionnaire', () => {
  it('has numbers once, options for its choices, and conditions on earlier questions only', () => {
    assert.deepEqual(faultsOfQuestions(all), []);
    const twice = { ...many, number: 1 };
    assert.deepEqual(faultsOfQuestions([hosted, twice]), [{ number: 1, code: 'number-twice' }]);
    const single = { ...where, options: 'Here' };
    assert.equal(faultsOfQuestions([hosted, single])[0]?.code, 'options-missing');
    const early = { ...where, number: 0 };
    assert.equal(faultsOfQuestions([hosted, early])[0]?.code, 'condition-later');
    const strange = { ...where, dependsOnAnswer: 'maybe' };
    assert.equal(faultsOfQuestions([hosted, strange])[0]?.code, 'condition-unknown');
  });

  it('R-FFM-10 asks only where the condition holds, down a chain of conditions', () => {
    const asked = (...values: string[]) =>
      askedQuestions(
        all,
        values.map((value, index) => ({ number: index + 1, value })),
      ).map(({ number }) => number);
    assert.deepEqual(asked(), [1, 4]);
    assert.deepEqual(asked('yes'), [1, 2, 4]);
    assert.deepEqual(asked('yes', 'There'), [1, 2, 3, 4]);
    assert.deepEqual(asked('no', 'There'), [1, 4]);
  });

  it('R-FFM-10 is handed in when what is asked and required is answered as its question wants', () => {
    const answers = (...values: string[]) =>
      values.map((value, index) => ({ number: index + 1, value }));
    assert.deepEqual(codes(answers('yes')), ['2 required']);
    assert.deepEqual(codes(answers('perhaps', '')), ['1 not-an-option']);
    assert.deepEqual(codes(answers('yes', 'There', '2026-02-30x', 'ten')), [
      ...['3 not-a-date', '4 not-a-number'],
    ]);
    assert.deepEqual(codes(answers('no', 'Here')), ['2 not-asked']);
    assert.deepEqual(
      codes([
        { number: 1, value: 'no' },
        { number: 9, value: 'x' },
      ]),
      ['9 unknown-question'],
    );
    assert.deepEqual(codes(answers('yes', 'There', '2026-02-01', '-1.5')), []);
  });

  it('never counts more answers than questions, and misses nothing that it refuses as missing', () => {
    const answer = fc.record({
      number: fc.integer({ min: 1, max: 5 }),
      value: fc.constantFrom('yes', 'no', 'Here', 'There', ''),
    });
    fc.assert(
      fc.property(fc.uniqueArray(answer, { selector: ({ number }) => number }), (answers) => {
        const { asked, answered, missing } = progressOf(all, answers);
        assert.ok(answered <= asked && asked <= all.length);
        const refused = faultsOfAnswers(all, answers).filter(({ code }) => code === 'required');
        assert.deepEqual(
          refused.map(({ number }) => number),
          missing,
        );
      }),
    );
  });
});
