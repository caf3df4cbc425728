import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { assertPrintable } from '../check.ts';
import { allFonts, shippedFile } from '../fonts.ts';
import type { DocumentModel, FontFiles, OwnFont } from '../model.ts';
import { ownFontOf, typesetterFaces, typesetterName } from '../own-font/own-faces.ts';
import { templateInput } from './pdf-data.ts';

/** PDF/UA-1 (ISO 14289-1) for readers, PDF/A-2a (ISO 19005-2) for archives. Both are tagged and embed their fonts. */
export type PdfStandard = 'ua-1' | 'a-2a';

/** The typesetter refused a document that passed its check; the message names the reason. */
export class PdfWriteError extends Error {
  override readonly name = 'PdfWriteError';
}

/**
 * Writes a document as a tagged PDF with metadata, outline and embedded fonts; the same document gives the same bytes.
 * Text reaches the typesetter as JSON data and is never read as markup. Throws an UnprintableDocumentError for a
 * document with faults of severity `error`, a MissingFontError without the files of the own family that it is set in, a PdfWriteError
 * when typesetting fails.
 */
export async function writePdf(
  model: DocumentModel,
  standard: PdfStandard = 'ua-1',
  fonts: FontFiles = new Map(),
): Promise<Uint8Array> {
  assertPrintable(model);
  const { json, files } = templateInput(model);
  const compiler = typesetter(ownFontOf(model.theme), fonts);
  for (const [name, bytes] of files) compiler.mapShadow(`${ROOT}${name}`, bytes);
  try {
    const document = typeset(compiler, json);
    return new Uint8Array(compiler.pdf(document, { pdfStandard: standard }));
  } catch (error) {
    if (error instanceof PdfWriteError) throw error;
    throw new PdfWriteError(error instanceof Error ? error.message.slice(0, 1000) : String(error));
  } finally {
    for (const name of files.keys()) compiler.unmapShadow(`${ROOT}${name}`);
    // Memoised layouts of earlier documents are dropped after ten more; without this memory only grows.
    compiler.evictCache(10);
  }
}

/** One typesetter for each set of fonts, because it keeps them: the shipped ones, and those of the organisations that printed last. */
const typesetters = new Map<string, NodeCompiler>();
const mostTypesetters = 6;

/** The typesetter's root: no such folder exists, so nothing on disk can be read through a picture. */
const ROOT = '/commonward-typesetter-without-files';

function typesetter(own: OwnFont | null, files: FontFiles): NodeCompiler {
  const key = own === null ? '' : typesetterName(own);
  const kept = typesetters.get(key);
  const found =
    kept ??
    NodeCompiler.create({
      workspace: ROOT,
      fontArgs: [
        { fontBlobs: [...allFonts(), ...(own === null ? [] : typesetterFaces(own, files))] },
      ],
    });
  // The one that was used last is the last to go; the shipped fonts alone stay.
  typesetters.delete(key);
  typesetters.set(key, found);
  for (const name of typesetters.keys()) {
    if (typesetters.size <= mostTypesetters) break;
    if (name !== '') typesetters.delete(name);
  }
  return found;
}

function typeset(compiler: NodeCompiler, json: string): NodeTypstDocument {
  const template = shippedFile('pdf/template.typ').toString('utf8');
  const outcome = compiler.compile({ mainFileContent: template, inputs: { document: json } });
  const error = outcome.takeError();
  if (error !== null) {
    const messages = error.shortDiagnostics.map((d: { message?: unknown }) => String(d.message));
    throw new PdfWriteError(messages.join('; ').slice(0, 1000));
  }
  if (outcome.result === null) throw new PdfWriteError('The typesetter returned no document');
  return outcome.result;
}
