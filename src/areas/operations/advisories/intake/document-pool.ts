import { Worker } from 'node:worker_threads';
import type { RevisionChanges } from './compare-revisions.ts';
import type { DocumentJob, DocumentResult, PreparedDocument } from './document-work.ts';
import type { DocumentFormat } from './prepare-advisory.ts';

interface Waiting {
  resolve(result: DocumentResult): void;
  reject(error: Error): void;
}

/**
 * One thread that reads documents; started with the first one, ended by `close`. A thread that runs out of its memory takes the documents
 * it holds along (they are refused), and the next one gets a new thread.
 */
export class DocumentPool {
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  async prepare(bytes: Uint8Array): Promise<PreparedDocument> {
    const result = await this.#ask({ kind: 'prepare', bytes });
    if (result.kind !== 'prepared') throw new Error('the thread answered another question');
    return result.document;
  }

  async compare(
    format: DocumentFormat,
    before: Uint8Array,
    after: Uint8Array,
  ): Promise<RevisionChanges> {
    const result = await this.#ask({ kind: 'compare', format, before, after });
    if (result.kind !== 'compared') throw new Error('the thread answered another question');
    return result.changes;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #ask(job: DocumentJob): Promise<DocumentResult> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const worker = this.#thread();
      worker.ref();
      worker.postMessage({ id, job });
    });
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./document-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    worker.on('message', (answer: { id: number; result?: DocumentResult; failure?: string }) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.result !== undefined) waiting?.resolve(answer.result);
      else waiting?.reject(new DocumentThreadError(answer.failure));
      if (this.#waiting.size === 0) worker.unref();
    });
    worker.on('error', (error: unknown) => this.#lose(worker, String(error)));
    worker.on('exit', () => this.#lose(worker, 'the thread ended'));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker && this.#worker !== null) return;
    this.#worker = null;
    for (const waiting of this.#waiting.values()) waiting.reject(new DocumentThreadError(why));
    this.#waiting.clear();
  }
}

/** The thread could not read the document within its limits. */
export class DocumentThreadError extends Error {}
