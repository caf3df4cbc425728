import { parentPort } from 'node:worker_threads';
import { writeDocx } from '#documents/docx/write-docx.ts';
import { writePdf } from '#documents/pdf/write-pdf.ts';
import type { RenderJob } from './render-threads.ts';

/** Runs in a thread of its own: setting twenty pages takes some tenths of a second, during which requests are answered as ever. */
parentPort?.on('message', ({ id, model, format }: RenderJob) => {
  const written = format === 'pdf' ? writePdf(model) : writeDocx(model);
  written.then(
    (bytes) => parentPort?.postMessage({ id, bytes }),
    (error: unknown) =>
      parentPort?.postMessage({
        id,
        failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      }),
  );
});
