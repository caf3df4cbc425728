/** What a folder's texts lack, and what in them belongs to nothing any more. */
export interface TextChanges {
  readonly texts: Readonly<Record<string, string>>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Texts that no definition asks for by itself, but that may stand beside those it asks for. */
const optional = /\.consequence$|\.help$|\.action\.open\.done$|\.task\./;

/**
 * Texts brought to what the definitions need, in the order in which these name them: a missing one is empty, so that the tests fail until
 * it is written; one of `owners` (`procedure.change`) that no definition needs is removed. All others stay.
 */
export function textChanges(
  texts: Readonly<Record<string, string>>,
  missing: readonly string[],
  needed: ReadonlySet<string>,
  owners: readonly string[],
): TextChanges {
  const removed = Object.keys(texts).filter(
    (key) =>
      owners.some((owner) => key.startsWith(`${owner}.`)) &&
      !needed.has(key) &&
      !optional.test(key),
  );
  const added = missing.filter((key) => texts[key] === undefined);
  const kept = Object.entries(texts).filter(([key]) => !removed.includes(key));
  const all = new Map([...kept, ...added.map((key): [string, string] => [key, ''])]);
  const wasSorted = isSorted(Object.keys(texts));
  const order = new Map([...needed].map((key, at) => [key, at]));
  const place = (key: string): number => order.get(key) ?? Number.POSITIVE_INFINITY;
  const keys = [...all.keys()];
  if (wasSorted) keys.sort();
  else keys.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  return {
    texts: Object.fromEntries(keys.map((key) => [key, all.get(key) ?? ''])),
    added,
    removed,
  };
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key);
}
