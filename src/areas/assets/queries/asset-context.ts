import type { ReadContext } from '#kernel/command/context.ts';

/** A service that an asset serves, with who is told when it suffers. */
export interface ServedService {
  readonly id: string;
  readonly name: string;
  readonly level: 'normal' | 'important' | 'vital' | null;
  /** The person who owns the service. */
  readonly owner: string;
  /** Organisations that are parties of the service. */
  readonly parties: readonly string[];
  readonly consumers: readonly string[];
}

/** What triage (SSVC: exposure, mission impact) fills in from the register. */
export interface AssetContext {
  readonly ownerId: string;
  readonly assetId: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly owner: string | null;
  readonly environment: 'production' | 'test' | 'development' | null;
  readonly exposure: 'internet' | 'partner' | 'internal' | 'isolated' | null;
  readonly confidentiality: number | null;
  readonly integrity: number | null;
  readonly availability: number | null;
  readonly value: number | null;
  readonly valueClass: 'standard' | 'important' | 'critical' | 'strategic' | null;
  readonly systemId: string | null;
  readonly systemSecurityLevel: 'MODERATE' | 'CRITICAL' | 'STRATEGIC' | null;
  readonly lastInventoryAt: string | null;
  readonly services: readonly ServedService[];
}

interface Row extends Omit<AssetContext, 'lastInventoryAt' | 'services'> {
  readonly lastInventoryAt: Date | null;
  readonly serviceIds: readonly string[] | null;
}

/** Facts of the named assets of one owner for triage, in two statements however many there are; unknown ids are left out. */
export async function assetContexts(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetIds: readonly string[],
): Promise<AssetContext[]> {
  if (assetIds.length === 0) return [];
  const { rows } = await context.client.query<Row>({
    name: 'asset-contexts',
    text: `select a.owner_id as "ownerId", a.id as "assetId", a.name, a.kind, a.state, a.owner, a.environment, a.exposure, a.confidentiality,
        a.integrity, a.availability, a.value, a.value_class as "valueClass", a.system_id as "systemId",
        s.security_level as "systemSecurityLevel", a.last_inventory_at as "lastInventoryAt", a.service_ids as "serviceIds"
      from asset a left join system s on s.id = a.system_id
      where a.owner_id = $1 and a.id = any ($2::uuid[]) order by a.id`,
    values: [ownerId, assetIds],
  });
  const services = await servicesOf(context, ownerId, [
    ...new Set(rows.flatMap((row) => row.serviceIds ?? [])),
  ]);
  return rows.map(({ serviceIds, lastInventoryAt, ...row }) => ({
    ...row,
    lastInventoryAt: lastInventoryAt?.toISOString() ?? null,
    services: (serviceIds ?? []).flatMap((id) => services.get(id) ?? []),
  }));
}

async function servicesOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  ids: readonly string[],
): Promise<Map<string, ServedService>> {
  if (ids.length === 0) return new Map();
  const { rows } = await context.client.query<ServedService>({
    name: 'asset-services',
    text: `select id, name, level, owner, coalesce(parties, '{}') as parties, coalesce(consumers, '{}') as consumers
      from service where owner_id = $1 and id = any ($2::uuid[])`,
    values: [ownerId, ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
