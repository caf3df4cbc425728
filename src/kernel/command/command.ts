import type { z } from 'zod';
import { plainIssue } from '#formats/json/plain-issue.ts';
import type { Principal, Scope } from '#kernel/access/principal.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database, DatabaseRole, OpenTransaction } from '#kernel/database/database.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { EventDraft, JobDraft, ReadContext, TrailDraft, WriteContext } from './context.ts';
import { refuseClassifiedInput } from './eu-classified.ts';
import { flush } from './flush.ts';
import { keyedStep, once } from './idempotency.ts';

/** A change: decode, authorise (returns the scope), then one transaction with state, trail entry and outbox. */
export interface Command<In, Out> {
  readonly id: string;
  readonly input: z.ZodType<In>;
  /** Pure: decides from the principal and the input alone; what needs the record is decided in `run`, under this scope. */
  authorise(principal: Principal, input: In): Scope;
  run(context: WriteContext, input: In): Promise<Out>;
}

/** A read: the same, in a read-only transaction. */
export interface Query<In, Out> {
  readonly id: string;
  readonly input: z.ZodType<In>;
  authorise(principal: Principal, input: In): Scope;
  run(context: ReadContext, input: In): Promise<Out>;
}

export interface Runner {
  readonly database: Database;
  readonly clock: Clock;
}

export function defineCommand<In, Out>(command: Command<In, Out>): Command<In, Out> {
  return command;
}

export function defineQuery<In, Out>(query: Query<In, Out>): Query<In, Out> {
  return query;
}

/** @param at where the input stands in what was sent @throws 422 with the path of each fault. */
export function decode<T>(schema: z.ZodType<T>, input: unknown, at = ''): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    parsed.error.issues.flatMap((issue): Fault[] => {
      const base = at + issue.path.map((part) => `/${String(part)}`).join('');
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({
          path: `${base}/${key}`,
          code: 'unknown-field',
          message: 'There is no such field.',
        }));
      }
      return [{ path: base, code: issue.code.replaceAll('_', '-'), message: plainIssue(issue) }];
    }),
  );
}

/**
 * Runs a command for a principal: one transaction holds state, trail entry, outbox and jobs. For a request with an `Idempotency-Key` it is
 * done once, and its result is kept as JSON for a day.
 * @throws 422 with the path of each fault; `eu-classified` where a text carries such a marking
 */
export async function runCommand<In, Out>(
  runner: Runner,
  command: Command<In, Out>,
  principal: Principal,
  input: unknown,
): Promise<Out> {
  const decoded = decode(command.input, input);
  refuseClassifiedInput(decoded);
  const scope = command.authorise(principal, decoded);
  const step = keyedStep(command.id, decoded);
  return inWriteTransaction(runner, { principal, scope, role: 'app' }, (context) =>
    once(context, step, () => command.run(context, decoded)),
  );
}

/** Runs a query for a principal in a read-only transaction. */
export async function runQuery<In, Out>(
  runner: Runner,
  query: Query<In, Out>,
  principal: Principal,
  input: unknown,
): Promise<Out> {
  const decoded = decode(query.input, input);
  const scope = query.authorise(principal, decoded);
  return inReadTransaction(runner, { principal, scope, role: 'app' }, (context) =>
    query.run(context, decoded),
  );
}

export interface TransactionFor {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly role: DatabaseRole;
  /** As of a transaction: the commit does not wait for the disk. */
  readonly durableLater?: boolean;
}

export async function inReadTransaction<T>(
  runner: Runner,
  who: TransactionFor,
  work: (context: ReadContext) => Promise<T>,
): Promise<T> {
  const now = runner.clock.now();
  return runner.database.transaction(
    {
      role: who.role,
      scope: who.scope.organisations,
      person: who.principal.personId,
      readOnly: true,
    },
    ({ db, client }) => work({ db, client, principal: who.principal, scope: who.scope, now }),
  );
}

export async function inWriteTransaction<T>(
  runner: Runner,
  who: TransactionFor,
  work: (context: WriteContext) => Promise<T>,
): Promise<T> {
  return runner.database.transaction(
    {
      role: who.role,
      scope: who.scope.organisations,
      person: who.principal.personId,
      durableLater: who.durableLater ?? false,
    },
    async (transaction) => {
      const drafts = new Drafts();
      const context = writeContext(transaction, who, runner.clock.now(), drafts);
      const result = await work(context);
      await flush(context, drafts);
      return result;
    },
  );
}

/** What a command left to be written with its transaction. */
export class Drafts {
  readonly trail: TrailDraft[] = [];
  readonly events: EventDraft[] = [];
  readonly jobs: JobDraft[] = [];
}

function writeContext(
  { db, client }: OpenTransaction,
  who: TransactionFor,
  now: Date,
  drafts: Drafts,
): WriteContext {
  return {
    db,
    client,
    principal: who.principal,
    scope: who.scope,
    now,
    record: (entry) => void drafts.trail.push(entry),
    emit: (event) => void drafts.events.push(event),
    enqueue: (job) => void drafts.jobs.push(job),
    changeScope: async (organisations) => {
      await client.query('select access.set_context($1, $2)', [
        `{${organisations.join(',')}}`,
        who.principal.personId ?? '',
      ]);
    },
  };
}
