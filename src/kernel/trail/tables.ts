import type { Json } from '#kernel/database/schema.ts';

/** The header of a trail entry: what the leaf is made of. Personal data stays out of it. */
export interface TrailHeader {
  readonly id: string;
  readonly owner: string;
  readonly at: string;
  readonly person: string | null;
  readonly onBehalfOf: string | null;
  readonly via: string;
  readonly action: string;
  readonly kind: string;
  readonly record: string;
  readonly version: number;
  /** SHA-256 over salt and canonical JSON of the details, hex. */
  readonly details: string;
}

declare module '#kernel/database/schema.ts' {
  interface Tables {
    trail_entry: {
      owner_id: string;
      id: string;
      at: Instant;
      person_id: string | null;
      on_behalf_of: string | null;
      via: string;
      action: string;
      kind: string;
      record_id: string;
      record_version: number;
      header: Json<TrailHeader>;
      details: Json<Record<string, unknown>> | null;
      salt: string | null;
      from_address: string | null;
    };
    trail_pending: { owner_id: string; id: string };
    outbox_event: {
      owner_id: string;
      id: string;
      name: string;
      record_id: string;
      payload: Json<Record<string, unknown>>;
      at: Instant;
      actor: Json<Record<string, unknown>>;
      relayed_at: Date | null;
    };
    job_request: {
      id: string;
      kind: string;
      payload: Json<Record<string, unknown>>;
      start_after: Date | null;
      singleton_key: string | null;
      at: Instant;
    };
    trail_leaf: {
      leaf_index: number;
      owner_id: string;
      entry_id: string;
      owner_counter: number;
      leaf_hash: Buffer;
    };
    trail_node: { level: number; node_index: number; hash: Buffer };
    trail_counter: { owner_id: string; last: number };
    trail_head: {
      tree_size: number;
      root_hash: Buffer;
      at: Instant;
      key_id: string;
      signature: Buffer;
    };
    trail_key: { key_id: string; public_key: string; since: Instant };
    trail_head_receipt: {
      owner_id: string;
      id: string;
      tree_size: number;
      owner_counter: number;
      sent_at: Instant;
      reason: 'daily' | 'release' | 'asked';
    };
  }
}
