import { createHash, randomBytes } from 'node:crypto';
import { assertPrintable } from '#documents/check.ts';
import { documentCsp } from '#documents/html/html-style.ts';
import { writeHtml } from '#documents/html/write-html.ts';
import type { DocumentModel } from '#documents/model.ts';
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

/** The document in one format; PDF and Word are written in threads of their own. @throws UnprintableDocumentError, ThreadError */
export async function render(model: DocumentModel, format: PrintedFormat): Promise<Uint8Array> {
  switch (format) {
    case 'pdf':
    case 'docx':
      assertPrintable(model);
      return writeInThread(model, format);
    case 'html':
      return new TextEncoder().encode(writeHtml(model, { nonce: nonceOf(model) }));
    case 'json':
      return new TextEncoder().encode(`${JSON.stringify(model, null, 2)}\n`);
  }
}

/** The policy for a page made by `render`: its one style sheet by nonce, pictures from itself, nothing else. */
export function cspOf(html: Uint8Array): string {
  const nonce = /<style nonce="([A-Za-z0-9_-]+)">/.exec(new TextDecoder().decode(html))?.[1];
  return `${documentCsp(nonce ?? randomBytes(16).toString('base64url'))}; frame-ancestors 'self'`;
}
