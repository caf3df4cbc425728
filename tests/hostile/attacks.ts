import { gzipSync } from 'node:zlib';

export type Bytes = Uint8Array | string;
/** A hostile input as bytes, or as a stream where it is too large to be held. */
export type Source = Bytes | (() => AsyncIterable<Uint8Array>);

/** What is done to a good file; every importer meets every one of them. */
export const attacks = [
  'empty',
  'truncated',
  'mistyped',
  'misencoded',
  'utf-16',
  'line of 100 MB',
  'depth bomb',
  'zip bomb',
  'duplicate keys',
  'prototype keys',
  'NUL bytes',
] as const;
export type Attack = (typeof attacks)[number];

export interface Sample {
  /** A good file of one record that the importer accepts. */
  readonly good: Bytes;
  readonly hostile: Readonly<Record<Attack, Source>>;
  /** Attacks that leave the record whole, with the reason why it may be taken; a fault may stand beside it. */
  readonly harmless?: Readonly<Partial<Record<Attack, string>>>;
}

export const MiB = 1024 * 1024;

/** A stream of `before`, 100 MB of one letter without a line end, `after`. */
export function endless(before: string, after: string): () => AsyncIterable<Uint8Array> {
  const letters = Buffer.alloc(MiB, 'a');
  return async function* stream() {
    yield Buffer.from(before);
    for (let sent = 0; sent < 100; sent += 1) yield letters;
    yield Buffer.from(after);
  };
}

export function bomb(): Uint8Array {
  return gzipSync(Buffer.alloc(100 * MiB, 'a'));
}

/** Puts bytes that are no UTF-8 behind a mark of the text. */
export function withBytes(text: string, mark: string, bytes: readonly number[]): Uint8Array {
  const at = text.indexOf(mark) + mark.length;
  if (at < mark.length) throw new Error(`no ${mark} in ${text.slice(0, 80)}`);
  return Buffer.concat([
    Buffer.from(text.slice(0, at)),
    Buffer.from(bytes),
    Buffer.from(text.slice(at)),
  ]);
}

export const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const deepJson = `${'{"a":['.repeat(50_000)}1${']}'.repeat(50_000)}`;

/**
 * Attacks on a JSON document.
 * @param mark a text of a string within it, behind which bytes are put
 * @param mistyped the document with values of wrong types
 * @param key a member of the outermost object, to stand twice
 */
export function json(good: string, mark: string, mistyped: unknown, key: string): Sample {
  const twice = JSON.stringify((JSON.parse(good) as Record<string, unknown>)[key]);
  return {
    good,
    hostile: {
      empty: '',
      truncated: good.slice(0, Math.floor(good.length * 0.7)),
      mistyped: JSON.stringify(mistyped),
      misencoded: withBytes(good, mark, [0xc3, 0x28, 0xff]),
      'utf-16': utf16(good),
      'line of 100 MB': endless(`{"${key}":"`, '"}'),
      'depth bomb': deepJson,
      'zip bomb': bomb(),
      'duplicate keys': `{"${key}":${twice},${good.trimStart().slice(1)}`,
      'prototype keys': `{"__proto__":{"polluted":true},${good.trimStart().slice(1)}`,
      'NUL bytes': withBytes(good, mark, [0]),
    },
  };
}

/** Attacks on a file of lines: the record's last line is cut, its values are of other types, and so on. */
export function lines(
  good: string,
  mark: string,
  own: Pick<
    Record<Attack, string>,
    'truncated' | 'mistyped' | 'duplicate keys' | 'prototype keys'
  > & { readonly before: string },
): Sample {
  const { before, ...rest } = own;
  return {
    good,
    hostile: {
      ...rest,
      empty: '',
      misencoded: withBytes(good, mark, [0xc3, 0x28, 0xff]),
      'utf-16': utf16(good),
      'line of 100 MB': endless(before, '\n'),
      'depth bomb': deepJson,
      'zip bomb': bomb(),
      'NUL bytes': withBytes(good, mark, [0]),
    },
  };
}
