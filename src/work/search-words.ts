/** Most words that one search looks for; the rest is left out. */
const mostWords = 8;

/** Patterns for `ilike all`, one for each word that was typed: all must be found, in whatever order and field. */
export function wordPatterns(typed: string): string[] {
  return typed
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
}
