import { diffWordsWithSpace } from 'diff';

/** Words of a text in a row that either stand in the other text as well, or do not. */
export interface Run {
  readonly text: string;
  readonly changed: boolean;
}

/** Texts with more words added and removed than this have nothing to read between the marks, and would keep the page busy. */
const mostChanges = 1000;

const whole = (text: string): Run[] => (text === '' ? [] : [{ text, changed: true }]);

/** The words of two texts, each marked where the other does not have it in that place. */
export function wordsOfChange(
  before: string,
  after: string,
): { readonly before: readonly Run[]; readonly after: readonly Run[] } {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostChanges });
  if (parts === undefined) return { before: whole(before), after: whole(after) };
  const without = (side: 'added' | 'removed'): Run[] =>
    parts.flatMap((part) =>
      part[side] ? [] : [{ text: part.value, changed: part.added || part.removed }],
    );
  return { before: without('added'), after: without('removed') };
}
