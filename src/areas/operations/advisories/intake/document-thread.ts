import { answerJobs } from '#kernel/threads/answer-jobs.ts';
import { doDocumentJob } from './document-work.ts';

/** Runs in a thread of its own: validating a document of 23 MB takes seconds, during which requests are answered as ever. */
answerJobs(doDocumentJob);
