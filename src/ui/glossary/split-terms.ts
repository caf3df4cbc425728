/** A piece of a text: words as they are, or a term that the glossary explains. */
export interface Piece {
  readonly text: string;
  /** The term as the glossary writes it. */
  readonly term: string | null;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * Finds terms as whole words, in the spelling that the glossary gives (a synonym too): `NPM` in `the NPM agrees`, never in `NPMs-2`. Of two that
 * begin at one place, the longer one. Each term is found once in a text: where it stands first.
 */
export function termFinder(
  spellings: ReadonlyMap<string, string>,
): (text: string) => readonly Piece[] {
  const words = [...spellings.keys()].sort((a, b) => b.length - a.length);
  if (words.length === 0) return (text) => [{ text, term: null }];
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_-])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{N}_-])`,
    'gu',
  );
  return (text) => {
    const pieces: Piece[] = [];
    const found = new Set<string>();
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const term = spellings.get(match[0]) ?? '';
      if (found.has(term)) continue;
      found.add(term);
      if (match.index > from) pieces.push({ text: text.slice(from, match.index), term: null });
      pieces.push({ text: match[0], term });
      from = match.index + match[0].length;
    }
    if (from < text.length || pieces.length === 0) {
      pieces.push({ text: text.slice(from), term: null });
    }
    return pieces;
  };
}
