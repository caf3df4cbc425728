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
import { imageSize } from '../check-image.ts';
import { cleanText } from '../clean-text.ts';
import { coverLines } from '../cover-lines.ts';
import type { DocumentModel, ImageData } from '../model.ts';
import type { NumberedItem, Outline } from '../outline.ts';
import { type FurnitureTexts, furnitureTexts, historyCells, signOffCells } from '../texts.ts';
import { type BodyChild, documentImage } from './docx-blocks.ts';
import { tab } from './docx-furniture.ts';
import { hex, LEADERS, TEXT_WIDTH } from './docx-styles.ts';
import { documentTable } from './docx-table.ts';
import { bookmarkName, textRuns } from './docx-text.ts';

/** The cover: logo, organisation, title, subject and document control (R-DOC-1, R-DOC-7); its verso when asked. */
export function coverPage(model: DocumentModel): BodyChild[] {
  const { cover, theme, options, language } = model;
  const bar = {
    left: { style: BorderStyle.SINGLE, size: 36, space: 12, color: hex(theme.accent) },
  };
  const above = spaceAboveTitle(model);
  const children: BodyChild[] = [];
  if (theme.logo !== null) {
    const { image, altText } = theme.logo;
    children.push(
      new Paragraph({
        spacing: { after: 360 },
        children: [documentImage(image, logoShare(image), 'Logo', altText)],
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
      spacing: { before: above, after: 120, line: 260, lineRule: 'auto' },
      children: textRuns(cover.title),
    }),
    new Paragraph({
      style: 'CoverSubject',
      border: bar,
      indent: { left: 320 },
      spacing: { before: 0, after: 2 * above },
      children: textRuns(cover.subject),
    }),
    controlTable(model),
  );
  children.push(...(options.duplex ? blankPage(furnitureTexts(language)) : [sectionEnd()]));
  return children;
}

/** The logo is as high as in print, 18 mm, and never wider than 100 mm. */
function logoShare(image: ImageData): number {
  const { width, height } = imageSize(image) ?? { width: 1, height: 1 };
  return (Math.min(100, (18 * width) / height) / 162) * 100;
}

/** Height of the cover's text in twentieths of a point, with a reserve for what a word processor sets wider than foreseen. */
const COVER_HEIGHT = 12_000;

/** A third of what the cover leaves empty stands above its title, the rest below: Word cannot fill a page by itself. */
function spaceAboveTitle(model: DocumentModel): number {
  const { cover, theme } = model;
  const lines = (text: string, characters: number) => Math.ceil(text.length / characters);
  const control = coverLines(model).reduce((sum, [, text]) => sum + 150 + 275 * lines(text, 48), 0);
  const used =
    (theme.logo === null ? 0 : 1400) +
    400 * lines(cover.organisation, 50) +
    (cover.programme === null ? 0 : 350 * lines(cover.programme, 60)) +
    800 * lines(cover.title, 22) +
    400 * lines(cover.subject, 55) +
    control;
  return Math.max(300, Math.floor((COVER_HEIGHT - used) / 3));
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
  if (model.signOff !== undefined && model.signOff.length > 0) {
    children.push(frontHeading(texts.signOff), signOffTable(model, texts));
  }
  const lists: (Paragraph | TableOfContents)[] = [];
  if (options.tableOfContents) {
    lists.push(
      // A short history and the contents share a page, unless it is printed on both sides.
      frontHeading(texts.contents, options.duplex),
      new TableOfContents(texts.contents, { hyperlink: true, headingStyleRange: '1-3' }),
    );
  }
  if (options.listOfTables && outline.tables.length > 0) {
    lists.push(
      frontHeading(texts.tables),
      new CaptionList(texts.tables, texts.table, outline.tables),
    );
  }
  if (options.listOfFigures && outline.figures.length > 0) {
    lists.push(
      frontHeading(texts.figures),
      new CaptionList(texts.figures, texts.figure, outline.figures),
    );
  }
  return [...children, ...(lists as BodyChild[])];
}

/** A field that lists the captions of a series, filled in already so that it shows before Word updates it. */
class CaptionList extends TableOfContents {
  constructor(title: string, series: string, items: readonly NumberedItem[]) {
    super(title, {
      hyperlink: true,
      captionLabelIncludingNumbers: series,
      contentChildren: items.map(captionEntry),
      beginDirty: false,
    });
    // The writer's library opens the field in a paragraph of its own, which would print as an empty line.
    const [begin, first] = partsOf(partsOf(this).at(-1));
    const opening = partsOf(begin).at(-1);
    if (opening === undefined || first === undefined) return;
    partsOf(first).splice(1, 0, opening);
    partsOf(partsOf(this).at(-1)).shift();
  }
}

/** What an element of the writer's library is made of: properties first. */
function partsOf(element: unknown): unknown[] {
  return (element as { root: unknown[] }).root;
}

function captionEntry({ anchor, label, caption }: NumberedItem): Paragraph {
  const target = bookmarkName(anchor);
  const children = [...textRuns(`${label}\u2002${caption}`), tab(), new PageReference(target)];
  return new Paragraph({
    style: 'TableofFigures',
    tabStops: [LEADERS],
    children: [new InternalHyperlink({ anchor: target, children })],
  });
}

function frontHeading(text: string, pageBreakBefore = false): Paragraph {
  return new Paragraph({ style: 'FrontHeading', pageBreakBefore, children: textRuns(text) });
}

function signOffTable(model: DocumentModel, texts: FurnitureTexts): Table {
  const widths = [34, 45, 60, 23];
  return documentTable({
    columns: texts.signOffColumns.map((head, i) => ({ head, width: widths[i] ?? 40 })),
    rows: (model.signOff ?? []).map((row) =>
      signOffCells(row, model.language).map((cell, i) => textRuns(cell, { bold: i === 0 })),
    ),
    theme: model.theme,
    empty: texts.empty,
    short: true,
  });
}

function historyTable(model: DocumentModel, texts: FurnitureTexts): Table {
  const widths = [13, 12, 23, 68, 20, 26];
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
