import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Column, Theme } from '../model.ts';
import { hex, TEXT_WIDTH } from './docx-styles.ts';
import { textRuns } from './docx-text.ts';

export type TableContent = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (readonly ParagraphChild[])[])[];
  readonly theme: Theme;
  readonly empty: string;
  /** Not torn over two pages. */
  readonly short?: boolean;
};

const ALIGN = { start: AlignmentType.START, centre: AlignmentType.CENTER, end: AlignmentType.END };

/** A table as wide as the text: its head repeats on each page, its rows are not split between pages. */
export function documentTable({ columns, rows, theme, empty, short }: TableContent): Table {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => Math.floor((column.width / total) * TEXT_WIDTH));
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const hairline = { style: BorderStyle.SINGLE, size: 4, color: hex(theme.rule) };
  const heavy = { style: BorderStyle.SINGLE, size: 8, color: hex(theme.accent) };
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(
      ({ head, align }, i) =>
        new TableCell({
          width: { size: widths[i] ?? 0, type: WidthType.DXA },
          shading: { type: ShadingType.CLEAR, fill: hex(theme.tint), color: 'auto' },
          borders: { top: heavy, bottom: heavy },
          children: [
            new Paragraph({
              style: 'TableHead',
              alignment: ALIGN[align ?? 'start'],
              children: textRuns(head),
            }),
          ],
        }),
    ),
  });
  const nothing = new TableRow({
    children: [
      new TableCell({
        columnSpan: columns.length,
        children: [
          new Paragraph({
            style: 'TableText',
            children: [new TextRun({ text: empty, italics: true })],
          }),
        ],
      }),
    ],
  });
  const body = rows.map((row, i) =>
    // Word keeps a row with the next one by its paragraphs.
    bodyRow(row, columns, widths, short === true && i < rows.length - 1),
  );
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { left: 90, right: 90, top: 20, bottom: 20 },
    borders: {
      top: heavy,
      bottom: hairline,
      left: none,
      right: none,
      insideVertical: none,
      insideHorizontal: hairline,
    },
    rows: [head, ...(body.length === 0 ? [nothing] : body)],
  });
}

function bodyRow(
  row: readonly (readonly ParagraphChild[])[],
  columns: readonly Column[],
  widths: readonly number[],
  keepNext: boolean,
): TableRow {
  return new TableRow({
    cantSplit: true,
    children: row.map(
      (children, i) =>
        new TableCell({
          width: { size: widths[i] ?? 0, type: WidthType.DXA },
          children: [
            new Paragraph({
              style: 'TableText',
              alignment: ALIGN[columns[i]?.align ?? 'start'],
              ...(keepNext ? { keepNext } : {}),
              children: [...children],
            }),
          ],
        }),
    ),
  });
}
