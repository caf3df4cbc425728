import { parentPort } from 'node:worker_threads';
import { type DocumentJob, doDocumentJob } from './document-work.ts';

/** Runs in a thread of its own: validating a document of 23 MB takes seconds, during which requests are answered as ever. */
parentPort?.on('message', ({ id, job }: { id: number; job: DocumentJob }) => {
  doDocumentJob(job).then(
    (result) => parentPort?.postMessage({ id, result }),
    (error: unknown) => parentPort?.postMessage({ id, failure: String(error) }),
  );
});
