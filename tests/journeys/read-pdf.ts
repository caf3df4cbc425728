import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

/** The text of a PDF, by pdftotext when the machine has it: line by line as it stands on the page, or in the order in which it is written, where each cell of a table is whole. */
export function readPdf(bytes: Buffer, order: 'layout' | 'raw' = 'layout'): string {
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  return execFileSync('pdftotext', [`-${order}`, '-', '-'], { input: bytes }).toString();
}
