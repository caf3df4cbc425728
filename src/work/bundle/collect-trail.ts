import type { PoolClient } from 'pg';
import { latestHead, proveEntries } from '#kernel/trail/proof.ts';
import type { TrailHead } from '#kernel/trail/signing-keys.ts';
import type { TrailHeader } from '#kernel/trail/tables.ts';
import { tooLarge } from './export-scope.ts';
import type { TrailItem } from './items/contract.ts';
import { bundleLimits } from './limits.ts';

export interface TrailWanted {
  readonly ownerId: string;
  readonly recipientId: string;
  /** The case and everything of it that goes. */
  readonly recordIds: readonly string[];
}

export interface TrailPart {
  readonly items: readonly TrailItem[];
  readonly head: TrailHead;
  /** The key that signed the head, PEM. */
  readonly headKey: string;
}

interface Row {
  id: string;
  header: TrailHeader;
  name: string | null;
  details: TrailItem['details'] | null;
  salt: string | null;
}

/** As the history of a record is told: whom it is shared with reads what the owner and his own people did, not what others did. */
const entriesText = `select e.id, e.header, e.details, e.salt, w.name from trail_entry e left join person w on w.id = e.person_id
  where e.owner_id = $1 and e.record_id = any ($3::uuid[])
    and ($1::uuid = $2::uuid or (e.action not in ('audience.widen', 'case.add-parties', 'case.export-bundle') and not exists (select from person p
      where p.id = e.person_id and p.organisation_id <> e.owner_id and p.organisation_id <> $2)))
  order by e.id limit ${bundleLimits.maxItems + 1}`;

/** The entries of the trail with their proofs against one head; null while one of them is not sealed. @throws 409 beyond the limit */
export async function collectTrail(
  client: PoolClient,
  { ownerId, recipientId, recordIds }: TrailWanted,
): Promise<TrailPart | null> {
  const { rows } = await client.query<Row>({
    name: 'bundle-trail',
    text: entriesText,
    values: [ownerId, recipientId, recordIds],
  });
  if (rows.length > bundleLimits.maxItems) throw tooLarge('trail');
  const head = await latestHead(client);
  if (head === null) return null;
  const ids = rows.map(({ id }) => id);
  const proofs = await proveEntries(client, ownerId, ids, head);
  if (proofs.size < rows.length) return null;
  const keys = await client.query<{ public_key: string }>({
    name: 'bundle-head-key',
    text: 'select public_key from trail_key where key_id = $1',
    values: [head.keyId],
  });
  const items = rows.flatMap(({ id, header, name, details, salt }): TrailItem[] => {
    const proof = proofs.get(id);
    if (proof === undefined) return [];
    return [
      {
        header: { ...header, counter: proof.counter },
        ...{ leafIndex: proof.leafIndex, inclusion: [...proof.inclusion] },
        ...(name === null ? {} : { name }),
        ...(details === null || salt === null ? {} : { details, salt }),
      },
    ];
  });
  return { items, head, headKey: keys.rows[0]?.public_key ?? '' };
}
