import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import mammoth from 'mammoth';
import { readDocx, unescapeXml } from '#documents/fixtures/read-docx.ts';
import { PdfReader, textIn } from '#documents/fixtures/read-pdf.ts';
import { closed } from './printed-texts.ts';

/** The text of a document in each format without its spaces, by readers that share nothing with what wrote it. */
export async function readByOthers(files: {
  readonly docx: Uint8Array;
  readonly pdf: Uint8Array;
  readonly html: Uint8Array;
}): Promise<Record<'docx' | 'pdf' | 'html', string>> {
  const parts = await readDocx(files.docx);
  assert.ok(parts.has('[Content_Types].xml') && parts.has('word/document.xml'));
  const { value, messages } = await mammoth.extractRawText({ buffer: Buffer.from(files.docx) });
  assert.deepEqual(
    messages.filter(({ type }) => type === 'error'),
    [],
  );
  return { docx: closed(value), pdf: pdfText(files.pdf), html: htmlText(files.html) };
}

/** What a screen reader would read of it, by its tags: headers and footers are none of it. */
function pdfText(bytes: Uint8Array): string {
  return closed(textIn(new PdfReader(bytes).structure()));
}

function htmlText(bytes: Uint8Array): string {
  const body = new TextDecoder().decode(bytes).replace(/<style.*?<\/style>/s, '');
  return closed(unescapeXml(body.replaceAll(/<[^>]*>/g, '')));
}

/** The text of a Word document as LibreOffice reads it, without its spaces; null where there is none. */
export async function readByOffice(docx: Uint8Array): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'commonward-office-'));
  try {
    const file = join(folder, 'document.docx');
    writeFileSync(file, docx);
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    const filter = 'txt:Text (encoded):UTF8';
    const args = [profile, '--headless', '--convert-to', filter, '--outdir', folder, file];
    if (output('soffice', args) === null) return null;
    return closed(readFileSync(join(folder, 'document.txt'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function output(program: string, args: readonly string[]): string | null {
  try {
    return execFileSync(program, args, {
      ...{ maxBuffer: 64 * 1024 * 1024, stdio: ['pipe', 'pipe', 'ignore'], timeout: 60_000 },
    }).toString();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}
