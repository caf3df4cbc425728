import type { ReadContext } from '#kernel/command/context.ts';

export interface Coverage {
  readonly clients: number;
  readonly clientsCurrent: number;
  readonly servers: number;
  readonly serversCurrent: number;
}

/** The newest definitions of each product as last checked, and the installations beside them. */
const installationsText = `with latest as (
    select distinct on (lower(v.product)) lower(v.product) as product, v.definitions_version, v.released_at
    from virus_definition_check v where v.owner_id = $1 order by lower(v.product), v.released_at desc, v.checked_at desc),
  installed as (
    select i.id, i.name, i.kind, i.product, i.definitions_version, i.definitions_at, i.reported_at,
      coalesce(i.definitions_version = l.definitions_version or i.definitions_at >= l.released_at, false) as current
    from antivirus_installation i left join latest l on l.product = lower(i.product) where i.owner_id = $1)`;

/** How many clients and servers have the latest definitions of their product; without a check of it nobody does (R-AV-2). */
export async function coverageOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
): Promise<Coverage> {
  const { rows } = await context.client.query<Coverage>({
    name: 'antivirus-coverage',
    text: `${installationsText}
      select (count(*) filter (where kind = 'client'))::int as clients, (count(*) filter (where kind = 'client' and current))::int as "clientsCurrent",
        (count(*) filter (where kind = 'server'))::int as servers, (count(*) filter (where kind = 'server' and current))::int as "serversCurrent"
      from installed`,
    values: [ownerId],
  });
  return rows[0] ?? { clients: 0, clientsCurrent: 0, servers: 0, serversCurrent: 0 };
}

export interface Outdated {
  readonly id: string;
  readonly name: string;
  readonly kind: 'client' | 'server';
  readonly product: string;
  readonly definitionsVersion: string | null;
  readonly reportedAt: string | null;
}

/** Installations without the latest definitions, servers first, at most so many. */
export async function outdatedInstallations(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  limit: number,
): Promise<Outdated[]> {
  const { rows } = await context.client.query<
    Omit<Outdated, 'reportedAt'> & { reportedAt: Date | null }
  >({
    name: 'antivirus-outdated',
    text: `${installationsText}
      select id, name, kind, product, definitions_version as "definitionsVersion", reported_at as "reportedAt" from installed
      where not current order by kind desc, name, id limit $2`,
    values: [ownerId, limit],
  });
  return rows.map((row) => ({ ...row, reportedAt: row.reportedAt?.toISOString() ?? null }));
}

/** Percent of all clients and servers, rounded down: 100 means every one. */
export function percentOf({ clients, clientsCurrent, servers, serversCurrent }: Coverage): number {
  const all = clients + servers;
  return all === 0 ? 0 : Math.floor(((clientsCurrent + serversCurrent) * 100) / all);
}
