import {
  AlignmentType,
  type Table as DocxTable,
  ImageRun,
  convertMillimetersToTwip as mm,
  PageBreak,
  Paragraph,
  SequentialIdentifier,
  TextRun,
} from 'docx';
import { imageSize } from '../check-image.ts';
import { cleanText } from '../clean-text.ts';
import { fittedColumns } from '../column-widths.ts';
import { introduces, leadOf } from '../lead.ts';
import type {
  Block,
  Callout,
  Code,
  Definitions,
  Figure,
  ImageData,
  List,
  Paragraph as ParagraphBlock,
  Table,
  Theme,
} from '../model.ts';
import type { NumberedItem, Outline } from '../outline.ts';
import { isShort } from '../short-table.ts';
import type { FurnitureTexts } from '../texts.ts';
import { hex } from './docx-styles.ts';
import { documentTable } from './docx-table.ts';
import { bookmarked, inlineRuns, textRuns } from './docx-text.ts';

export type BodyChild = Paragraph | DocxTable;

/** Width of the text in pixels at 96 to the inch, and the most that a figure may be high. */
const TEXT_WIDTH_PX = 612;
const TALLEST_PX = 660;

/** Writes the blocks of a document for Word. */
export class DocxBlocks {
  readonly #outline: Outline;
  readonly #texts: FurnitureTexts;
  readonly #theme: Theme;
  #orderedLists = 0;

  constructor(outline: Outline, texts: FurnitureTexts, theme: Theme) {
    this.#outline = outline;
    this.#texts = texts;
    this.#theme = theme;
  }

  /** The paragraphs and tables of a block; what introduces the block after it stays on its page. */
  block(block: Block, next?: Block): BodyChild[] {
    switch (block.kind) {
      case 'paragraph':
        return [this.#paragraph(block, next)];
      case 'list':
        return this.#list(block, 0, 0);
      case 'definitions':
        return this.#definitions(block);
      case 'table':
        return this.#table(block);
      case 'figure':
        return this.#figure(block);
      case 'callout':
        return this.#callout(block);
      case 'code':
        return codeParagraphs(block);
      default:
        return [new Paragraph({ children: [new PageBreak()] })];
    }
  }

  #paragraph({ text }: ParagraphBlock, next: Block | undefined): Paragraph {
    const lead = leadOf(text);
    return new Paragraph({
      ...(lead === null ? {} : { spacing: { before: 200 } }),
      ...(introduces(text, next) ? { keepNext: true, keepLines: true } : {}),
      children: inlineRuns(text, this.#outline),
    });
  }

  #list(list: List, level: number, parent: number): Paragraph[] {
    if (list.ordered && level === 0) this.#orderedLists += 1;
    const instance = level === 0 ? this.#orderedLists : parent;
    const reference = list.ordered ? 'ordered' : 'bullets';
    return list.items.flatMap((item) => [
      new Paragraph({
        style: 'ListParagraph',
        numbering: { reference, level, instance: list.ordered ? instance : 0 },
        children: inlineRuns(item.text, this.#outline),
      }),
      ...(item.list === undefined ? [] : this.#list(item.list, level + 1, instance)),
    ]);
  }

  #definitions({ entries }: Definitions): Paragraph[] {
    return entries.flatMap((entry) => [
      new Paragraph({ style: 'DefinitionTerm', children: textRuns(entry.term) }),
      new Paragraph({ style: 'Definition', children: inlineRuns(entry.text, this.#outline) }),
    ]);
  }

  #table(table: Table): BodyChild[] {
    const item = this.#outline.item(table);
    const rows = table.rows.map((row) =>
      row.map((cell, i) =>
        inlineRuns(cell, this.#outline, { small: true, bold: table.rowHeads === true && i === 0 }),
      ),
    );
    const written = documentTable({
      columns: fittedColumns(table),
      rows,
      theme: this.#theme,
      empty: this.#texts.empty,
      short: isShort(table),
    });
    const after = new Paragraph({
      spacing: { before: 0, after: 0, line: 200, lineRule: 'exact' },
      children: [],
    });
    return [this.#caption(item, this.#texts.table, true), written, after];
  }

  #figure(figure: Figure): Paragraph[] {
    const item = this.#outline.item(figure);
    const alt = figure.altText.trim() === '' ? figure.caption : figure.altText;
    const image = documentImage(figure.image, figure.width, item.label, alt);
    const picture = new Paragraph({
      keepNext: true,
      alignment: AlignmentType.CENTER,
      spacing: { before: 240, after: 0 },
      children: [image],
    });
    return [picture, this.#caption(item, this.#texts.figure, false)];
  }

  /** A caption with the SEQ field that Word counts and lists by. */
  #caption({ anchor, caption }: NumberedItem, series: string, keepNext: boolean): Paragraph {
    // The field takes its look from the style; what follows it is set as text.
    const label = [new TextRun(`${series} `), new SequentialIdentifier(series)];
    const plain = { text: `\u2002${cleanText(caption)}`, bold: false, color: hex(this.#theme.ink) };
    return new Paragraph({
      style: 'Caption',
      keepNext,
      keepLines: true,
      children: [bookmarked(anchor, label), new TextRun(plain)],
    });
  }

  #callout({ tone, title, text }: Callout): Paragraph[] {
    const style = `Callout-${tone}`;
    const words = cleanText(title ?? this.#texts.tones[tone]);
    const head = [new TextRun({ text: words, style: `CalloutTitle-${tone}` })];
    const paragraphs = [head, ...text.map((part) => inlineRuns(part, this.#outline))];
    const gap = () =>
      new Paragraph({
        spacing: { before: 0, after: 0, line: 160, lineRule: 'exact' },
        children: [],
      });
    return [
      gap(),
      ...paragraphs.map(
        (children, i) =>
          new Paragraph({ style, keepNext: i < paragraphs.length - 1, keepLines: true, children }),
      ),
      gap(),
    ];
  }
}

/** Lines of an extract that is not torn over two pages. */
const LONGEST_WHOLE_EXTRACT = 20;

function codeParagraphs({ text }: Code): Paragraph[] {
  const lines = text.split(/\r\n?|\n/);
  const short = lines.length <= LONGEST_WHOLE_EXTRACT;
  return lines.map((line, i) => {
    const last = i === lines.length - 1;
    return new Paragraph({
      style: 'Code',
      ...(short && !last ? { keepNext: true, keepLines: true } : {}),
      ...(last ? { spacing: { before: 0, after: mm(4), line: 245, lineRule: 'auto' } } : {}),
      children: textRuns(line),
    });
  });
}

/** One white pixel: what a word processor that cannot show SVG shows when the figure brings no PNG. */
const WHITE_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=';

/** A picture as wide as a share of the text in per cent, never higher than a page. */
export function documentImage(
  image: ImageData,
  share: number,
  name: string,
  alt: string,
): ImageRun {
  const size = imageSize(image) ?? { width: 1, height: 1 };
  const ratio = size.height / size.width;
  const width = Math.min((TEXT_WIDTH_PX * share) / 100, TALLEST_PX / ratio);
  const transformation = {
    width: Math.round(width),
    height: Math.max(1, Math.round(width * ratio)),
  };
  const altText = { name, title: name, description: alt };
  const data = Buffer.from(image.base64, 'base64');
  if (image.format === 'png') return new ImageRun({ type: 'png', data, transformation, altText });
  const png = Buffer.from(image.png ?? WHITE_PIXEL, 'base64');
  const fallback = { type: 'png', data: png, transformation } as const;
  return new ImageRun({ type: 'svg', data, transformation, fallback, altText });
}
