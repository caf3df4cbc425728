import { WorkerThread } from '#kernel/threads/worker-thread.ts';
import type { RevisionChanges } from './compare-revisions.ts';
import type { DocumentJob, DocumentResult, PreparedDocument } from './document-work.ts';
import type { DocumentFormat } from './prepare-advisory.ts';

/** One thread that reads documents; the documents that it holds when it runs out of its memory are refused. */
export class DocumentPool {
  readonly #thread = new WorkerThread<DocumentJob, DocumentResult>(
    new URL('./document-thread.ts', import.meta.url),
  );

  /** @throws ThreadError for a document that cannot be read within the limits of the thread */
  async prepare(bytes: Uint8Array): Promise<PreparedDocument> {
    const result = await this.#thread.ask({ kind: 'prepare', bytes });
    if (result.kind !== 'prepared') throw new Error('the thread answered another question');
    return result.document;
  }

  /** @throws ThreadError for documents that cannot be read within the limits of the thread */
  async compare(
    format: DocumentFormat,
    before: Uint8Array,
    after: Uint8Array,
  ): Promise<RevisionChanges> {
    const result = await this.#thread.ask({ kind: 'compare', format, before, after });
    if (result.kind !== 'compared') throw new Error('the thread answered another question');
    return result.changes;
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
