import { AsyncLocalStorage } from 'node:async_hooks';
import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { AppError, invalidInput } from '#kernel/errors/app-error.ts';
import type { WriteContext } from './context.ts';

/** How long an answer is kept, so that a change may be sent again: a day. */
export const keyLifeMs = 24 * 3_600_000;

const keyPattern = /^[\x21-\x7e]{1,200}$/;

interface KeyedRequest {
  readonly key: string;
  /** Commands that this request ran so far. */
  steps: number;
}

const keyed = new AsyncLocalStorage<KeyedRequest>();

/**
 * Does `work` for a request that carries an `Idempotency-Key`; without one it is simply done.
 * @throws 422 for a key that is not 1 to 200 visible ASCII characters.
 */
export function withIdempotencyKey<T>(key: string | string[] | undefined, work: () => T): T {
  if (key === undefined) return work();
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    throw invalidInput([
      {
        path: '/idempotency-key',
        code: 'bad-key',
        message: 'Send 1 to 200 visible ASCII characters, such as a UUID.',
      },
    ]);
  }
  return keyed.run({ key, steps: 0 }, work);
}

/** One command of a request with a key. */
export interface KeyedStep {
  readonly key: string;
  readonly step: number;
  readonly fingerprint: string;
}

/** Numbers a command of the present request; null when the request carries no key. To be called before its transaction, which may be tried again. */
export function keyedStep(commandId: string, input: unknown): KeyedStep | null {
  const request = keyed.getStore();
  if (request === undefined) return null;
  const step = request.steps;
  request.steps += 1;
  const fingerprint = sha256Hex(
    canonicalJson(JSON.parse(JSON.stringify({ commandId, input })) as Record<string, unknown>),
  );
  return { key: request.key, step, fingerprint };
}

/**
 * Does `work` once for a person and key: the answer is written with the change, in the same transaction, so that neither is ever there
 * without the other. A second request waits for the first and gets its answer. What was refused is not kept, and may be tried again.
 * @throws 422 `idempotency-key-reused` when the key came with something else before.
 */
export async function once<T>(
  context: WriteContext,
  step: KeyedStep | null,
  work: () => Promise<T>,
): Promise<T> {
  const { personId, organisationId } = context.principal;
  const scope = context.scope.organisations;
  const owner = scope.find((id) => id === organisationId) ?? scope[0];
  if (step === null || personId === null || owner === undefined) return work();
  const place = [owner, personId, step.key, step.step];
  const claimed = await context.client.query({
    name: 'idempotency-claim',
    text: `insert into idempotency_key as k (owner_id, person_id, key, step, fingerprint, at) values ($1, $2, $3, $4, $5, $6)
      on conflict (owner_id, person_id, key, step) do update set fingerprint = excluded.fingerprint, at = excluded.at, result = null
      where k.at < $7`,
    values: [...place, step.fingerprint, context.now, new Date(context.now.getTime() - keyLifeMs)],
  });
  if (claimed.rowCount === 0) return earlierAnswer<T>(context, place, step.fingerprint);
  const result = await work();
  const kept = await context.client.query({
    name: 'idempotency-keep',
    text: `update idempotency_key set result = $5::json where owner_id = $1 and person_id = $2 and key = $3 and step = $4`,
    values: [...place, JSON.stringify(result ?? null)],
  });
  if (kept.rowCount !== 1) throw new Error('the answer of an idempotency key was not kept');
  return result;
}

async function earlierAnswer<T>(
  context: WriteContext,
  place: readonly unknown[],
  fingerprint: string,
): Promise<T> {
  const { rows } = await context.client.query<{ fingerprint: string; result: T }>({
    name: 'idempotency-answer',
    text: `select fingerprint, result from idempotency_key where owner_id = $1 and person_id = $2 and key = $3 and step = $4`,
    values: [...place],
  });
  const earlier = rows[0];
  if (earlier === undefined) throw new Error('an idempotency key was taken and is not there');
  if (earlier.fingerprint === fingerprint) return earlier.result;
  throw new AppError({
    status: 422,
    code: 'idempotency-key-reused',
    title: 'This Idempotency-Key was used for something else',
    detail: 'Send a new key with a new change; a key is for sending the same change again.',
  });
}
