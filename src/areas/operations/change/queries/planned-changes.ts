import type { ReadContext } from '#kernel/command/context.ts';

/** A change whose window has not ended. */
export interface PlannedChange {
  readonly ownerId: string;
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly assets: number;
}

/** Changes of these organisations with a window that goes on or lies ahead, the next first. */
export async function plannedChanges(
  context: Pick<ReadContext, 'client' | 'now'>,
  owners: readonly string[],
  limit: number,
): Promise<PlannedChange[]> {
  const { rows } = await context.client.query<PlannedChange>({
    name: 'planned-changes',
    text: `select owner_id as "ownerId", id, reference, title, state, fields->>'windowStart' as "windowStart",
        fields->>'windowEnd' as "windowEnd",
        case when jsonb_typeof(fields->'assets') = 'array' then jsonb_array_length(fields->'assets') else 0 end as assets
      from procedure_case where owner_id = any ($1::uuid[]) and procedure = 'change' and closed_at is null
        and (fields->>'windowEnd')::timestamptz > $2 order by (fields->>'windowStart')::timestamptz, id limit $3`,
    values: [owners, context.now, limit],
  });
  return rows;
}

/** Inventories of these that showed a change outside any authorised one, by inventory. */
export async function unauthorisedInventories(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  inventories: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await context.client.query<{ id: string; inventory: string }>({
    name: 'unauthorised-inventories',
    text: `select id, inventory from unauthorised_change where owner_id = any ($1::uuid[]) and inventory = any ($2::text[])`,
    values: [owners, inventories],
  });
  return new Map(rows.map(({ id, inventory }) => [inventory, id]));
}
