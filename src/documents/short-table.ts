import type { Inline, Table } from './model.ts';

/** A quarter of a page: what is kept together leaves no more than that empty above it. */
const mostRows = 8;
const mostCharacters = 900;

function lengthOf(cell: Inline): number {
  if (typeof cell === 'string') return cell.length;
  return cell.reduce(
    (sum, run) =>
      sum + (typeof run === 'string' ? run.length : 'text' in run ? run.text.length : 20),
    0,
  );
}

/** A table that is short enough not to be torn over two pages. */
export function isShort({ rows }: Pick<Table, 'rows'>): boolean {
  if (rows.length > mostRows) return false;
  return rows.flat().reduce((sum, cell) => sum + lengthOf(cell), 0) <= mostCharacters;
}
