/** Changes of sources by their text; the formatter puts imports in order and breaks lines afterwards. */

/** The source with an import in front of the others. */
export function withImport(source: string, name: string, from: string): string {
  return `import { ${name} } from '${from}';\n${source}`;
}

/**
 * The source with `entry` at the end of the list that opens at `opening` (`catalogueOf([`). A list that is mapped afterwards takes
 * `mappedEntry`. Null when there is no such list.
 */
export function withEntry(
  source: string,
  opening: string,
  entry: string,
  mappedEntry = entry,
): string | null {
  const start = source.indexOf(opening);
  if (start === -1) return null;
  const end = closingBracket(source, start + opening.length);
  if (end === -1) return null;
  const before = source.slice(0, end).trimEnd();
  const comma = before.endsWith('[') || before.endsWith(',') ? '' : ',';
  const chosen = source.slice(end + 1).startsWith('.map(') ? mappedEntry : entry;
  return `${before}${comma} ${chosen}${source.slice(end)}`;
}

/** The area module with `entry` in its list of that name, which is made when it has none. Null when it is no area module. */
export function withModule(
  source: string,
  list: 'procedures' | 'registers',
  entry: string,
  mappedEntry = entry,
): string | null {
  const added = withEntry(source, `${list}: [`, entry, mappedEntry);
  if (added !== null) return added;
  const head = /: AreaModule = \{/;
  return head.test(source)
    ? source.replace(head, (found) => `${found} ${list}: [${entry}],`)
    : null;
}

/** The source without the import of that name and without `entry`; null when either is missing. */
export function withoutEntry(source: string, name: string, entry: string): string | null {
  const importLine = new RegExp(`import \\{ ${name} \\} from '[^']*';\\n`);
  if (!importLine.test(source) || !source.includes(entry)) return null;
  return source.replace(importLine, '').replace(new RegExp(`\\s*${escaped(entry)},?`), '');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function closingBracket(source: string, from: number): number {
  let depth = 1;
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '[') depth += 1;
    if (source[at] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** A catalogue of texts with more of them; one that is in alphabetical order stays so. */
export function withTexts(json: string, more: Readonly<Record<string, string>>): string {
  const known = JSON.parse(json) as Record<string, string>;
  const keys = Object.keys(known);
  const sorted = keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key);
  const all = Object.entries({ ...known, ...more });
  if (sorted) all.sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`;
}
