import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { DocumentFormat } from './prepare-advisory.ts';

export interface ReceivedDocument {
  readonly sha256: string;
  readonly format: DocumentFormat;
  readonly fileName: string | null;
  readonly bytes: Uint8Array;
}

const partBytes = 1024 * 1024;

/** Keeps documents as they came, once each, in parts that are small enough to pass without holding anything up. */
export async function keepDocuments(
  context: WriteContext,
  documents: readonly ReceivedDocument[],
): Promise<void> {
  const distinct = [...new Map(documents.map((one) => [one.sha256, one])).values()];
  if (distinct.length === 0) return;
  const { rows } = await context.client.query<{ sha256: string }>({
    name: 'advisory-document-keep',
    text: `insert into advisory_document (sha256, format, file_name, bytes, received_at)
      select d.sha256, d.format, d.file_name, d.bytes, $2 from jsonb_to_recordset($1::jsonb)
        as d (sha256 text, format text, file_name text, bytes bigint)
      on conflict (sha256) do nothing returning sha256`,
    values: [
      JSON.stringify(
        distinct.map(({ sha256, format, fileName, bytes }) => ({
          sha256,
          format,
          file_name: fileName?.replaceAll('\0', '').toWellFormed().slice(0, 300) ?? null,
          bytes: bytes.length,
        })),
      ),
      context.now,
    ],
  });
  const fresh = new Set(rows.map((row) => row.sha256));
  let parts: { sha256: string; sequence: number; bytes: Buffer }[] = [];
  let size = 0;
  const flush = async () => {
    if (parts.length === 0) return;
    await context.client.query({
      name: 'advisory-document-part-keep',
      text: `insert into advisory_document_part (sha256, sequence, bytes)
        select p.sha256, p.sequence, substring($4::bytea from p.first for p.length)
        from unnest($1::text[], $2::integer[], $3::integer[], $5::integer[]) as p (sha256, sequence, first, length)`,
      values: [
        parts.map((part) => part.sha256),
        parts.map((part) => part.sequence),
        firstsOf(parts.map((part) => part.bytes.length)),
        Buffer.concat(parts.map((part) => part.bytes)),
        parts.map((part) => part.bytes.length),
      ],
    });
    parts = [];
    size = 0;
  };
  for (const { sha256, bytes } of distinct) {
    if (!fresh.has(sha256)) continue;
    for (let at = 0; at < Math.max(1, bytes.length); at += partBytes) {
      const piece = bytes.subarray(at, at + partBytes);
      const part = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      parts.push({ sha256, sequence: at / partBytes, bytes: part });
      size += part.length;
      if (size >= partBytes) await flush();
    }
  }
  await flush();
}

/** Places, from 1, at which pieces of these lengths begin when they stand one after another. */
function firstsOf(lengths: readonly number[]): number[] {
  let at = 1;
  return lengths.map((length) => {
    const first = at;
    at += length;
    return first;
  });
}

/** The bytes of a document part by part; empty when there is no such document. */
export async function* documentParts(
  context: Pick<ReadContext, 'client'>,
  sha256: string,
): AsyncGenerator<Buffer> {
  for (let sequence = 0; ; sequence += 1) {
    const { rows } = await context.client.query<{ bytes: Buffer }>({
      name: 'advisory-document-part',
      text: 'select bytes from advisory_document_part where sha256 = $1 and sequence = $2',
      values: [sha256, sequence],
    });
    const bytes = rows[0]?.bytes;
    if (bytes === undefined) return;
    yield bytes;
  }
}

/** The whole document, at most 64 MiB by what is accepted. */
export async function documentBytes(
  context: Pick<ReadContext, 'client'>,
  sha256: string,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of documentParts(context, sha256)) parts.push(part);
  return Buffer.concat(parts);
}
