import type { AdvisoryFault } from '../advisory.ts';
import {
  type AdvisoryItem,
  type ReaderContext,
  type ReaderFault,
  readerFault,
} from '../advisory-item.ts';
import { byteLines, wholeBytes } from '../byte-lines.ts';
import { FormatError } from '../format-error.ts';
import { peekSource } from '../json/peek-source.ts';
import { plainIssue } from '../json/plain-issue.ts';
import { readJson } from '../json/read-json.ts';
import { streamJsonArray } from '../json/stream-json.ts';
import { normaliseOsv } from './normalise-osv.ts';
import { osvSchema } from './osv-schema.ts';
import { readRustsec } from './read-rustsec.ts';
import { readYaml } from './read-yaml.ts';

const mostRecordBytes = 16 * 1024 * 1024;
const mostFaults = 20;

type Place = ReaderFault['place'];
type Item = AdvisoryItem | ReaderFault;

/** Reads one OSV 1.x record that is already parsed: an advisory with what was wrong about it, or why it is none. */
export function readOsvValue(
  value: unknown,
  publisher?: string,
): Pick<AdvisoryItem, 'advisory' | 'faults'> | { faults: AdvisoryFault[]; advisory: null } {
  const parsed = osvSchema.safeParse(value);
  if (parsed.success) return normaliseOsv(parsed.data, publisher);
  const faults = parsed.error.issues.slice(0, mostFaults).map((issue) => ({
    path: issue.path.map((part) => `/${String(part)}`).join(''),
    code: 'osv-schema',
    message: plainIssue(issue),
  }));
  return { advisory: null, faults };
}

function item(value: unknown, bytes: Uint8Array, place: Place, context: ReaderContext): Item {
  const reading = readOsvValue(value, context.publisher);
  if (reading.advisory !== null) return { kind: 'advisory', ...reading, bytes };
  const [fault] = reading.faults;
  const path = (place.path ?? '') + (fault?.path ?? '');
  return readerFault('osv-schema', fault?.message ?? '', { ...place, path });
}

function itemOfBytes(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
  place: Place,
  context: ReaderContext,
): Item {
  try {
    return item(read(bytes), bytes, place, context);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    // A record on one line of many has its own line numbers only when it stands alone.
    const within = place.line === undefined ? error.place : { ...error.place, line: place.line };
    return readerFault(error.code, error.what, within);
  }
}

async function* readArray(source: AsyncIterable<Uint8Array>, context: ReaderContext) {
  const maxElementBytes = context.maxRecordBytes ?? mostRecordBytes;
  const elements = streamJsonArray(source, { paths: [''], keepGoing: true, maxElementBytes });
  const encoder = new TextEncoder();
  try {
    for await (const { value, fault, pointer, place } of elements) {
      if (fault !== null) yield readerFault(fault.code, fault.message, fault.place);
      else {
        const bytes = encoder.encode(JSON.stringify(value));
        yield item(value, bytes, { ...place, path: pointer }, context);
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    yield readerFault(error.code, error.what, error.place);
  }
}

async function* readLines(source: AsyncIterable<Uint8Array>, context: ReaderContext) {
  const most = context.maxRecordBytes ?? mostRecordBytes;
  for await (const { line, bytes } of byteLines(source, most)) {
    if (bytes === null) {
      yield readerFault('json-value-too-large', `The record has more than ${most} bytes`, { line });
    } else if (bytes.some((byte) => byte > 0x20)) {
      yield itemOfBytes(bytes, readJson, { line }, context);
    }
  }
}

async function* readWhole(
  source: AsyncIterable<Uint8Array>,
  read: (bytes: Uint8Array) => unknown,
  context: ReaderContext,
) {
  const most = context.maxRecordBytes ?? mostRecordBytes;
  const bytes = await wholeBytes(source, most);
  if (bytes === null) {
    const message = `The record has more than ${most} bytes`;
    yield readerFault('osv-too-large', message, { offset: most });
  } else yield itemOfBytes(bytes, read, {}, context);
}

/** Whether the first line is a record of its own: it ends as it began, or the whole head is one line. */
function looksLikeLines(head: Uint8Array): boolean {
  const end = head.indexOf(0x0a);
  if (end < 0) return false;
  const line = head.subarray(0, end);
  if (line.findLast((byte) => byte > 0x20) !== 0x7d) return false;
  try {
    return typeof readJson(line) === 'object';
  } catch {
    // Broken, but closed on its own line: the other lines may be good.
    return line.findIndex((byte) => byte > 0x20) !== line.findLastIndex((byte) => byte > 0x20);
  }
}

/**
 * Reads OSV 1.x: one JSON document, a JSON array, JSON Lines, one YAML document (by its file name, or when the text
 * is no JSON), or one advisory of RustSec (Markdown that begins with TOML). Which it is is seen in the first 64 KiB, or told by the file name (`.jsonl`, `.yaml`). A record that is
 * no OSV is a fault with its place; records around it are kept.
 */
export async function* readOsv(
  source: AsyncIterable<Uint8Array>,
  context: ReaderContext = {},
): AsyncGenerator<Item> {
  const { head, whole } = await peekSource(source, 64 * 1024);
  const name = context.fileName?.toLowerCase() ?? '';
  const body = head[0] === 0xef ? head.subarray(3) : head;
  const first = body.find((byte) => byte > 0x20);
  if (first === 0x60) yield* readWhole(whole, readRustsec, context);
  else if (/\.ya?ml$/.test(name)) yield* readWhole(whole, readYaml, context);
  else if (first === 0x5b) yield* readArray(whole, context);
  else if (/\.(jsonl|ndjson)$/.test(name) || looksLikeLines(body)) yield* readLines(whole, context);
  else if (first === 0x7b || first === undefined) yield* readWhole(whole, readJson, context);
  else yield* readWhole(whole, /\.json$/.test(name) ? readJson : readYaml, context);
}
