import { fittedColumns } from '../column-widths.ts';
import { introduces, leadOf } from '../lead.ts';
import type {
  Block,
  Callout,
  Definitions,
  Figure,
  ImageData,
  Inline,
  List,
  Run,
  Table,
} from '../model.ts';
import type { Outline } from '../outline.ts';
import { isShort } from '../short-table.ts';
import type { FurnitureTexts } from '../texts.ts';
import { escapeHtml as e } from './escape.ts';

/** Writes the blocks of a document as HTML; every text passes through escaping here. */
export class HtmlBlocks {
  readonly #outline: Outline;
  readonly #texts: FurnitureTexts;

  constructor(outline: Outline, texts: FurnitureTexts) {
    this.#outline = outline;
    this.#texts = texts;
  }

  /** The markup of a block; in print, what introduces the block after it stays on its page. */
  block(block: Block, next?: Block): string {
    switch (block.kind) {
      case 'paragraph':
        return this.#paragraph(block.text, next);
      case 'list':
        return this.#list(block);
      case 'definitions':
        return this.#definitions(block);
      case 'table':
        return this.#table(block);
      case 'figure':
        return this.#figure(block);
      case 'callout':
        return this.#callout(block);
      case 'code':
        return `<pre><code>${e(block.text)}</code></pre>`;
      default:
        return '<div class="page-break"></div>';
    }
  }

  #paragraph(text: Inline, next: Block | undefined): string {
    const lead = leadOf(text) === null ? [] : ['lead'];
    const classes = introduces(text, next) ? [...lead, 'intro'] : lead;
    const named = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
    return `<p${named}>${this.inline(text)}</p>`;
  }

  inline(inline: Inline): string {
    const runs: readonly Run[] = typeof inline === 'string' ? [inline] : inline;
    return runs.map((run) => this.#run(run)).join('');
  }

  #run(run: Run): string {
    if (typeof run === 'string') return e(run).replaceAll('\n', '<br>');
    if ('lineBreak' in run) return '<br>';
    if ('ref' in run) {
      const target = this.#outline.resolve(run.ref);
      return target === null ? '' : `<a href="#${target.anchor}">${e(target.text)}</a>`;
    }
    let html = e(run.text).replaceAll('\n', '<br>');
    if (run.code === true) html = `<code>${html}</code>`;
    if (run.italic === true) html = `<em>${html}</em>`;
    if (run.bold === true) html = `<strong>${html}</strong>`;
    if (run.href !== undefined) html = `<a href="${e(run.href)}" rel="noreferrer">${html}</a>`;
    return html;
  }

  #list(list: List): string {
    const tag = list.ordered ? 'ol' : 'ul';
    const items = list.items.map(
      (item) =>
        `<li>${this.inline(item.text)}${item.list === undefined ? '' : this.#list(item.list)}</li>`,
    );
    return `<${tag}>${items.join('')}</${tag}>`;
  }

  #definitions({ entries }: Definitions): string {
    const rows = entries.map((x) => `<dt>${e(x.term)}</dt><dd>${this.inline(x.text)}</dd>`);
    return `<dl class="terms">${rows.join('')}</dl>`;
  }

  #table(table: Table): string {
    const { anchor, label, caption } = this.#outline.item(table);
    const rows = table.rows.map((row) => row.map((cell) => this.inline(cell)));
    const columns = fittedColumns(table).map(({ head, width, align }) => ({
      head,
      width,
      align: align ?? 'start',
    }));
    return htmlTable({
      id: anchor,
      caption: `<b>${e(label)}</b>${e(caption)}`,
      name: `${label} ${caption}`,
      columns,
      rows,
      rowHeads: table.rowHeads === true,
      short: isShort(table),
      empty: this.#texts.empty,
    });
  }

  #figure(figure: Figure): string {
    const { anchor, label, caption } = this.#outline.item(figure);
    const alt = figure.altText.trim() === '' ? figure.caption : figure.altText;
    const width = Math.round(figure.width);
    return `<figure id="${anchor}"><img class="w${width}" src="${imageUri(figure.image)}" alt="${e(alt)}"><figcaption><b>${e(label)}</b>${e(caption)}</figcaption></figure>`;
  }

  #callout({ tone, title, text }: Callout): string {
    const head = `<p class="callout-title">${e(title ?? this.#texts.tones[tone])}</p>`;
    const body = text.map((part) => `<p>${this.inline(part)}</p>`).join('');
    return `<div class="callout ${tone}" role="note">${head}${body}</div>`;
  }
}

/** A table whose caption and cells are HTML already, and whose heads and name are text. */
export type HtmlTable = {
  readonly id?: string;
  readonly caption?: string;
  readonly name: string;
  readonly columns: readonly { head: string; width: number; align: 'start' | 'centre' | 'end' }[];
  readonly rows: readonly (readonly string[])[];
  readonly rowHeads: boolean;
  readonly empty: string;
  /** Not torn over two pages when it is printed. */
  readonly short?: boolean;
};

/** Writes a table in a frame of its own that scrolls on small screens and can be reached by keyboard. */
export function htmlTable(table: HtmlTable): string {
  const total = table.columns.reduce((sum, column) => sum + column.width, 0);
  const classes = table.columns.map(({ align }) => (align === 'start' ? '' : ` class="${align}"`));
  const cols = table.columns.map(
    ({ width }) => `<col class="w${Math.max(1, Math.round((width / total) * 100))}">`,
  );
  const heads = table.columns.map(({ head }, i) => `<th scope="col"${classes[i]}>${e(head)}</th>`);
  const rows = table.rows.map((row) => {
    const cells = row.map((cell, i) =>
      table.rowHeads && i === 0
        ? `<th scope="row"${classes[i]}>${cell}</th>`
        : `<td${classes[i]}>${cell}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const none = `<tr><td colspan="${table.columns.length}"><em>${e(table.empty)}</em></td></tr>`;
  const caption = table.caption === undefined ? '' : `<caption>${table.caption}</caption>`;
  // Two columns fit a telephone; more are read by scrolling.
  const breadth =
    table.columns.length < 3 ? 'narrow' : table.columns.length < 5 ? 'middle' : 'wide';
  const id = table.id === undefined ? '' : ` id="${table.id}"`;
  return `<div class="table ${breadth}${table.short === true ? ' short' : ''}"${id} role="region" tabindex="0" aria-label="${e(table.name)}"><table>${caption}<colgroup>${cols.join('')}</colgroup><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n') || none}</tbody></table></div>`;
}

/** A picture as a data URI: an SVG shown by `img` runs no scripts and fetches nothing. */
export function imageUri(image: ImageData): string {
  const type = image.format === 'svg' ? 'image/svg+xml' : 'image/png';
  return `data:${type};base64,${image.base64}`;
}
