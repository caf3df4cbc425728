import type { Block, Column, Inline, Language } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';

export const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });

/** Each line of a text as a paragraph of its own. */
export const paragraphs = (text: string): Block[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => paragraph(line));

/** Lines of a text inside a cell. */
export function lines(text: string): Inline {
  const parts = text.split('\n').filter((line) => line.trim() !== '');
  return parts.flatMap((line, index) =>
    index === 0 ? [line] : [{ lineBreak: true } as const, line],
  );
}

/** Paragraphs inside a cell, with room between them. */
export function spaced(text: string): Inline {
  const parts = text.split('\n').filter((line) => line.trim() !== '');
  const gap = { lineBreak: true } as const;
  return parts.flatMap((line, index) => (index === 0 ? [line] : [gap, gap, line]));
}

/** A list inside a cell, one entry a line. */
export const stacked = (entries: readonly string[], empty: string): Inline =>
  entries.length === 0 ? empty : lines(entries.join('\n'));

/** A table of names and values. */
export function particulars(
  id: string,
  caption: string,
  heads: readonly [string, string],
  rows: readonly (readonly [string, Inline])[],
): Block {
  const columns: Column[] = [
    { head: heads[0], width: 24 },
    { head: heads[1], width: 76 },
  ];
  return { kind: 'table', id, caption, rowHeads: true, columns, rows };
}

/** A calendar day, or a dash. */
export const dayOf = (day: string | null, language: Language): string =>
  day === null ? '–' : formatDate(day.slice(0, 10), language);

/** A day and its time in UTC. */
export const momentOf = (instant: string, language: Language): string =>
  `${formatDate(instant.slice(0, 10), language)}, ${instant.slice(11, 16)} UTC`;

/** A number of hours, as the language writes decimals. */
export const hoursOf = (hours: number, language: Language): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(hours);
