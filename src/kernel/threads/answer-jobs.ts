import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer, ThreadJob } from './worker-thread.ts';

/** The other end of a `WorkerThread`: does each job that comes, and answers with its result or with the words of its failure. */
export function answerJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
  const answer = (words: ThreadAnswer<Result>) => parentPort?.postMessage(words);
  parentPort?.on('message', ({ id, job }: ThreadJob<Job>) => {
    work(job).then(
      (result) => answer({ id, result }),
      (error: unknown) => answer({ id, failure: String(error) }),
    );
  });
}
