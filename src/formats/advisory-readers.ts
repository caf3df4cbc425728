import { createHash } from 'node:crypto';
import {
  type ReaderContext,
  type ReaderFault,
  type ReaderItem,
  readerFault,
} from './advisory-item.ts';
import { wholeBytes } from './byte-lines.ts';
import { readDebianTracker } from './debian-tracker/read-debian-tracker.ts';
import { readEpss } from './epss/read-epss.ts';
import { FormatError } from './format-error.ts';
import { gunzipIfCompressed } from './json/limited-gunzip.ts';
import { readKev } from './kev/read-kev.ts';
import { readOsv } from './osv/read-osv.ts';

/** Reads one source to its end. Never throws for bad input; only what the source itself raises gets out. */
export type AdvisoryReader = (
  source: AsyncIterable<Uint8Array>,
  context?: ReaderContext,
) => AsyncGenerator<ReaderItem>;

const mostDocumentBytes = 64 * 1024 * 1024;

async function* tooLarge(most: number): AsyncGenerator<ReaderFault> {
  yield readerFault('too-large', `The document has more than ${most} bytes`, { offset: most });
}

async function* csaf(
  source: AsyncIterable<Uint8Array>,
  context: ReaderContext = {},
): AsyncGenerator<ReaderItem> {
  const most = context.maxRecordBytes ?? mostDocumentBytes;
  const bytes = await wholeBytes(source, most);
  if (bytes === null) return yield* tooLarge(most);
  const { fileName } = context;
  // Its schemas are compiled when they are loaded, which takes longer than starting everything else.
  const { readCsaf } = await import('./csaf/read-csaf.ts');
  const { advisory, faults } = readCsaf(bytes, {
    maxBytes: most,
    ...(fileName === undefined ? {} : { fileName }),
  });
  if (advisory !== null) yield { kind: 'advisory', advisory, bytes, faults };
  else for (const { code, message, path } of faults) yield readerFault(code, message, { path });
}

async function* kev(
  source: AsyncIterable<Uint8Array>,
  context: ReaderContext = {},
): AsyncGenerator<ReaderItem> {
  const most = context.maxRecordBytes ?? mostDocumentBytes;
  const bytes = await wholeBytes(source, most);
  if (bytes === null) return yield* tooLarge(most);
  const { entries, faults, version } = readKev(bytes);
  for (const entry of entries) yield { kind: 'exploited', entry, catalogueVersion: version };
  yield* faults;
}

/** FIRST publishes the scores compressed. */
async function* epss(source: AsyncIterable<Uint8Array>): AsyncGenerator<ReaderItem> {
  try {
    for await (const item of readEpss(gunzipIfCompressed(source))) {
      yield 'kind' in item ? item : { kind: 'exploit-prediction', score: item };
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    yield readerFault(error.code, error.what, error.place);
  }
}

/**
 * Watches a source for an id that comes twice. The same bytes again are left out; other content under the same id is
 * passed on behind a fault, because it may be a revision, and which one holds is for the importer to decide.
 */
function withoutRepeats(reader: AdvisoryReader): AdvisoryReader {
  return async function* repeatsNamed(source, context) {
    const seen = new Map<string, string>();
    for await (const item of reader(source, context)) {
      if (item.kind === 'advisory') {
        const { id } = item.advisory;
        const digest = createHash('sha256').update(item.bytes).digest('base64');
        const known = seen.get(id);
        if (known === digest) continue;
        if (known !== undefined) {
          const message = `${id} comes twice with different content`;
          yield readerFault('advisory-conflicting-id', message);
        }
        seen.set(id, digest);
      }
      yield item;
    }
  };
}

/** Every advisory format by its id. */
export const advisoryReaders = {
  csaf,
  osv: withoutRepeats(readOsv),
  'debian-tracker': withoutRepeats(readDebianTracker),
  kev,
  epss,
} satisfies Record<string, AdvisoryReader>;

export type AdvisoryFormat = keyof typeof advisoryReaders;
