/** What a folder's texts lack, and what in them belongs to nothing any more. */
export interface TextChanges {
  readonly texts: Readonly<Record<string, string>>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Texts that no definition asks for by itself, but that may stand beside those it asks for. */
const optional =
  /\.consequence$|\.help$|\.empty$|\.action\.open\.done$|\.task\.|^procedure\.[^.]+\.evidence\./;

/**
 * Texts brought to what the definitions need: a missing one is empty, so that the tests fail until it is written, and stands behind the one
 * that the definitions name before it, or in alphabetical order where the others do; one of `owners` (`procedure.change`) that no definition
 * needs is removed. All others stay where they are.
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
  const keys = Object.keys(texts).filter((key) => !removed.includes(key));
  const wasSorted = isSorted(Object.keys(texts));
  const order = [...needed];
  for (const key of order.filter((one) => added.includes(one))) {
    const before = order.slice(0, order.indexOf(key)).findLast((one) => keys.includes(one));
    keys.splice(before === undefined ? 0 : keys.indexOf(before) + 1, 0, key);
  }
  keys.push(...added.filter((key) => !keys.includes(key)));
  if (wasSorted) keys.sort();
  return {
    texts: Object.fromEntries(keys.map((key) => [key, texts[key] ?? ''])),
    added,
    removed,
  };
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key);
}
