import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import {
  decode,
  defineQuery,
  inReadTransaction,
  inWriteTransaction,
  type Runner,
} from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { refuseClassifiedInput } from '#kernel/command/eu-classified.ts';
import { keyedStep, once } from '#kernel/command/idempotency.ts';
import { newId } from '#kernel/database/ids.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { onlyOrganisation } from '#work/cases/commands.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id, instant } from '#work/contract.ts';
import { findRecord } from '#work/registers/find-record.ts';
import type { Importer, Place } from './importer.ts';
import { type ImportReport, runImport } from './run-import.ts';

/** Where the bytes of an import are kept until it is done, and after: by owner and hash. */
export interface ImportFiles {
  put(
    ownerId: string,
    source: AsyncIterable<Uint8Array>,
  ): Promise<{ sha256: string; bytes: number }>;
  open(ownerId: string, sha256: string): Promise<AsyncIterable<Uint8Array>>;
}

export const importQuery = z.object({
  organisation: id.optional(),
  target: id.optional(),
  fileName: z.string().max(300).optional(),
  ecosystem: z.string().max(60).optional(),
  /** When the file was taken, where it does not tell so itself. */
  takenAt: instant.optional(),
});
export type ImportQuery = z.infer<typeof importQuery>;

export const importView = z.object({
  id,
  format: z.string(),
  fileName: z.string(),
  targetId: id.nullable(),
  state: z.enum(['received', 'running', 'done', 'failed']),
  bytes: z.number(),
  digest: z.string().nullable(),
  rows: z.object({
    read: z.number(),
    accepted: z.number(),
    unchanged: z.number(),
    refused: z.number(),
  }),
  failure: z.string().nullable(),
  faults: z.array(
    z.object({ place: z.record(z.string(), z.unknown()), code: z.string(), message: z.string() }),
  ),
  startedAt: instant,
  finishedAt: instant.nullable(),
});

/** @throws 404 */
export function importerOf(catalogue: Catalogue, format: string): Importer {
  const importer = catalogue.importers.get(format);
  if (importer === undefined) throw notFound('import format');
  return importer;
}

/**
 * Takes a file in: decides access, checks the target, keeps the bytes, and leaves a job that reads them. The answer comes before the
 * work is done; the report says how it went.
 * @throws 403 without the role, 404 for a target that is not visible, 422 when the format needs a target.
 */
export async function receiveImport(
  runner: Runner,
  catalogue: Catalogue,
  files: ImportFiles,
  principal: Principal,
  input: {
    readonly format: string;
    readonly query: unknown;
    readonly source: AsyncIterable<Uint8Array>;
  },
): Promise<{ id: string }> {
  const importer = importerOf(catalogue, input.format);
  const query = decode(importQuery, input.query);
  refuseClassifiedInput(query);
  const scope = authorise(principal, {
    permission: `imports:${importer.id}`,
    roles: importer.roles,
    organisationId: query.organisation ?? null,
  });
  const ownerId = query.organisation ?? onlyOrganisation(principal, scope.organisations);
  const who = { principal, scope: { organisations: [ownerId] }, role: 'app' as const };
  await checkTarget(runner, catalogue, importer, who, query.target ?? null);
  const { sha256, bytes } = await files.put(ownerId, input.source);
  const step = keyedStep('imports.receive', { format: importer.id, query, sha256 });
  const { organisation: _organisation, target: _target, fileName, ...options } = query;
  const receive = async (context: WriteContext): Promise<{ id: string }> => {
    const importId = newId();
    await context.client.query({
      text: `insert into import_run (owner_id, id, format, target_id, file_name, bytes, digest, options, state, person_id, principal, started_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, 'received', $9, $10::jsonb, $11)`,
      values: [
        ownerId,
        importId,
        importer.id,
        query.target ?? null,
        fileName ?? `${importer.id} ${context.now.toISOString()}`,
        bytes,
        sha256,
        JSON.stringify(options),
        principal.personId,
        JSON.stringify(principal),
        context.now,
      ],
    });
    context.enqueue({ kind: 'import', payload: { ownerId, importId }, key: importId });
    return { id: importId };
  };
  return inWriteTransaction(runner, who, (context) => once(context, step, () => receive(context)));
}

