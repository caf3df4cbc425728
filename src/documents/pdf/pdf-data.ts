import { imageSize } from '../check-image.ts';
import { fittedColumns } from '../column-widths.ts';
import { coverLines } from '../cover-lines.ts';
import { FALLBACK_FAMILIES, FAMILIES } from '../fonts.ts';
import { introduces, leadOf } from '../lead.ts';
import type {
  Block,
  Column,
  DocumentModel,
  ImageData,
  Inline,
  List,
  Run,
  Theme,
} from '../model.ts';
import { type NumberedSection, type Outline, outlineOf } from '../outline.ts';
import { familiesOf, typesetterName } from '../own-font/own-faces.ts';
import { isShort } from '../short-table.ts';
import { formatDate, furnitureTexts, historyCells, signOffCells } from '../texts.ts';
import { TLP_COLOURS, TONE_COLOURS } from '../theme.ts';
import { formatVersion } from '../version.ts';
import { breakablePieces } from './pdf-text.ts';

/** What the template reads from `sys.inputs`: JSON, and the files that it names. */
export type TemplateInput = { readonly json: string; readonly files: ReadonlyMap<string, Buffer> };

/** Width of the text on the page, and of a character of table text on average, in millimetres. */
const TEXT_WIDTH = 162;
const CHARACTER_WIDTH = 1.75;
const CELL_INSET = 4;
/** Characters of the text's family take this share of the width of the monospaced one's. */
const MONO_SHARE = 0.8;

/** Turns a document into the data of the template: cleaned text in breakable pieces, anchors, numbers, colours. */
export function templateInput(model: DocumentModel): TemplateInput {
  const data = new TemplateData(model, outlineOf(model));
  const json = JSON.stringify(data.document());
  return { json, files: data.files };
}

class TemplateData {
  readonly files = new Map<string, Buffer>();
  readonly #model: DocumentModel;
  readonly #outline: Outline;

  constructor(model: DocumentModel, outline: Outline) {
    this.#model = model;
    this.#outline = outline;
  }

  document(): object {
    const { language, cover, labels, theme, options } = this.#model;
    const texts = furnitureTexts(language);
    return {
      language,
      region: { en: 'GB', fr: 'FR', de: 'DE' }[language],
      texts: { ...texts, logoAlt: theme.logo?.altText ?? '' },
      cover: {
        title: pieces(cover.title, 24),
        plainTitle: pieces(cover.title).join(''),
        subject: pieces(cover.subject, 60),
        plainSubject: pieces(cover.subject).join(''),
        owner: pieces(cover.owner).join(''),
        organisation: pieces(cover.organisation, 40),
        programme: cover.programme === null ? null : pieces(cover.programme, 40),
        project: pieces(cover.project, 30),
        reference: pieces(cover.reference, 30),
        version: formatVersion(cover.version),
        lines: coverLines(this.#model).map(([term, text]) => [term, pieces(text, 40)]),
        date: cover.issueDate.split('-').map(Number),
      },
      label: pieces(labels.information, 40),
      tlp: labels.tlp === null ? null : { text: labels.tlp, colour: TLP_COLOURS[labels.tlp] },
      theme: { ...theme, logo: theme.logo === null ? null : this.#image(theme.logo.image) },
      tones: TONE_COLOURS,
      fonts: {
        body: this.#families(theme.font),
        headings: this.#families(theme.headings ?? theme.font),
        mono: [FAMILIES.mono.name, FAMILIES.sans.name, ...FALLBACK_FAMILIES.map(([name]) => name)],
      },
      history: this.#model.history.map((row) =>
        historyCells(row, language).map((cell) => pieces(cell, 20)),
      ),
      signOff: (this.#model.signOff ?? []).map((row) =>
        signOffCells(row, language).map((cell) => pieces(cell, 24)),
      ),
      options: {
        ...options,
        listOfTables: options.listOfTables && this.#outline.tables.length > 0,
        listOfFigures: options.listOfFigures && this.#outline.figures.length > 0,
      },
      issueDate: formatDate(cover.issueDate, language),
      sections: this.#outline.sections.map((section) => this.#section(section)),
    };
  }

  #families(font: Theme['font']): string[] {
    const { theme } = this.#model;
    const own = theme.ownFont === undefined ? '' : typesetterName(theme.ownFont);
    return [...familiesOf(theme, font, own), ...FALLBACK_FAMILIES.map(([name]) => name)];
  }

