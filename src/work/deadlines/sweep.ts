import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Log } from '#kernel/log/log.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { type DeadlineRow, passDeadline } from './pass-deadline.ts';
import { loadSubject } from './subject.ts';

export interface SweepOptions {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly log: Log;
  /** Deadlines looked at in one sweep, and worked on side by side. */
  readonly limit?: number;
  readonly concurrency?: number;
}

interface Due {
  owner_id: string;
  id: string;
  kind: string;
  record_id: string;
}

const firstWaitMs = 10_000;
const longestWaitMs = 3_600_000;
const system = { role: 'system', scope: [], person: null } as const;

/**
 * One sweep: every deadline at which something happens by now (a reminder, its due instant, a step of its escalation) is passed in one
 * transaction of its own, under its owner. One that fails is tried again later and later and holds up no other. Several sweeps may run at once.
 * @returns how many were passed.
 */
export async function sweepDeadlines(options: SweepOptions): Promise<number> {
  const { runner, limit = 500, concurrency = 4 } = options;
  const due = await runner.database.transaction(
    { ...system, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<Due>({
        name: 'deadlines-due',
        text: 'select owner_id, id, kind, record_id from record_deadline where next_at <= $1 order by next_at limit $2',
        values: [runner.clock.now(), limit],
      });
      return rows;
    },
  );
  let passed = 0;
  const work = async (): Promise<void> => {
    for (let next = due.shift(); next !== undefined; next = due.shift()) {
      if (await sweepOne(options, next)) passed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, due.length) }, work));
  return passed;
}

async function sweepOne(options: SweepOptions, due: Due): Promise<boolean> {
  const who = {
    principal: systemPrincipal('deadlines'),
    scope: { organisations: [due.owner_id] },
    role: 'app',
  } as const;
  try {
    return await inWriteTransaction(options.runner, who, async (context) => {
      // The record first, as every command locks it, so that the two never wait for each other in a circle.
      const subject = await loadSubject(context, options.catalogue, due.kind, due.record_id);
      const row = await claim(context, due);
      if (row === null) return false;
      await passDeadline(context, subject, row);
      return true;
    });
  } catch (error) {
    options.log.error({ err: error, deadline: due.id, kind: due.kind }, 'a deadline failed');
    await postpone(options.runner, due, error);
    return false;
  }
}

async function claim(context: WriteContext, due: Due): Promise<DeadlineRow | null> {
  const { rows } = await context.client.query<DeadlineRow>({
    name: 'deadline-claim',
    text: `select owner_id, id, kind, record_id, deadline, due_at, next_at, step, remind_at, state from record_deadline
      where owner_id = $1 and id = $2 and next_at <= $3 for update skip locked`,
    values: [due.owner_id, due.id, context.now],
  });
  return rows[0] ?? null;
}

async function postpone(runner: Runner, due: Due, error: unknown): Promise<void> {
  await runner.database.transaction(system, async ({ client }) => {
    const { rows } = await client.query<{ failures: number }>(
      'select failures from record_deadline where owner_id = $1 and id = $2 for update',
      [due.owner_id, due.id],
    );
    const failures = (rows[0]?.failures ?? 0) + 1;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 20));
    await client.query(
      `update record_deadline set failures = $3, last_error = $4, next_at = $5
       where owner_id = $1 and id = $2 and next_at is not null`,
      [
        due.owner_id,
        due.id,
        failures,
        String(error).slice(0, 1000),
        new Date(runner.clock.now().getTime() + wait),
      ],
    );
  });
}
