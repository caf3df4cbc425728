import { Worker } from 'node:worker_threads';

/** What goes to a thread, and what comes back. */
export interface ThreadJob<Job> {
  readonly id: number;
  readonly job: Job;
}
export interface ThreadAnswer<Result> {
  readonly id: number;
  readonly result?: Result;
  readonly failure?: string;
}

interface Waiting<Result> {
  readonly limit: NodeJS.Timeout | null;
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** The thread could not do the job, or was lost with it; the message says why. */
export class ThreadError extends Error {
  override readonly name = 'ThreadError';
}

/**
 * One thread for work that would keep requests waiting, whose script answers by `answerJobs`. Started with its first job; it keeps no process
 * alive while it has none. A thread that ends, runs out of its memory, or takes longer for a job than `mostMs`, refuses the jobs that it
 * holds, and the next one gets a new thread. The time of a job counts from when it is asked for.
 */
export class WorkerThread<Job, Result> {
  readonly #script: URL;
  readonly #mostMs: number | null;
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting<Result>>();

  constructor(script: URL, limits: { readonly mostMs?: number } = {}) {
    this.#script = script;
    this.#mostMs = limits.mostMs ?? null;
  }

  /** @throws ThreadError */
  ask(job: Job): Promise<Result> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      const worker = this.#thread();
      this.#waiting.set(id, { resolve, reject, limit: this.#limitOf(worker) });
      worker.ref();
      worker.postMessage({ id, job } satisfies ThreadJob<Job>);
    });
  }

  #limitOf(worker: Worker): NodeJS.Timeout | null {
    const mostMs = this.#mostMs;
    if (mostMs === null) return null;
    return setTimeout(() => {
      this.#lose(worker, `the job took longer than ${mostMs} ms`);
      void worker.terminate();
    }, mostMs);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.#script, { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    worker.on('message', (answer: ThreadAnswer<Result>) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (waiting?.limit != null) clearTimeout(waiting.limit);
      if (answer.result !== undefined) waiting?.resolve(answer.result);
      else waiting?.reject(new ThreadError(answer.failure));
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
    for (const waiting of this.#waiting.values()) {
      if (waiting.limit !== null) clearTimeout(waiting.limit);
      waiting.reject(new ThreadError(why));
    }
    this.#waiting.clear();
  }
}
