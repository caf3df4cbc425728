/** Words of a text in a row that either stand in the other text as well, or do not. */
export interface Run {
  readonly text: string;
  readonly changed: boolean;
}

/** Beyond so many pairs of words the texts are shown as wholly different: the table of pairs would be too large for a page. */
const mostPairs = 4_000_000;

const tokensOf = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

/** Lengths of the longest common rows of tokens, from each pair of places to the ends. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [rows[i], rows[i + 1]] as [Uint32Array, Uint32Array];
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] =
        before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function runsOf(tokens: readonly string[], kept: ReadonlySet<number>): Run[] {
  const runs: { text: string; changed: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    const last = runs.at(-1);
    const changed = !kept.has(at);
    if (last?.changed === changed) last.text += token;
    else runs.push({ text: token, changed });
  }
  return runs;
}

/** The words of two texts, each marked where the other does not have it in that place. */
export function wordsOfChange(
  before: string,
  after: string,
): { readonly before: readonly Run[]; readonly after: readonly Run[] } {
  const [old, now] = [tokensOf(before), tokensOf(after)];
  const [keptOld, keptNow] = [new Set<number>(), new Set<number>()];
  if (old.length * now.length <= mostPairs) {
    const lengths = commonLengths(old, now);
    for (let i = 0, j = 0; i < old.length && j < now.length; ) {
      if (old[i] === now[j]) {
        keptOld.add(i++);
        keptNow.add(j++);
      } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) i += 1;
      else j += 1;
    }
  }
  return { before: runsOf(old, keptOld), after: runsOf(now, keptNow) };
}
