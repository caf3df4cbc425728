import {
  AlignmentType,
  BorderStyle,
  HeadingLevel,
  InternalHyperlink,
  PageBreak,
  PageReference,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { cleanText } from '../clean-text.ts';
import { coverLines } from '../cover-lines.ts';
import type { DocumentModel } from '../model.ts';
import type { NumberedItem, Outline } from '../outline.ts';
import { type FurnitureTexts, furnitureTexts, historyCells } from '../texts.ts';
import { type BodyChild, documentImage } from './docx-blocks.ts';
import { hex, TEXT_WIDTH } from './docx-styles.ts';
import { documentTable } from './docx-table.ts';
import { bookmarkName, textRuns } from './docx-text.ts';

/** The cover: logo, organisation, title, subject and document control (R-DOC-1, R-DOC-7); its verso when asked. */
export function coverPage(model: DocumentModel): BodyChild[] {
  const { cover, theme, options, language } = model;
  const bar = {
    left: { style: BorderStyle.SINGLE, size: 36, space: 12, color: hex(theme.accent) },
  };
  const children: BodyChild[] = [];
  if (theme.logo !== null) {
    const { image, altText } = theme.logo;
    children.push(
      new Paragraph({
        spacing: { after: 360 },
        children: [documentImage(image, 11, 'Logo', altText)],
      }),
    );
  }
  children.push(
    new Paragraph({ style: 'CoverOrganisation', children: textRuns(cover.organisation) }),
  );
  if (cover.programme !== null) {
    const run = new TextRun({
      text: cleanText(cover.programme),
      size: 22,
      color: hex(theme.muted),
    });
    children.push(new Paragraph({ children: [run] }));
  }
  children.push(
    new Paragraph({
      heading: HeadingLevel.TITLE,
      border: bar,
      indent: { left: 320 },
      spacing: { before: 1500, after: 120, line: 260, lineRule: 'auto' },
      children: textRuns(cover.title),
    }),
    new Paragraph({
      style: 'CoverSubject',
      border: bar,
      indent: { left: 320 },
      spacing: { before: 0, after: 1500 },
      children: textRuns(cover.subject),
    }),
    controlTable(model),
  );
  children.push(...(options.duplex ? blankPage(furnitureTexts(language)) : [sectionEnd()]));
  return children;
}

function controlTable(model: DocumentModel): Table {
  const { theme } = model;
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const hairline = { style: BorderStyle.SINGLE, size: 4, color: hex(theme.rule) };
  const widths = [2700, TEXT_WIDTH - 2700];
  const cell = (run: TextRun[], i: number) =>
    new TableCell({
      width: { size: widths[i] ?? 0, type: WidthType.DXA },
      children: [
        new Paragraph({
          spacing: { before: 70, after: 70, line: 240, lineRule: 'auto' },
          children: run,
        }),
      ],
    });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { left: 0, right: 0 },
    borders: {
      top: none,
      left: none,
      right: none,
      bottom: hairline,
      insideVertical: none,
      insideHorizontal: hairline,
    },
    rows: coverLines(model).map(
      ([term, text]) =>
        new TableRow({
          cantSplit: true,
          children: [
            cell([new TextRun({ text: term, color: hex(theme.muted) })], 0),
            cell(textRuns(text, { bold: true }), 1),
          ],
        }),
    ),
  });
}

/** Word ends a section with a paragraph; after a table it is kept too small to need a page of its own. */
function sectionEnd(): Paragraph {
  const spacing = { before: 0, after: 0, line: 20, lineRule: 'exact' } as const;
  return new Paragraph({ spacing, children: [] });
}

function blankPage(texts: FurnitureTexts): Paragraph[] {
  const run = new TextRun({ text: `[${texts.blank}]`, size: 18 });
  return [
    new Paragraph({ children: [new PageBreak()] }),
    new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: 5000 }, children: [run] }),
  ];
}

/** Document history (R-DOC-2, R-DOC-4), then the tables of contents, tables and figures as fields (R-DOC-8). */
export function frontMatter(model: DocumentModel, outline: Outline): BodyChild[] {
  const { options, language } = model;
  const texts = furnitureTexts(language);
  const children: BodyChild[] = [frontHeading(texts.history), historyTable(model, texts)];
  const legend = new TextRun({ text: texts.actionLegend, size: 17, color: hex(model.theme.muted) });
  children.push(new Paragraph({ spacing: { before: 100 }, children: [legend] }));
  const lists: (Paragraph | TableOfContents)[] = [];
  if (options.tableOfContents) {
    lists.push(
      // A short history and the contents share a page, unless it is printed on both sides.
      frontHeading(texts.contents, options.duplex),
      new TableOfContents(texts.contents, { hyperlink: true, headingStyleRange: '1-3' }),
    );
  }
  if (options.listOfTables && outline.tables.length > 0) {
    lists.push(frontHeading(texts.tables), captionList(texts.tables, texts.table, outline.tables));
  }
  if (options.listOfFigures && outline.figures.length > 0) {
    lists.push(
      frontHeading(texts.figures),
      captionList(texts.figures, texts.figure, outline.figures),
    );
  }
  return [...children, ...(lists as BodyChild[])];
}

/** A field that lists the captions of a series, filled in already so that it shows before Word updates it. */
function captionList(
  title: string,
  series: string,
  items: readonly NumberedItem[],
): TableOfContents {
  const contentChildren = items.map(({ anchor, label, caption }) => {
    const target = bookmarkName(anchor);
    const children = [
      ...textRuns(`${label}  ${caption}`),
      new TextRun('\t'),
      new PageReference(target),
    ];
    const link = new InternalHyperlink({ anchor: target, children });
    return new Paragraph({ style: 'TableofFigures', children: [link] });
  });
  return new TableOfContents(title, {
    hyperlink: true,
    captionLabelIncludingNumbers: series,
    contentChildren,
    beginDirty: false,
  });
}

function frontHeading(text: string, pageBreakBefore = false): Paragraph {
  return new Paragraph({ style: 'FrontHeading', pageBreakBefore, children: textRuns(text) });
}

function historyTable(model: DocumentModel, texts: FurnitureTexts): Table {
  const widths = [11, 11, 23, 71, 20, 26];
  return documentTable({
    columns: texts.historyColumns.map((head, i) => ({
      head,
      width: widths[i] ?? 20,
      align: i < 2 ? 'centre' : 'start',
    })),
    rows: model.history.map((row) =>
      historyCells(row, model.language).map((cell) => textRuns(cell)),
    ),
    theme: model.theme,
    empty: texts.empty,
  });
}
