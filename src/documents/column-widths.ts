import type { Column, Table } from './model.ts';
import { plainText } from './outline.ts';

/** Width of the text on the page, and the space that a cell keeps beside its text, in millimetres. */
const TEXT_WIDTH_MM = 162;
const CELL_INSET_MM = 3.8;
/** One em of table text, in millimetres. */
const EM_MM = 3;
/** What is longer is broken like any long word: at its hyphens, by hyphenation, or where the column ends. */
const LONGEST_WHOLE = 20;

/**
 * The columns of a table, so wide that dates, numbers, references and single words stand on one line; what they need
 * comes from the columns that have room to spare. A table that has none keeps the widths that it was given.
 */
export function fittedColumns({
  columns,
  rows,
  rowHeads,
}: Pick<Table, 'columns' | 'rows' | 'rowHeads'>): Column[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const given = columns.map(({ width }) => (width / total) * TEXT_WIDTH_MM);
  const needed = columns.map(({ head }, i) => {
    const bold = rowHeads === true && i === 0;
    const cells = rows.map((row) => longestWord(plainText(row[i] ?? ''), bold));
    return CELL_INSET_MM + Math.max(longestWord(head, true), ...cells);
  });
  const missing = sum(needed.map((need, i) => Math.max(0, need - (given[i] ?? 0))));
  const spare = given.map((width, i) => Math.max(0, width - (needed[i] ?? 0)));
  const room = sum(spare);
  if (missing === 0 || missing > room) return [...columns];
  return columns.map((column, i) => {
    const width = Math.max(given[i] ?? 0, needed[i] ?? 0) - (missing * (spare[i] ?? 0)) / room;
    return { ...column, width: Math.round(width * 10) / 10 };
  });
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Of the words that are not to be broken: their greatest width in millimetres. */
function longestWord(text: string, bold: boolean): number {
  const words = text
    .split(/\s+/)
    .flatMap((word) => (/\d/.test(word) ? [word] : word.split(/(?<=-)/)));
  const whole = words.filter((word) => word.length <= LONGEST_WHOLE).map(widthOf);
  return Math.max(0, ...whole) * EM_MM * (bold ? 1.07 : 1);
}

/** Width of a word in em, as the shipped families set it on average. */
function widthOf(word: string): number {
  let width = 0;
  for (const letter of word) width += emOf(letter);
  return width;
}

function emOf(letter: string): number {
  if (/[0-9]/.test(letter)) return 0.575;
  if (/[ijl.,:;!|'’]/.test(letter)) return 0.29;
  if (/[frt/()[\]{}-]/.test(letter)) return 0.38;
  if (/[mwMW@%]/.test(letter)) return 0.92;
  return /\p{Lu}/u.test(letter) ? 0.67 : 0.58;
}
