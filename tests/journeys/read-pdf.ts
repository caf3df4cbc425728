import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

/** The text of a PDF, by pdftotext when the machine has it. */
export function readPdf(bytes: Buffer): string {
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString();
}
