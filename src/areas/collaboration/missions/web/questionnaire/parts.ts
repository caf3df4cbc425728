import type { Question } from '../../questionnaire/contract.ts';

/** Questions by their part, parts in the order of their first question. */
export function partsOf(questions: readonly Question[]): [string, Question[]][] {
  return [...Map.groupBy(questions, ({ section }) => section)];
}

/** Where a question stands on the page. */
export const anchorOf = (number: number): string => `question-${number}`;
export const anchorOfPart = (at: number): string => `part-${at + 1}`;
