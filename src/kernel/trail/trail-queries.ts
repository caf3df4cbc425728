import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { type HistoryEntry, id, instant } from '#work/contract.ts';
import { type HeadRow, headOf, proveConsistency, proveEntry } from './proof.ts';
import type { TrailHeader } from './tables.ts';

interface EntryRow {
  id: string;
  at: Date;
  person_id: string | null;
  on_behalf_of: string | null;
  via: string;
  action: string;
  kind: string;
  record_id: string;
  record_version: number;
  details: Record<string, unknown> | null;
  leaf_index: number | null;
}

const read = { permission: 'trail:read', roles: [anyMember] };

/** Newest first. Each organisation gives at most one page by its own key; the merge of those is the page. */
const listText = `
select x.*, l.leaf_index from unnest($1::uuid[]) as w (owner_id)
cross join lateral (
  select e.owner_id, e.id, e.at, e.person_id, e.on_behalf_of, e.via, e.action, e.kind, e.record_id, e.record_version, e.details
  from trail_entry e
  where e.owner_id = w.owner_id and ($2::uuid is null or e.id < $2) and ($3::text is null or e.action = $3)
    and ($4::uuid is null or e.person_id = $4) and ($5::timestamptz is null or e.at >= $5)
    and ($6::timestamptz is null or e.at < $6)
  order by e.id desc limit $7
) x
left join trail_leaf l on l.owner_id = x.owner_id and l.entry_id = x.id
order by x.id desc limit $7`;

/** Entries of the caller's organisations, newest first. */
export const listTrail = defineQuery({
  id: 'trail.list',
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    after: id.optional(),
    action: z.string().max(120).optional(),
    person: id.optional(),
    from: instant.optional(),
    to: instant.optional(),
  }),
  authorise: (principal) => authorise(principal, read),
  run: async (context, input) => {
    const { rows } = await context.client.query<EntryRow>({
      name: 'trail-list',
      text: listText,
      values: [
        context.scope.organisations,
        input.after ?? null,
        input.action ?? null,
        input.person ?? null,
        input.from ?? null,
        input.to ?? null,
        input.limit + 1,
      ],
    });
    const items = rows.slice(0, input.limit).map(entryOf);
    const people = [...new Set(items.flatMap((item) => [item.personId, item.onBehalfOf]))];
    const names = await context.client.query<{ id: string; name: string }>({
      name: 'trail-people',
      text: 'select id, name from person where id = any ($1::uuid[])',
      values: [people.filter((person) => person !== null)],
    });
    const last = items.at(-1);
    return {
      items,
      next: rows.length > input.limit && last !== undefined ? last.id : null,
      total: null,
      titles: Object.fromEntries(names.rows.map((row) => [row.id, row.name])),
    };
  },
});

function entryOf(row: EntryRow): HistoryEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    personId: row.person_id,
    onBehalfOf: row.on_behalf_of,
    via: row.via,
    action: row.action,
    kind: row.kind,
    recordId: row.record_id,
    recordVersion: row.record_version,
    details: row.details,
    leafIndex: row.leaf_index,
  };
}

/** Signed heads, newest first, with the public keys, and for `from` the proof that the newest tree begins with that one. */
export const listHeads = defineQuery({
  id: 'trail.heads',
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    after: z.coerce.number().int().positive().optional(),
    from: z.coerce.number().int().positive().optional(),
  }),
  authorise: (principal) => authorise(principal, read),
  run: async (context, input) => {
    const { rows } = await context.client.query<HeadRow>({
      name: 'trail-heads',
      text: `select tree_size, root_hash, at, key_id, signature from trail_head
        where $1::bigint is null or tree_size < $1 order by tree_size desc limit $2`,
      values: [input.after ?? null, input.limit + 1],
    });
    const items = rows.slice(0, input.limit).map(headOf);
    const keys = await context.client.query<{ key_id: string; public_key: string; since: Date }>(
      'select key_id, public_key, since from trail_key order by since, key_id',
    );
    const newest = items[0]?.treeSize ?? 0;
    const provable = input.from !== undefined && input.from <= newest ? input.from : null;
    return {
      items,
      next: rows.length > input.limit ? String(items.at(-1)?.treeSize ?? '') : null,
      keys: keys.rows.map((key) => ({
        keyId: key.key_id,
        publicKey: key.public_key,
        since: key.since.toISOString(),
      })),
      consistency:
        provable === null
          ? null
          : {
              from: provable,
              to: newest,
              hashes: await proveConsistency(context.client, provable, newest),
            },
    };
  },
});

/** The proof that an entry is in the tree of the newest head. @throws 404 for an entry of others, or one that is not sealed yet. */
export const proofOfEntry = defineQuery({
  id: 'trail.proof',
  input: z.object({ entryId: id }),
  authorise: (principal) => authorise(principal, read),
  run: async (context, input) => {
    const { rows } = await context.client.query<{ header: TrailHeader }>({
      name: 'trail-header',
      text: 'select header from trail_entry where owner_id = any ($1::uuid[]) and id = $2',
      values: [context.scope.organisations, input.entryId],
    });
    const header = rows[0]?.header;
    const proof = await proveEntry(context.client, context.scope.organisations, input.entryId);
    if (header === undefined || proof === null) throw notFound('sealed trail entry');
    return {
      header: { ...header, counter: proof.counter },
      ...proof,
      inclusion: [...proof.inclusion],
    };
  },
});
