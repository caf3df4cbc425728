import { byteLines, utf8Text } from '../byte-lines.ts';
import { FormatError } from '../format-error.ts';
import { type AccessMessage, readMessage } from './access-message.ts';
import { readHead } from './log-head.ts';

export interface AccessEvent extends AccessMessage {
  readonly kind: 'event';
  readonly line: number;
  readonly at: string;
  readonly host: string | null;
  /** How often, where syslog wrote it once for all (`message repeated 5 times`). */
  readonly times: number;
  readonly text: string;
}

export interface AccessLogFault {
  readonly kind: 'fault';
  readonly place: { readonly line: number };
  readonly code: string;
  readonly message: string;
}

export interface AccessLogOptions {
  /** Lines that name no year are read as not later than this. */
  readonly now: Date;
  readonly maxLineBytes?: number;
}

const longestAccount = 100;

/**
 * Reads logs of sshd (syslog of RFC 3164, or with RFC 3339 time stamps) and of OpenVPN, in memory of one line: an event for each line that
 * tells of somebody's access, nothing for log lines of other programs and matters, a fault for a line that is no log line.
 * @throws FormatError `not-a-log` for input without a single log line
 */
export async function* readAccessLog(
  source: AsyncIterable<Uint8Array>,
  { now, maxLineBytes = 64 * 1024 }: AccessLogOptions,
): AsyncGenerator<AccessEvent | AccessLogFault> {
  let lines = 0;
  let faults = 0;
  let last = 1;
  for await (const { line, bytes } of byteLines(source, maxLineBytes)) {
    last = line;
    if (bytes === null) {
      const message = `The line is longer than ${maxLineBytes} bytes`;
      yield { kind: 'fault', place: { line }, code: 'line-too-long', message };
      faults += 1;
      continue;
    }
    const read = readLine(bytes, line, now);
    if (read === 'blank') continue;
    if (read !== null && read.kind === 'fault') faults += 1;
    else lines += 1;
    if (read !== null) yield read;
  }
  if (lines + faults === 0) {
    throw new FormatError('not-a-log', 'The file has no line of a log', { line: last });
  }
}

function readLine(
  bytes: Uint8Array,
  line: number,
  now: Date,
): AccessEvent | AccessLogFault | 'blank' | null {
  const fault = (code: string, message: string): AccessLogFault => ({
    ...{ kind: 'fault', place: { line }, code, message },
  });
  const text = utf8Text(bytes);
  if (text === null) return fault('not-text', 'The line is not UTF-8, or holds a NUL');
  if (text.trim() === '') return 'blank';
  const head = readHead(text.trimEnd(), now);
  if (head === null) return fault('not-a-log-line', 'The line has no time and program of a log');
  const { at, host, program, message } = head;
  const repeated = /^message repeated (\d{1,6}) times: \[ ?(.*)\]$/.exec(message);
  const said = readMessage(program, repeated?.[2] ?? message);
  if (said === null) return null;
  if (said.account.length > longestAccount) {
    return fault('account-too-long', `The account is longer than ${longestAccount} characters`);
  }
  // sshd writes an empty name when the client sent none.
  const account = said.account === '' ? '(none)' : said.account;
  return {
    kind: 'event',
    line,
    at,
    host,
    text,
    ...said,
    account,
    times: Number(repeated?.[1] ?? 1),
  };
}
