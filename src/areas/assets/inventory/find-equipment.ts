import type { ReadContext } from '#kernel/command/context.ts';

export interface EquipmentKey {
  readonly vendor: string | null;
  readonly product: string;
  readonly serial: string | null;
}

export interface FoundEquipment {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly firmware: string | null;
  readonly cpe: string | null;
}

/** With vendor and serial number the unique index answers; without one of them the index on the product narrows it down. */
const text = `
with wanted as materialized (
  select * from jsonb_to_recordset($2::jsonb) as w (place integer, vendor text, product text, serial text)
)
select w.place, a.id, a.name, a.state, a.firmware, a.cpe from wanted w
  join asset a on a.owner_id = $1 and a.vendor = w.vendor and a.product = w.product and a.serial = w.serial
union all
select w.place, a.id, a.name, a.state, a.firmware, a.cpe from wanted w
  join asset a on a.owner_id = $1 and a.product = w.product and a.kind = 'equipment'
    and a.vendor is not distinct from w.vendor and a.serial is not distinct from w.serial
  where w.vendor is null or w.serial is null`;

/** For each key the assets that are known by it: none, one, or (without a serial number) several. */
export async function findEquipment(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  keys: readonly EquipmentKey[],
): Promise<FoundEquipment[][]> {
  const found: FoundEquipment[][] = keys.map(() => []);
  const { rows } = await context.client.query<FoundEquipment & { place: number }>({
    name: 'equipment-find',
    text,
    values: [
      ownerId,
      JSON.stringify(
        keys.map(({ vendor, product, serial }, place) => ({ place, vendor, product, serial })),
      ),
    ],
  });
  for (const { place, ...asset } of rows) found[place]?.push(asset);
  return found;
}
