import { Worker } from 'node:worker_threads';
import type { DocumentModel } from '#documents/model.ts';

/** Formats that take long enough to keep others waiting. */
export type ThreadFormat = 'pdf' | 'docx';

export interface RenderJob {
  readonly id: number;
  readonly model: DocumentModel;
  readonly format: ThreadFormat;
}

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** The document could not be set; the message names the reason. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}

/** One thread, started with its first document; it ends with the process. One that is lost refuses what it holds, and the next document gets a new one. */
class RenderThread {
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  write(model: DocumentModel, format: ThreadFormat): Promise<Uint8Array> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const worker = this.#thread();
      worker.ref();
      worker.postMessage({ id, model, format } satisfies RenderJob);
    });
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./render-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    worker.on('message', (answer: { id: number; bytes?: Uint8Array; failure?: string }) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.bytes !== undefined) waiting?.resolve(answer.bytes);
      else waiting?.reject(new RenderError(answer.failure));
      if (this.#waiting.size === 0) worker.unref();
    });
    worker.on('error', (error: unknown) => this.#lose(worker, String(error)));
    worker.on('exit', () => this.#lose(worker, 'the thread ended'));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const waiting of this.#waiting.values()) waiting.reject(new RenderError(why));
    this.#waiting.clear();
  }
}

/** A thread a format: Word and PDF of the same document are written at the same time. */
const threads: Readonly<Record<ThreadFormat, RenderThread>> = {
  pdf: new RenderThread(),
  docx: new RenderThread(),
};

/** Writes a document outside the thread that answers requests. @throws RenderError */
export function writeInThread(model: DocumentModel, format: ThreadFormat): Promise<Uint8Array> {
  return threads[format].write(model, format);
}
