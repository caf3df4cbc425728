import { assertPrintable } from '../check.ts';
import { coverLines } from '../cover-lines.ts';
import type { DocumentModel, FontFiles } from '../model.ts';
import { type NumberedItem, type NumberedSection, type Outline, outlineOf } from '../outline.ts';
import { type FurnitureTexts, furnitureTexts, historyCells, signOffCells } from '../texts.ts';
import { formatVersion } from '../version.ts';
import { escapeHtml as e } from './escape.ts';
import { HtmlBlocks, htmlTable, imageUri } from './html-blocks.ts';
import { documentCss, tlpClass } from './html-style.ts';

/**
 * Where the page's style sheet comes from: inside the page under a nonce (see `documentCsp`), or from an address that
 * serves `documentCss(model)`.
 */
export type StyleSource = { readonly nonce: string } | { readonly href: string };

/**
 * Writes a document as one accessible page of HTML with print styles. It has no scripts, no style attributes and, with a
 * nonce, no external resources. Throws an UnprintableDocumentError for a document with faults of severity `error`, a MissingFontError
 * without the files of the own family that it is set in.
 */
export function writeHtml(
  model: DocumentModel,
  style: StyleSource,
  fonts: FontFiles = new Map(),
): string {
  assertPrintable(model);
  return new HtmlPage(model).page(style, fonts);
}

class HtmlPage {
  readonly #model: DocumentModel;
  readonly #texts: FurnitureTexts;
  readonly #outline: Outline;
  readonly #blocks: HtmlBlocks;

  constructor(model: DocumentModel) {
    this.#model = model;
    this.#texts = furnitureTexts(model.language);
    this.#outline = outlineOf(model);
    this.#blocks = new HtmlBlocks(this.#outline, this.#texts);
  }

