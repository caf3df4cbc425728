import type { QuestionAnswer } from '../../questionnaire/contract.ts';

export type Answers = ReadonlyMap<number, QuestionAnswer>;

export const answersOf = (list: readonly QuestionAnswer[]): Answers =>
  new Map(list.map((answer) => [answer.number, answer]));

const same = (one: QuestionAnswer | undefined, other: QuestionAnswer | undefined): boolean =>
  (one?.value ?? '') === (other?.value ?? '') && (one?.remark ?? '') === (other?.remark ?? '');

export const sameAnswers = (one: Answers, other: Answers): boolean =>
  [...new Set([...one.keys(), ...other.keys()])].every((number) =>
    same(one.get(number), other.get(number)),
  );

/**
 * Two people typed into one questionnaire: mine where I changed something since `base`, theirs everywhere else. Nobody's words are lost to
 * a question that only one of them touched.
 */
export function mergeAnswers(base: Answers, theirs: Answers, mine: Answers): Answers {
  const merged = new Map(theirs);
  for (const number of new Set([...base.keys(), ...mine.keys()])) {
    if (same(mine.get(number), base.get(number))) continue;
    const answer = mine.get(number);
    if (answer === undefined) merged.delete(number);
    else merged.set(number, answer);
  }
  return merged;
}
