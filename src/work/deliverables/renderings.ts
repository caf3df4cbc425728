import { createHash, randomBytes } from 'node:crypto';
import { assertPrintable } from '#documents/check.ts';
import { documentCsp } from '#documents/html/html-style.ts';
import { writeHtml } from '#documents/html/write-html.ts';
import type { DocumentModel, FontFiles } from '#documents/model.ts';
import { writeInThread } from './render-threads.ts';

export const printedFormats = ['pdf', 'docx', 'html', 'json'] as const;
export type PrintedFormat = (typeof printedFormats)[number];

export const contentTypes: Readonly<Record<PrintedFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** A nonce that is part of the page: the same document gives the same bytes, and the page has no script that could use it. */
function nonceOf(model: DocumentModel): string {
  return createHash('sha256').update(JSON.stringify(model)).digest('base64url').slice(0, 22);
}

/**
 * The document in one format, with the files of the own family that it is set in; PDF and Word are written in threads of their own.
 * @throws UnprintableDocumentError, MissingFontError, ThreadError
 */
export async function render(
  model: DocumentModel,
  format: PrintedFormat,
  fonts: FontFiles = new Map(),
): Promise<Uint8Array> {
  switch (format) {
    case 'pdf':
    case 'docx':
      assertPrintable(model);
      return writeInThread(model, format, fonts);
    case 'html':
      return new TextEncoder().encode(writeHtml(model, { nonce: nonceOf(model) }, fonts));
    case 'json':
      return new TextEncoder().encode(`${JSON.stringify(model, null, 2)}\n`);
  }
}

/** The policy for a page made by `render`: its one style sheet by nonce, pictures and fonts from itself, nothing else. */
export function cspOf(html: Uint8Array): string {
  // An own family follows the tag; text that says so stands escaped in the body, and would open nothing but fonts as data.
  const found = /<style nonce="([A-Za-z0-9_-]+)">\n(@font-face\{)?/.exec(
    new TextDecoder().decode(html),
  );
  const nonce = found?.[1] ?? randomBytes(16).toString('base64url');
  return `${documentCsp(nonce, found?.[2] !== undefined)}; frame-ancestors 'self'`;
}
