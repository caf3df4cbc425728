import type { DocumentModel, FontFiles } from '#documents/model.ts';
import { WorkerThread } from '#kernel/threads/worker-thread.ts';

/** Formats that take long enough to keep others waiting. */
export type ThreadFormat = 'pdf' | 'docx';

export interface RenderJob {
  readonly model: DocumentModel;
  readonly format: ThreadFormat;
  readonly fonts: FontFiles;
}

const script = new URL('./render-thread.ts', import.meta.url);

/** A thread a format: Word and PDF of the same document are written at the same time. */
const threads: Readonly<Record<ThreadFormat, WorkerThread<RenderJob, Uint8Array>>> = {
  pdf: new WorkerThread(script),
  docx: new WorkerThread(script),
};

/** Writes a document outside the thread that answers requests. @throws ThreadError naming why the document could not be set */
export function writeInThread(
  model: DocumentModel,
  format: ThreadFormat,
  fonts: FontFiles,
): Promise<Uint8Array> {
  return threads[format].ask({ model, format, fonts });
}
