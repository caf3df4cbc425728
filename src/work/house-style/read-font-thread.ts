import { FontFault } from '#documents/own-font/font-fault.ts';
import { readFace } from '#documents/own-font/read-face.ts';
import { answerJobs } from '#kernel/threads/answer-jobs.ts';
import type { FontAnswer } from './check-font.ts';

/** Reads font files in a thread of its own, which can be ended: what people send may be made to take for ever. */
answerJobs(async (bytes: Uint8Array): Promise<FontAnswer> => {
  try {
    return { facts: readFace(bytes) };
  } catch (error) {
    if (!(error instanceof FontFault)) throw error;
    const { code, message, details } = error;
    return { fault: { code, message, details } };
  }
});