async function checkTarget(
  runner: Runner,
  catalogue: Catalogue,
  importer: Importer,
  who: Parameters<typeof inReadTransaction>[1],
  targetId: string | null,
): Promise<void> {
  if (importer.target === null) return;
  if (targetId === null && importer.targetOptional === true) return;
  const register = catalogue.registers.get(importer.target)?.register;
  if (targetId === null || register === undefined) {
    throw invalidInput([
      {
        path: '/target',
        code: 'required',
        message: `Say which of ${importer.target} this is about: ?target=<id>.`,
      },
    ]);
  }
  await inReadTransaction(runner, who, (context) =>
    findRecord(context, register, targetId, { lock: false }),
  );
}

interface RunRow {
  format: string;
  target_id: string | null;
  file_name: string;
  digest: string | null;
  options: Record<string, string>;
  state: string;
  principal: Principal;
}

/** The job behind an import. Doing it again after a crash is safe: importers are idempotent by row. */
export async function performImport(
  runner: Runner,
  catalogue: Catalogue,
  files: ImportFiles,
  job: { readonly ownerId: string; readonly importId: string },
  system: Principal,
): Promise<ImportReport | null> {
  const who = { principal: system, scope: { organisations: [job.ownerId] }, role: 'app' as const };
  const run = await inReadTransaction(runner, who, async (context) => {
    const { rows } = await context.client.query<RunRow>({
      text: `select format, target_id, file_name, digest, options, state, principal from import_run where owner_id = $1 and id = $2`,
      values: [job.ownerId, job.importId],
    });
    return rows[0];
  });
  if (run === undefined || run.digest === null || run.state === 'done' || run.state === 'failed')
    return null;
  const source = await files.open(job.ownerId, run.digest);
  return runImport(
    runner,
    importerOf(catalogue, run.format),
    run.principal,
    {
      ownerId: job.ownerId,
      id: job.importId,
      targetId: run.target_id,
      fileName: run.file_name,
      digest: run.digest,
      options: run.options,
    },
    source,
  );
}

/** An import with its progress and its refused rows. */
export const readImport = defineQuery({
  id: 'imports.read',
  input: z.strictObject({ id }),
  authorise: (principal) =>
    authorise(principal, { permission: 'imports:read', roles: [anyMember] }),
  run: async (context, input) => {
    const { rows } = await context.client.query({
      name: 'import-read',
      text: `select r.*, coalesce((select jsonb_agg(jsonb_build_object('place', f.place, 'code', f.code, 'message', f.message)
          order by f.sequence) from (select * from import_fault where owner_id = r.owner_id and import_id = r.id
          order by sequence limit 200) f), '[]') as faults
        from import_run r where r.owner_id = any ($1::uuid[]) and r.id = $2`,
      values: [context.scope.organisations, input.id],
    });
    const row = rows[0];
    if (row === undefined) throw notFound('import');
    return viewOfRun(row);
  },
});

/** The latest imports of the scope, newest first. */
export const listImports = defineQuery({
  id: 'imports.list',
  input: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    target: id.optional(),
  }),
  authorise: (principal) =>
    authorise(principal, { permission: 'imports:read', roles: [anyMember] }),
  run: async (context, input) => {
    const { rows } = await context.client.query({
      name: 'import-list',
      text: `select r.*, '[]'::jsonb as faults from import_run r where r.owner_id = any ($1::uuid[])
        and ($2::uuid is null or r.target_id = $2) order by r.id desc limit $3`,
      values: [context.scope.organisations, input.target ?? null, input.limit],
    });
    return { items: rows.map(viewOfRun) };
  },
});

function viewOfRun(row: Record<string, unknown>): z.infer<typeof importView> {
  return importView.parse({
    id: row['id'],
    format: row['format'],
    fileName: row['file_name'],
    targetId: row['target_id'],
    state: row['state'],
    bytes: row['bytes'],
    digest: row['digest'],
    rows: {
      read: row['rows_read'],
      accepted: row['rows_accepted'],
      unchanged: row['rows_unchanged'],
      refused: row['rows_refused'],
    },
    failure: row['failure'],
    faults: row['faults'] as { place: Place; code: string; message: string }[],
    startedAt: (row['started_at'] as Date).toISOString(),
    finishedAt: row['finished_at'] === null ? null : (row['finished_at'] as Date).toISOString(),
  });
}
