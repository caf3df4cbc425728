import type { ReaderItem } from '#formats/advisory-item.ts';
import { type AdvisoryReader, advisoryReaders } from '#formats/advisory-readers.ts';
import type { Importer, ImportSession } from '#work/imports/importer.ts';
import { warningKeepers } from '../registers/advisory-registers.ts';
import { compareRevisions } from './compare-revisions.ts';
import { csafDocuments } from './csaf-documents.ts';
import { DocumentPool } from './document-pool.ts';
import { sha256Of } from './document-work.ts';
import { documentBytes } from './keep-document.ts';
import { type DocumentFormat, prepareAdvisory } from './prepare-advisory.ts';
import { readStored } from './read-stored.ts';
import {
  type AdvisoryToWrite,
  type CompareDocuments,
  writeAdvisories,
} from './write-advisories.ts';

/** A batch ends with this many advisories or bytes, whichever comes first. */
const batchSize = 200;
const batchBytes = 4 * 1024 * 1024;
/** Documents below this are compared on the spot; larger ones in the thread. */
const smallBytes = 256 * 1024;

/** The thread that reads documents; one for all imports of the process, without work it costs nothing. */
export const documentPool = new DocumentPool();

const compare: CompareDocuments = async (context, beforeSha256, after) => {
  const before = await documentBytes(context, beforeSha256);
  if (before.length > smallBytes || after.bytes.length > smallBytes) {
    return documentPool.compare(after.format, before, after.bytes);
  }
  const old = await readStored(after.format, before);
  const now = await readStored(after.format, after.bytes);
  return old === null || now === null
    ? { changes: [], leftOut: 0, targets: 0 }
    : compareRevisions(old, now);
};

/** Collects advisories into batches, each one transaction. */
class Batches {
  readonly #session: ImportSession;
  #waiting: AdvisoryToWrite[] = [];
  #bytes = 0;

  constructor(session: ImportSession) {
    this.#session = session;
  }

  async add(one: AdvisoryToWrite): Promise<void> {
    const { tlp_label: tlp, source_id } = one.prepared.head;
    this.#session.read(1);
    if (tlp === 'RED' || tlp === 'AMBER+STRICT') {
      this.#session.fault({
        place: { path: '/document/distribution/tlp/label' },
        code: 'advisory-tlp',
        message: `${source_id} is TLP:${tlp}; advisories here are seen by every organisation`,
      });
      return;
    }
    this.#waiting.push(one);
    this.#bytes += one.document.bytes.length;
    if (this.#waiting.length >= batchSize || this.#bytes >= batchBytes) await this.flush();
  }

  async flush(): Promise<void> {
    const all = this.#waiting;
    if (all.length === 0) return;
    this.#waiting = [];
    this.#bytes = 0;
    const session = this.#session;
    // Counts are told inside, so that the progress saved with the batch is that of the batch.
    await session.batch(async (context) => {
      const importer = { ownerId: session.ownerId, compare };
      const counts = await writeAdvisories(context, all, importer);
      session.accepted(counts.accepted);
      session.unchanged(counts.unchanged);
    });
  }
}

async function runCsaf(session: ImportSession): Promise<void> {
  const batches = new Batches(session);
  for await (const found of csafDocuments(session.source, documentPool)) {
    if (found.prepared === null) {
      session.read(1);
      for (const fault of found.faults) session.fault(fault);
      continue;
    }
    const { bytes, sha256, prepared } = found;
    const document = { sha256, format: 'csaf' as const, fileName: session.fileName, bytes };
    await batches.add({ document, prepared });
  }
  await batches.flush();
}

/** An importer of small records, which are read where they come. */
function runRecords(reader: AdvisoryReader, format: DocumentFormat) {
  return async (session: ImportSession): Promise<void> => {
    const batches = new Batches(session);
    for await (const item of reader(session.source, contextOf(session.fileName))) {
      if (item.kind === 'fault') {
        // Two contents under one id are no fault here: both are kept, and the later revision holds.
        if (item.code === 'advisory-conflicting-id') continue;
        session.fault({ place: item.place, code: item.code, message: item.message });
      } else if (item.kind === 'advisory') {
        const sha256 = sha256Of(item.bytes);
        const document = { sha256, format, fileName: session.fileName, bytes: item.bytes };
        await batches.add({ document, prepared: prepareAdvisory(item.advisory) });
      }
    }
    await batches.flush();
  };
}

function contextOf(fileName: string | undefined) {
  return fileName === undefined || fileName === '' ? {} : { fileName };
}

type Preview = Importer['preview'];

/** The first records as they would be read. */
export function previewOf(
  reader: AdvisoryReader,
  rowOf: (item: ReaderItem) => { title: string; values: Record<string, string> } | null,
): Preview {
  return async function* preview(source, limit) {
    let rows = 0;
    for await (const item of reader(source)) {
      if (item.kind === 'fault') {
        yield { kind: 'fault', place: item.place, code: item.code, message: item.message };
      } else {
        const row = rowOf(item);
        if (row !== null) yield { kind: 'row', row };
      }
      rows += 1;
      if (rows >= limit) return;
    }
  };
}

function advisoryRow(item: ReaderItem) {
  if (item.kind !== 'advisory') return null;
  const { id, title, publisher, status, publishedAt, affected, products } = item.advisory;
  const concerned = String(affected.length + products.length);
  const values = { id, publisher, status, publishedAt: publishedAt ?? '', concerned };
  return { title, values };
}

const clause = 'X.1052 §12.2.1 a';

export const csafImporter: Importer = {
  id: 'csaf',
  clause,
  accepts: ['.json', '.jsonl', '.ndjson'],
  roles: warningKeepers,
  target: null,
  run: runCsaf,
  preview: previewOf(advisoryReaders.csaf, advisoryRow),
};

export const osvImporter: Importer = {
  id: 'osv',
  clause,
  accepts: ['.json', '.jsonl', '.ndjson', '.yaml', '.yml', '.md'],
  roles: warningKeepers,
  target: null,
  run: runRecords(advisoryReaders.osv, 'osv'),
  preview: previewOf(advisoryReaders.osv, advisoryRow),
};

export const debianTrackerImporter: Importer = {
  id: 'debian-tracker',
  clause,
  accepts: ['list', '.txt', '.list'],
  roles: warningKeepers,
  target: null,
  run: runRecords(advisoryReaders['debian-tracker'], 'debian'),
  preview: previewOf(advisoryReaders['debian-tracker'], advisoryRow),
};
