import { z } from 'zod';
import { FormatError } from '#formats/format-error.ts';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, defineQuery, runQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { id } from '#work/contract.ts';
import { bundleSignature, type ManifestPart, sha256, type Verification } from './contract.ts';
import { findForeignCase, readNeed } from './foreign-cases.ts';
import { faultOf } from './inspect-bundle.ts';
import { signedManifestIn } from './read-bundle.ts';
import type { BundleParts } from './receive-bundle.ts';
import { verifyParts } from './verify-parts.ts';

const nameText = `
select coalesce(
  (select i.body->>'fileName' from foreign_case_item i where i.owner_id = $1 and i.foreign_case_id = $2 and i.path = 'evidence.jsonl'
    and i.body->>'sha256' = $3 limit 1),
  (select i.body->>'reference' || '-' || (i.body->>'version') || '.' || (r->>'format') from foreign_case_item i, jsonb_array_elements(i.body->'renderings') r
    where i.owner_id = $1 and i.foreign_case_id = $2 and i.path = 'documents.jsonl' and r->>'sha256' = $3 limit 1), $3) as "fileName", p.bytes::float8 as bytes
from foreign_case_part p where p.owner_id = $1 and p.foreign_case_id = $2 and p.path = 'files/' || $3 limit 1`;

/** Gives the bytes of a file of a foreign case out, after it was written down who reads them. @throws 404 */
export const openForeignFile = defineCommand({
  id: 'foreign-cases.open-file',
  input: z.strictObject({ foreignCaseId: id, sha256 }),
  authorise: (principal) => authorise(principal, readNeed),
  run: async (context, input) => {
    const found = await findForeignCase(context, input.foreignCaseId);
    const { rows } = await context.client.query<{ fileName: string; bytes: number }>({
      name: 'foreign-file',
      text: nameText,
      values: [found.ownerId, found.id, input.sha256],
    });
    const [file] = rows;
    if (file === undefined) throw notFound('file');
    context.record({
      ...{ ownerId: found.ownerId, action: 'foreign-case.open-file', kind: 'foreign-case' },
      ...{ recordId: found.id, recordVersion: found.revision },
      details: { sha256: input.sha256, fileName: file.fileName },
    });
    return { ownerId: found.ownerId, ...file };
  },
});

interface Kept {
  readonly ownerId: string;
  readonly manifest: string;
  readonly signature: unknown;
}

const readSigned = defineQuery({
  id: 'foreign-cases.signed',
  input: z.strictObject({ foreignCaseId: id, revision: z.number().int().optional() }),
  authorise: (principal) => authorise(principal, readNeed),
  run: async (context, input): Promise<Kept> => {
    const found = await findForeignCase(context, input.foreignCaseId);
    const { rows } = await context.client.query<Omit<Kept, 'ownerId'>>({
      name: 'foreign-signed',
      text: 'select manifest, signature from foreign_case_revision where owner_id = $1 and foreign_case_id = $2 and revision = $3',
      values: [found.ownerId, found.id, input.revision ?? found.revision],
    });
    if (rows[0] === undefined) throw notFound('revision');
    return { ownerId: found.ownerId, ...rows[0] };
  },
});

/**
 * Verifies a foreign case anew from what is kept: the signature over the manifest, every part against its hash, every entry of the trail
 * against the signed head. It finds what was changed on the disk or in the database since the import.
 * @throws 404
 */
export async function verifyForeignCase(
  { runner, files }: BundleParts,
  principal: Principal,
  input: { readonly foreignCaseId: string; readonly revision?: number | undefined },
): Promise<Verification> {
  const kept = await runQuery(runner, readSigned, principal, input);
  try {
    const signature = bundleSignature.parse(kept.signature);
    const manifest = signedManifestIn(Buffer.from(kept.manifest, 'utf8'), signature);
    const parts = new Map(manifest.parts.map((part) => [part.path, part]));
    const verdict = await verifyParts(manifest, (path) =>
      keptPart(files, kept.ownerId, parts, path),
    );
    return { verified: true, faults: [], ...verdict };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { verified: false, faults: [faultOf(error)], parts: 0, bytes: 0, entries: 0 };
  }
}

async function* keptPart(
  files: BundleParts['files'],
  ownerId: string,
  parts: ReadonlyMap<string, ManifestPart>,
  path: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* await files.openFile(ownerId, parts.get(path)?.sha256 ?? '');
  } catch (error) {
    const what = 'The bytes that were imported are damaged or gone';
    throw new FormatError('hash-differs', what, { path }, { cause: error });
  }
}
