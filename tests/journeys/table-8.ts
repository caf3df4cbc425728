import assert from 'node:assert/strict';
import { table8 } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';

const titleOf = (numbered: string): string => numbered.replace(/^[\d.]+ /, '');

/** Without what the end of a line takes away or adds. */
const squeezed = (text: string): string => text.replace(/[\s\u00ad-]+/g, '');

/** Whether a text stands there, in one piece or parted by the end of a page. */
function holds(all: string, words: string): boolean {
  const each = words.split(/\s+/);
  return each.some((_, at) =>
    [each.slice(0, at), each.slice(at)].every((part) => all.includes(squeezed(part.join('')))),
  );
}

/** The text of a Security Incident Report has every section of Table 8 in its order, after the table of contents, and what the case holds. */
export function tellsTable8(text: string, words: readonly string[]): void {
  const plain = text.replace(/\s+/g, ' ');
  const body = plain.slice(plain.lastIndexOf(`1 ${titleOf(table8[0] ?? '')}`));
  let from = 0;
  for (const numbered of table8) {
    const [number = ''] = numbered.split(' ');
    const found = body.indexOf(`${number} ${titleOf(numbered)}`, from);
    assert.ok(found >= from, `section ${numbered}`);
    from = found + 1;
  }
  const all = squeezed(plain);
  for (const one of words) assert.ok(holds(all, one), one);
}
