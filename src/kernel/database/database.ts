import type { Kysely } from 'kysely';
import pg from 'pg';
import { AppError } from '#kernel/errors/app-error.ts';
import type { Log } from '#kernel/log/log.ts';
import { queryBuilderFor } from './client-dialect.ts';
import { isId } from './ids.ts';
import type { Tables } from './schema.ts';

// Dates (without time) stay text: a calendar day has no time zone. bigint counters fit a double in this product.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** `app`: requests, under row security. `system`: listed job kinds on listed tables. `owner`: migrations, backup, restore. */
export type DatabaseRole = 'app' | 'system' | 'owner';

export interface TransactionOptions {
  readonly role: DatabaseRole;
  /** Organisations whose records this transaction may see or touch; the row security policies compare with it. */
  readonly scope: readonly string[];
  /** The person it is done for, or null for the product itself. */
  readonly person: string | null;
  readonly readOnly?: boolean;
  /**
   * The commit does not wait for the disk: what it wrote is durable with the next commit that does. Only for work that is done again when
   * a crash took it, never for what somebody is told.
   */
  readonly durableLater?: boolean;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly namedStatements: boolean;
  readonly log: Log;
}

export interface OpenTransaction {
  readonly db: Kysely<Tables>;
  readonly client: pg.PoolClient;
}

const settingsTooLarge = 4000;

/** SQLSTATEs after which the same transaction may simply be tried again. */
const retryable = new Set(['40001', '40P01']);

export class Database {
  readonly #pool: pg.Pool;
  readonly #options: DatabaseOptions;
  #closing = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      application_name: 'commonward',
    });
    // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
    this.#pool.on('error', (error) => {
      if (!this.#closing) options.log.warn({ err: error }, 'idle connection lost');
    });
    // One in use that breaks fails its query; its own error event, which the pool then leaves to us, would end the process as well.
    this.#pool.on('connect', (client) => {
      client.on('error', (error) => {
        if (!this.#closing) options.log.warn({ err: error }, 'connection lost');
      });
    });
  }

  get url(): string {
    return this.#options.url;
  }

  /**
   * Runs `work` in one transaction under a database role and a scope. Begin, role and scope travel in one message.
   * @throws what `work` throws, after rolling back; serialisation failures and deadlocks are tried again up to 3 times.
   */
  async transaction<T>(
    options: TransactionOptions,
    work: (tx: OpenTransaction) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(options, work);
      } catch (error) {
        if (attempt >= 3 || !retryable.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  async #once<T>(
    options: TransactionOptions,
    work: (tx: OpenTransaction) => Promise<T>,
  ): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(beginMessage(options));
      const db = queryBuilderFor(client, this.#options.namedStatements);
      const result = await work({ db, client });
      await commit(client);
      return result;
    } catch (error) {
      try {
        await client.query('rollback');
      } catch (rollbackError) {
        broken = rollbackError instanceof Error ? rollbackError : new Error('rollback failed');
      }
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** A connection outside any transaction, for LISTEN and session advisory locks. The caller releases it. */
  async connect(): Promise<pg.PoolClient> {
    return this.#pool.connect();
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.#pool.end();
  }
}

/** @throws 503 `outcome-unknown` when the line broke before the answer: the change may be there or not. */
async function commit(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    const state = sqlState(error);
    // A refusal (such as of a deferred constraint) is certain; a server that went away (class 57) or a broken line is not.
    if (state !== null && !state.startsWith('57')) throw error;
    throw new AppError({
      status: 503,
      code: 'outcome-unknown',
      title: 'It is not known whether this was kept',
      detail:
        'The database went away before it answered. Send it again with the same Idempotency-Key, or look whether it is there.',
      cause: error,
    });
  }
}

function beginMessage(options: TransactionOptions): string {
  if (options.scope.length > settingsTooLarge) throw new Error('scope too large');
  if (!options.scope.every(isId)) throw new Error('scope holds something that is not an id');
  if (options.person !== null && !isId(options.person)) throw new Error('person is not an id');
  const begin = options.readOnly === true ? 'begin read only' : 'begin';
  if (options.role === 'owner') {
    // The owner sees all rows; a policy in its way raises an error instead of leaving rows out.
    return `${begin}; set local row_security = off`;
  }
  // The values were just checked to be plain UUIDs, so they can stand in the text: one message instead of three.
  const scope = `{${options.scope.join(',')}}`;
  // Background statements take what waits in batches: a plan kept from when the table was empty would read it whole for each row.
  const plans = options.role === 'system' ? 'set local plan_cache_mode = force_custom_plan; ' : '';
  const disk = options.durableLater === true ? 'set local synchronous_commit = off; ' : '';
  return `${begin}; ${plans}${disk}set local role commonward_${options.role}; select access.set_context('${scope}', '${options.person ?? ''}')`;
}

/** The SQLSTATE of a database error, or null for any other error. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