  #section(numbered: NumberedSection): object {
    const { section, anchor, level, number, annex, children } = numbered;
    return {
      anchor,
      level,
      number,
      annex,
      // PDF/UA allows no empty heading.
      title: pieces(section.title.trim() === '' ? '–' : section.title, 40),
      blocks: section.blocks.map((block, i, all) => this.#block(block, all[i + 1])),
      sections: children.map((child) => this.#section(child)),
    };
  }

  #block(block: Block, next: Block | undefined): object {
    switch (block.kind) {
      case 'paragraph':
        return {
          kind: block.kind,
          text: this.#inline(block.text),
          lead: leadOf(block.text),
          sticky: introduces(block.text, next),
        };
      case 'list':
        return this.#list(block);
      case 'definitions':
        return {
          kind: block.kind,
          entries: block.entries.map((e) => [pieces(e.term, 40), this.#inline(e.text)]),
        };
      case 'table':
        return {
          ...this.#item(block),
          ...this.#table(fittedColumns(block), block.rows),
          rowHeads: block.rowHeads === true,
          short: isShort(block),
        };
      case 'figure':
        return {
          ...this.#item(block),
          image: this.#image(block.image),
          altText: block.altText.trim() === '' ? block.caption : block.altText,
          width: block.width,
        };
      case 'callout':
        return {
          kind: block.kind,
          tone: block.tone,
          title: pieces(block.title ?? furnitureTexts(this.#model.language).tones[block.tone], 40),
          text: block.text.map((text) => this.#inline(text)),
        };
      case 'code':
        return {
          kind: block.kind,
          lines: block.text.split(/\r\n?|\n/).map((line) => pieces(line, 40)),
        };
      default:
        return { kind: block.kind };
    }
  }

  #item(block: Block): object {
    const { anchor, caption } = this.#outline.item(block);
    return { kind: block.kind, anchor, caption: pieces(caption, 40) };
  }

  #list(list: List): object {
    return {
      kind: list.kind,
      ordered: list.ordered,
      items: list.items.map((item) => ({
        text: this.#inline(item.text),
        list: item.list === undefined ? null : this.#list(item.list),
      })),
    };
  }

  #table(columns: readonly Column[], rows: readonly (readonly Inline[])[]): object {
    const total = columns.reduce((sum, column) => sum + column.width, 0);
    const longest = columns.map((column) =>
      Math.max(3, Math.floor(((column.width / total) * TEXT_WIDTH - CELL_INSET) / CHARACTER_WIDTH)),
    );
    return {
      columns: columns.map((column, i) => ({
        head: pieces(column.head, longest[i]),
        hyphenate: needsHyphens([column.head], longest[i]),
        width: column.width,
        align: column.align ?? 'start',
      })),
      rows: rows.map((row) =>
        row.map((cell, i) => ({
          text: this.#inline(cell, longest[i]),
          hyphenate: needsHyphens(wordsOf(cell), longest[i]),
        })),
      ),
    };
  }

  #inline(inline: Inline, longest = 40): object[] {
    const runs: readonly Run[] = typeof inline === 'string' ? [inline] : inline;
    return runs.map((run) => this.#run(run, longest));
  }

  #run(run: Run, longest: number): object {
    if (typeof run === 'string') return { kind: 'text', pieces: pieces(run, longest) };
    if ('lineBreak' in run) return { kind: 'break' };
    if ('text' in run) {
      const room = run.code === true ? Math.floor(longest * MONO_SHARE) : longest;
      return { kind: 'text', ...run, pieces: pieces(run.text, room) };
    }
    const target = this.#outline.resolve(run.ref);
    return { kind: 'ref', pieces: [target?.text ?? ''], anchor: target?.anchor ?? '' };
  }

  #image(image: ImageData): object {
    const name = `/image-${this.files.size + 1}.${image.format}`;
    this.files.set(name, Buffer.from(image.base64, 'base64'));
    return { name, format: image.format, size: imageSize(image) };
  }
}

function wordsOf(cell: Inline): string[] {
  if (typeof cell === 'string') return [cell];
  return cell.map((run) => (typeof run === 'string' ? run : 'text' in run ? run.text : ''));
}

/** A word is broken only where its column is too narrow for it; bold letters are a little wider. */
function needsHyphens(texts: readonly string[], longest = 40): boolean {
  return texts.some((text) => text.split(/[\s-]+/).some((word) => word.length > longest * 0.95));
}

function pieces(text: string, longest = 40): string[] {
  return breakablePieces(text, longest);
}
