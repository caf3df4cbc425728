import { createHash } from 'node:crypto';
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();
const tableName = z.string().regex(/^[a-z_][a-z0-9_$]*\.[a-z_][a-z0-9_$]*$/);

/** What an archive holds: `manifest.json`, its last entry but one. Sizes in bytes, digests SHA-256 in hexadecimal. */
export const manifestSchema = z.object({
  format: z.literal('commonward-backup'),
  formatVersion: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The server's version, as it says itself. */
  postgresql: z.string(),
  /** Migrations that the database had, in order: its schema version. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(
    z.object({
      name: tableName,
      columns: z.array(z.string()).min(1),
      rows: count,
      /** Of all rows as COPY text in the order of the primary key. */
      bytes: count,
      sha256,
      parts: count,
    }),
  ),
  sequences: z.array(
    z.object({ name: tableName, lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() }),
  ),
  queuedJobs: count,
  files: z.object({ count, bytes: count }),
  keys: z.object({ count, sealed: z.boolean() }),
  /** The newest head of the trail, which the restored trail must begin with. */
  trailHead: z.object({ treeSize: count, rootHash: sha256 }).nullable(),
  entries: z.array(z.object({ name: z.string(), bytes: count, sha256 })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = Manifest['entries'][number];

export const manifestName = 'manifest.json';
/** The last entry: the digest of the manifest, as `sha256sum` writes it. */
export const manifestDigestName = 'manifest.json.sha256';
export const keysName = 'keys.json';
export const sealedKeysName = 'keys.sealed.json';
export const queueName = 'queued-jobs.json';
/** Uncompressed bytes of one part of a table. */
export const partBytes = 8 * 1024 * 1024;

export function partName(table: string, part: number): string {
  return `tables/${table.replace('.', '/')}/${String(part).padStart(6, '0')}.copy.zst`;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
