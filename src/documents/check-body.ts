import { checkImage } from './check-image.ts';
import type { Report } from './document-fault.ts';
import type { Block, DocumentModel, Figure, Inline, List, Section, Table } from './model.ts';
import { outlineOf, plainText } from './outline.ts';

const DEEPEST_SECTION = 5;
const DEEPEST_LIST = 4;

/** Checks sections and what is in them: what is missing, and what cannot be printed. */
export class BodyCheck {
  readonly #ids = new Set<string>();
  readonly #resolves: (id: string) => boolean;
  readonly #report: Report;

  constructor(model: DocumentModel, report: Report) {
    const outline = outlineOf(model);
    this.#resolves = (id) => outline.resolve(id) !== null;
    this.#report = report;
  }

  section(section: Section, path: string, level: number): void {
    if (level > DEEPEST_SECTION) {
      const message = `Sections go ${DEEPEST_SECTION} levels deep.`;
      this.#report('error', 'section.depth', path, message);
    }
    if (section.title.trim() === '') {
      this.#report('incomplete', 'section.title', `${path}/title`, 'The section has no title.');
    }
    if (section.mandatory === true && isEmptySection(section)) {
      const message = `The mandatory section "${section.title}" is empty.`;
      this.#report('incomplete', 'section.empty', path, message);
    }
    this.#id(section.id, path);
    section.blocks.forEach((block, i) => void this.#block(block, `${path}/blocks/${i}`));
    (section.sections ?? []).forEach((child, i) => {
      this.section(child, `${path}/sections/${i}`, level + 1);
    });
  }

  #block(block: Block, path: string): void {
    switch (block.kind) {
      case 'paragraph':
        this.#inline(block.text, `${path}/text`);
        break;
      case 'list':
        this.#list(block, path, 1);
        break;
      case 'definitions':
        block.entries.forEach((entry, i) => {
          this.#inline(entry.text, `${path}/entries/${i}/text`);
        });
        break;
      case 'table':
        this.#table(block, path);
        break;
      case 'figure':
        this.#figure(block, path);
        break;
      case 'callout':
        block.text.forEach((text, i) => void this.#inline(text, `${path}/text/${i}`));
        break;
      default:
    }
  }

  #list(list: List, path: string, depth: number): void {
    if (depth > DEEPEST_LIST) {
      this.#report('error', 'list.depth', path, `Lists go ${DEEPEST_LIST} levels deep.`);
      return;
    }
    if (list.items.length === 0) {
      this.#report('incomplete', 'list.empty', path, 'The list has no items.');
    }
    list.items.forEach((item, i) => {
      this.#inline(item.text, `${path}/items/${i}/text`);
      if (item.list !== undefined) this.#list(item.list, `${path}/items/${i}/list`, depth + 1);
    });
  }

  #table(table: Table, path: string): void {
    this.#id(table.id, path);
    if (table.caption.trim() === '') {
      this.#report('incomplete', 'table.caption', `${path}/caption`, 'The table has no caption.');
    }
    const widths = table.columns.every((column) => column.width > 0 && column.width < 1e6);
    if (table.columns.length === 0 || !widths) {
      const message = 'A table has columns, each with a width above 0.';
      this.#report('error', 'table.columns', `${path}/columns`, message);
    }
    table.rows.forEach((row, i) => {
      if (row.length !== table.columns.length) {
        const message = `The row has ${row.length} cells for ${table.columns.length} columns.`;
        this.#report('error', 'table.columns', `${path}/rows/${i}`, message);
      }
      row.forEach((cell, j) => void this.#inline(cell, `${path}/rows/${i}/${j}`));
    });
  }

  #figure(figure: Figure, path: string): void {
    this.#id(figure.id, path);
    if (figure.altText.trim() === '') {
      const message = 'The figure has no alternative text.';
      this.#report('incomplete', 'figure.alt', `${path}/altText`, message);
    }
    if (figure.caption.trim() === '') {
      this.#report('incomplete', 'figure.caption', `${path}/caption`, 'The figure has no caption.');
    }
    if (!(figure.width >= 10 && figure.width <= 100)) {
      this.#report('error', 'figure.width', `${path}/width`, 'The width is 10 to 100 per cent.');
    }
    const fault = checkImage(figure.image);
    if (fault !== null) this.#report('error', fault.code, `${path}/image`, fault.message);
  }

  #inline(inline: Inline, path: string): void {
    if (typeof inline === 'string') return;
    inline.forEach((run, i) => {
      if (typeof run === 'string') return;
      if ('ref' in run && !this.#resolves(run.ref)) {
        const message = `Nothing in the document has the id "${run.ref}".`;
        this.#report('error', 'reference.unknown', `${path}/${i}`, message);
      }
      if ('text' in run && run.href !== undefined && !isSafeLink(run.href)) {
        const message = 'A link is an http, https or mailto address.';
        this.#report('error', 'link.scheme', `${path}/${i}/href`, message);
      }
    });
  }

  #id(id: string | undefined, path: string): void {
    if (id === undefined) return;
    if (this.#ids.has(id)) {
      this.#report('error', 'reference.duplicate', `${path}/id`, `The id "${id}" is used twice.`);
    }
    this.#ids.add(id);
  }
}

function isEmptySection(section: Section): boolean {
  return (
    section.blocks.every(isEmptyBlock) && (section.sections ?? []).every((s) => isEmptySection(s))
  );
}

function isEmptyBlock(block: Block): boolean {
  switch (block.kind) {
    case 'paragraph':
      return isEmptyInline(block.text);
    case 'list':
      return block.items.every((item) => isEmptyInline(item.text));
    case 'definitions':
      return block.entries.length === 0;
    case 'table':
      return block.rows.length === 0;
    case 'callout':
      return block.text.every(isEmptyInline);
    case 'code':
      return block.text.trim() === '';
    case 'page-break':
      return true;
    default:
      return false;
  }
}

function isEmptyInline(inline: Inline): boolean {
  const hasReference =
    typeof inline !== 'string' && inline.some((r) => typeof r === 'object' && 'ref' in r);
  return !hasReference && plainText(inline).trim() === '';
}

function isSafeLink(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href) && URL.canParse(href);
}
