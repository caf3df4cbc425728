export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DetectedEncoding {
  encoding: TextEncodingName;
  /** Bytes of byte order mark to step over. */
  markLength: number;
  /** True when nothing in the file says so for certain. */
  isGuess: boolean;
}

function isUtf8Start(head: Uint8Array): boolean {
  try {
    // As a stream: the head may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function zeroShare(head: Uint8Array, parity: number): number {
  let zeros = 0;
  let total = 0;
  for (let at = parity; at < head.length; at += 2) {
    total += 1;
    if (head[at] === 0) zeros += 1;
  }
  return total === 0 ? 0 : zeros / total;
}

/**
 * Finds the encoding of a text by its start: byte order mark, the zero bytes of UTF-16, valid UTF-8; what is none of
 * these is taken for Windows-1252, as Excel writes on Western Windows.
 */
export function detectEncoding(head: Uint8Array): DetectedEncoding {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { encoding: 'utf-8', markLength: 3, isGuess: false };
  }
  if (first === 0xff && second === 0xfe) {
    return { encoding: 'utf-16le', markLength: 2, isGuess: false };
  }
  if (first === 0xfe && second === 0xff) {
    return { encoding: 'utf-16be', markLength: 2, isGuess: false };
  }
  if (head.length >= 4) {
    if (zeroShare(head, 1) > 0.5 && zeroShare(head, 0) < 0.2) {
      return { encoding: 'utf-16le', markLength: 0, isGuess: true };
    }
    if (zeroShare(head, 0) > 0.5 && zeroShare(head, 1) < 0.2) {
      return { encoding: 'utf-16be', markLength: 0, isGuess: true };
    }
  }
  if (isUtf8Start(head)) return { encoding: 'utf-8', markLength: 0, isGuess: false };
  return { encoding: 'windows-1252', markLength: 0, isGuess: true };
}
