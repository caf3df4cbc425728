import { writeDocx } from '#documents/docx/write-docx.ts';
import { writePdf } from '#documents/pdf/write-pdf.ts';
import { answerJobs } from '#kernel/threads/answer-jobs.ts';
import type { RenderJob } from './render-threads.ts';

/** Runs in a thread of its own: setting twenty pages takes some tenths of a second, during which requests are answered as ever. */
answerJobs(({ model, format, fonts }: RenderJob) =>
  format === 'pdf' ? writePdf(model, 'ua-1', fonts) : writeDocx(model, fonts),
);
