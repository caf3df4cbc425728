import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A part on its way out: bytes at hand, or a file that is opened when its turn comes. */
export type ArchivePart =
  | { readonly path: string; readonly content: Buffer }
  | { readonly path: string; readonly bytes: number; readonly open: () => Promise<Readable> };

/**
 * A ZIP archive (APPNOTE 6.3) as a stream, one part after the other, so that memory does not grow with the files. Data is deflated, files
 * are stored: they are encrypted, packed or small. The stream fails when a file cannot be read.
 */
export function writeArchive(parts: readonly ArchivePart[]): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  zip.on('error', (error: Error) => out.destroy(error));
  for (const part of parts) {
    if ('content' in part) zip.addBuffer(part.content, part.path, { compress: true });
    else {
      zip.addReadStreamLazy(part.path, { compress: false, size: part.bytes }, (give) => {
        part.open().then(
          (stream) => {
            stream.once('error', (error) => out.destroy(error));
            give(null, stream);
          },
          (error: unknown) => out.destroy(error as Error),
        );
      });
    }
  }
  zip.end();
  zip.outputStream.pipe(out);
  return out;
}
