import type { Kysely } from 'kysely';
import type { PoolClient } from 'pg';
import type { Principal, Scope } from '#kernel/access/principal.ts';
import type { Tables } from '#kernel/database/schema.ts';

/** What every read has at hand: a read-only transaction under the scope that access gave. */
export interface ReadContext {
  readonly db: Kysely<Tables>;
  readonly client: PoolClient;
  readonly principal: Principal;
  readonly scope: Scope;
  /** The instant of this request, by the kernel's clock. */
  readonly now: Date;
}

/** One change for the trail. Values are JSON; personal data belongs in `details`, never in the header. */
export interface TrailDraft {
  readonly ownerId: string;
  /** What was done: `asset.create`, `case.authorise`. */
  readonly action: string;
  readonly kind: string;
  readonly recordId: string;
  readonly recordVersion: number;
  /** Changed values, before and after, the reason, the form: salted and hashed, so that they can be erased. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly onBehalfOf?: string | null;
}

/** Something that happened, for reactions of other areas; delivered at least once, in order for one record. */
export interface EventDraft {
  readonly name: string;
  readonly ownerId: string;
  readonly recordId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A piece of work for the worker, enqueued in the same transaction. */
export interface JobDraft {
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly startAfter?: Date;
  /** A second job with the same key is dropped while the first waits. */
  readonly key?: string;
}

export interface WriteContext extends ReadContext {
  /** Writes one trail entry with the transaction. */
  record(entry: TrailDraft): void;
  /** Tells other areas after the commit. */
  emit(event: EventDraft): void;
  enqueue(job: JobDraft): void;
  /** Narrows or moves the scope inside the transaction, after a decision of access about one record. */
  changeScope(organisations: readonly string[]): Promise<void>;
}
