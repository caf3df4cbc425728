import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Database } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { id } from '#work/contract.ts';

export interface Progress {
  readonly done: number;
  readonly total?: number | null;
  readonly message?: string | null;
}

export interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly ownerId: string;
  readonly personId: string | null;
  readonly phase: 'waiting' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number | null;
  readonly message: string | null;
  readonly updatedAt: string;
  readonly finishedAt: string | null;
  readonly result: Record<string, unknown> | null;
  readonly error: string | null;
}

/**
 * Asks for long work whose progress people can watch under `/jobs/{id}`: a row for them and the job itself, with the caller's transaction.
 * @returns the id to answer 202 with.
 */
export async function enqueueWithProgress(
  context: WriteContext,
  job: {
    readonly kind: string;
    readonly ownerId: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly total?: number;
  },
): Promise<string> {
  const progressId = newId();
  await context.client.query({
    name: 'job-progress-start',
    text: `insert into job_progress (owner_id, id, kind, person_id, total, updated_at) values ($1, $2, $3, $4, $5, $6)`,
    values: [
      job.ownerId,
      progressId,
      job.kind,
      context.principal.personId,
      job.total ?? null,
      context.now,
    ],
  });
  context.enqueue({
    kind: job.kind,
    payload: { ...job.payload, ownerId: job.ownerId, progressId },
    key: progressId,
  });
  return progressId;
}

export interface Outcome {
  readonly result?: Readonly<Record<string, unknown>> | null;
  readonly error?: string | null;
}

/** Writes how far the work is; `outcome` ends it. Does nothing for jobs that nobody watches. */
export async function writeProgress(
  database: Database,
  payload: Readonly<Record<string, unknown>>,
  now: Date,
  progress: Progress | null,
  outcome: Outcome | null = null,
): Promise<void> {
  const { ownerId, progressId } = payload;
  if (typeof ownerId !== 'string' || typeof progressId !== 'string') return;
  await database.transaction(
    { role: 'app', scope: [ownerId], person: null },
    async ({ client }) => {
      await client.query({
        name: 'job-progress-write',
        text: `update job_progress set done = coalesce($3, done), total = coalesce($4, total), message = coalesce($5, message),
            updated_at = $6, finished_at = $7, result = $8::jsonb, error = $9
          where owner_id = $1 and id = $2`,
        values: [
          ownerId,
          progressId,
          progress?.done ?? null,
          progress?.total ?? null,
          progress?.message ?? null,
          now,
          outcome === null ? null : now,
          outcome?.result === undefined || outcome.result === null
            ? null
            : JSON.stringify(outcome.result),
          outcome?.error ?? null,
        ],
      });
    },
  );
}

/** One piece of long work of the caller's organisations. @throws 404 */
export const readJob = defineQuery({
  id: 'jobs.read',
  input: z.object({ id }),
  authorise: (principal) => authorise(principal, { permission: 'jobs:read', roles: [anyMember] }),
  run: async (context, input): Promise<JobView> => {
    const { rows } = await context.client.query<{
      owner_id: string;
      kind: string;
      person_id: string | null;
      done: number;
      total: number | null;
      message: string | null;
      updated_at: Date;
      finished_at: Date | null;
      result: Record<string, unknown> | null;
      error: string | null;
    }>({
      name: 'job-progress-read',
      text: `select owner_id, kind, person_id, done, total, message, updated_at, finished_at, result, error
        from job_progress where owner_id = any ($1::uuid[]) and id = $2`,
      values: [context.scope.organisations, input.id],
    });
    const row = rows[0];
    if (row === undefined) throw notFound('job');
    const started = row.done > 0 || row.message !== null;
    const ended = row.error === null ? 'done' : 'failed';
    return {
      id: input.id,
      kind: row.kind,
      ownerId: row.owner_id,
      personId: row.person_id,
      phase: row.finished_at !== null ? ended : started ? 'running' : 'waiting',
      done: row.done,
      total: row.total,
      message: row.message,
      updatedAt: row.updated_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
      result: row.result,
      error: row.error,
    };
  },
});
