import { utcInstant } from '../advisory.ts';
import { type ReaderFault, readerFault } from '../advisory-item.ts';
import { byteLines, utf8Text } from '../byte-lines.ts';
import type { EpssScore } from './epss-score.ts';

const commentPattern = /^#\s*model_version:([^,]*)(?:,\s*score_date:(.*))?$/;
const rowPattern = /^(CVE-\d{4}-\d{4,19}),([0-9.eE+-]{1,24}),([0-9.eE+-]{1,24})$/;
const columns = 'cve,epss,percentile';

function share(text: string): number | null {
  const value = Number(text);
  return text !== '' && value >= 0 && value <= 1 ? value : null;
}

interface EpssHead {
  modelVersion: string | null;
  scoredAt: string | null;
}

function readComment(text: string, line: number): EpssHead | ReaderFault {
  const match = commentPattern.exec(text);
  if (match === null) {
    return readerFault('epss-bad-comment', 'The comment names no model_version', { line });
  }
  return { modelVersion: match[1]?.trim() ?? null, scoredAt: utcInstant(match[2]?.trim()) };
}

function readRow(text: string, head: EpssHead, line: number): EpssScore | ReaderFault {
  const match = rowPattern.exec(text);
  if (match === null) {
    const message = `This is no row "CVE,probability,percentile": "${text.slice(0, 60)}"`;
    return readerFault('epss-bad-row', message, { line });
  }
  const [, cve = '', first = '', second = ''] = match;
  const probability = share(first);
  const percentile = share(second);
  if (probability === null || percentile === null) {
    return readerFault('epss-bad-row', `${first} and ${second} must be from 0 to 1`, { line });
  }
  return { cve, probability, percentile, ...head };
}

/**
 * Reads the daily EPSS file of FIRST (CSV with a comment line for model version and score date), row by row, in
 * memory of one row. A bad row is a fault with its line; wrong columns end the reading.
 */
export async function* readEpss(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<EpssScore | ReaderFault> {
  let head: EpssHead = { modelVersion: null, scoredAt: null };
  let started = false;
  for await (const { line, bytes } of byteLines(source, 4096)) {
    const text = bytes === null ? null : utf8Text(bytes);
    if (text === null) {
      yield readerFault('epss-unreadable-line', 'The line is no text, or too long', { line });
    } else if (text.startsWith('#')) {
      const comment = readComment(text, line);
      if ('kind' in comment) yield comment;
      else head = comment;
    } else if (!started) {
      if (text.trim().toLowerCase().replaceAll(' ', '') !== columns) {
        yield readerFault('epss-columns', `The columns must be ${columns}`, { line });
        return;
      }
      started = true;
      if (head.scoredAt === null) {
        yield readerFault('epss-no-score-date', 'The file does not say its score date', { line });
      }
    } else if (text !== '') {
      yield readRow(text, head, line);
    }
  }
  if (!started) yield readerFault('epss-columns', `The columns must be ${columns}`, { line: 1 });
}