  page(style: StyleSource, fonts: FontFiles): string {
    const { language, cover } = this.#model;
    const css =
      'nonce' in style
        ? `<style nonce="${e(style.nonce)}">\n${documentCss(this.#model, fonts)}\n</style>`
        : `<link rel="stylesheet" href="${e(style.href)}">`;
    return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="author" content="${e(cover.owner)}">
<meta name="description" content="${e(cover.subject)}">
<meta name="dcterms.identifier" content="${e(cover.reference)}">
<meta name="dcterms.issued" content="${e(cover.issueDate)}">
<title>${e(cover.title)}</title>
${css}
</head>
<body>
<a class="skip" href="#content">${e(this.#texts.skip)}</a>
${this.#running()}
<main class="page">
${this.#cover()}
${this.#history()}${this.#signOff()}
${this.#contents()}
<div id="content" tabindex="-1">
${this.#outline.sections.map((section) => this.#section(section)).join('\n')}
</div>
</main>
${this.#closing()}
</body>
</html>
`;
  }

  #labels(): string {
    const { information, tlp } = this.#model.labels;
    const badge = tlp === null ? '' : `<span class="tlp ${tlpClass(tlp)}">${e(tlp)}</span>`;
    return `<span class="labels"><span class="label">${e(information)}</span>${badge}</span>`;
  }

  #running(): string {
    const { project, reference, title, version } = this.#model.cover;
    const { referenceShort, version: word } = this.#texts;
    return `<header class="running"><div><b>${e(project)}</b><span>${e(referenceShort)}: ${e(reference)}</span><span class="title">${e(title)}</span><span>${e(word)}: ${formatVersion(version)}</span>${this.#labels()}</div></header>`;
  }

  #closing(): string {
    const { organisation, reference, version } = this.#model.cover;
    return `<footer class="closing"><div><span>${e(organisation)}</span><span>${e(reference)}</span><span>${e(this.#texts.version)}: ${formatVersion(version)}</span>${this.#labels()}</div></footer>`;
  }

  #cover(): string {
    const { cover, theme } = this.#model;
    const { logo } = theme;
    const mark =
      logo === null
        ? ''
        : `<img class="logo" src="${imageUri(logo.image)}" alt="${e(logo.altText)}">\n`;
    const programme =
      cover.programme === null ? '' : `<p class="programme">${e(cover.programme)}</p>\n`;
    const lines = coverLines(this.#model).map(
      ([term, text]) => `<dt>${e(term)}</dt><dd>${e(text)}</dd>`,
    );
    return `<section class="cover">
${mark}<p class="organisation">${e(cover.organisation)}</p>
${programme}<div class="name"><h1>${e(cover.title)}</h1><p class="subject">${e(cover.subject)}</p></div>
<dl class="control">${lines.join('\n')}</dl>
</section>`;
  }

  #history(): string {
    const { history, language } = this.#model;
    const widths = [9, 9, 16, 34, 14, 18];
    const table = htmlTable({
      name: this.#texts.history,
      columns: this.#texts.historyColumns.map((head, i) => ({
        head,
        width: widths[i] ?? 10,
        align: i < 2 ? 'centre' : 'start',
      })),
      rows: history.map((row) => historyCells(row, language).map(e)),
      rowHeads: false,
      empty: this.#texts.empty,
    });
    return `<section class="history"><h2 id="history">${e(this.#texts.history)}</h2>\n${table}\n<p class="legend">${e(this.#texts.actionLegend)}</p></section>`;
  }

  #signOff(): string {
    const { signOff = [], language } = this.#model;
    if (signOff.length === 0) return '';
    const { signOff: name, signOffColumns, empty } = this.#texts;
    const widths = [22, 28, 36, 14];
    const columns = signOffColumns.map((head, i) => ({
      ...{ head, width: widths[i] ?? 25, align: 'start' as const },
    }));
    const rows = signOff.map((row) => signOffCells(row, language).map(e));
    const table = htmlTable({ name, columns, rows, rowHeads: true, empty, short: true });
    return `\n<section class="history"><h2 id="sign-off">${e(name)}</h2>\n${table}</section>`;
  }

  #contents(): string {
    const { options } = this.#model;
    const { contents, tables, figures } = this.#texts;
    const parts: string[] = [];
    if (options.tableOfContents) {
      parts.push(nav('contents', contents, `<ol>${this.#entries(this.#outline.sections)}</ol>`));
    }
    if (options.listOfTables) parts.push(itemList('tables', tables, this.#outline.tables));
    if (options.listOfFigures) parts.push(itemList('figures', figures, this.#outline.figures));
    return parts.filter((part) => part !== '').join('\n');
  }

  #entries(sections: readonly NumberedSection[]): string {
    return sections
      .map(({ anchor, number, level, section, children }) => {
        const below = level < 3 && children.length > 0 ? `<ol>${this.#entries(children)}</ol>` : '';
        return `<li><a href="#${anchor}"><span class="number">${e(number)}</span>${e(section.title)}</a>${below}</li>`;
      })
      .join('\n');
  }

  #section({ anchor, number, level, section, children }: NumberedSection): string {
    const tag = `h${level + 1}`;
    const newPage = level === 1 && this.#model.options.sectionsOnNewPage ? ' class="new-page"' : '';
    const head = `<${tag} id="${anchor}"${newPage}><span class="number">${e(number)}</span>${e(section.title)}</${tag}>`;
    const blocks = section.blocks.map((block, i, all) => this.#blocks.block(block, all[i + 1]));
    return [head, ...blocks, ...children.map((child) => this.#section(child))].join('\n');
  }
}

function itemList(id: string, title: string, items: readonly NumberedItem[]): string {
  if (items.length === 0) return '';
  const rows = items.map(
    ({ anchor, label, caption }) =>
      `<li><a href="#${anchor}"><span class="number">${e(label)}</span>${e(caption)}</a></li>`,
  );
  return nav(id, title, `<ul>${rows.join('\n')}</ul>`);
}

function nav(id: string, title: string, body: string): string {
  return `<nav class="toc" aria-labelledby="${id}"><h2 id="${id}">${e(title)}</h2>\n${body}</nav>`;
}
