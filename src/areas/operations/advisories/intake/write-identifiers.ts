import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import type { PreparedAdvisory } from './prepare-advisory.ts';

export interface IdentifiedAdvisory {
  readonly advisoryId: string;
  readonly prepared: PreparedAdvisory;
}

/** Writes the identifiers of advisories, the CVEs they name, and what is known of these into the advisories. */
export async function writeIdentifiers(
  context: WriteContext,
  all: readonly IdentifiedAdvisory[],
): Promise<void> {
  if (all.length === 0) return;
  const ids = all.map(({ advisoryId }) => advisoryId);
  const aliases = all.flatMap(({ advisoryId, prepared }) =>
    prepared.aliases.map(({ alias, kind }) => ({ advisory_id: advisoryId, alias, kind })),
  );
  await context.client.query({
    name: 'advisory-alias-write',
    text: `with wanted as materialized (
        select * from jsonb_to_recordset($2::jsonb) as w (advisory_id uuid, alias text, kind text)
      ), gone as (
        delete from advisory_alias a where a.advisory_id = any ($1::uuid[])
          and not exists (select from wanted w where (w.advisory_id, w.alias, w.kind) = (a.advisory_id, a.alias, a.kind))
      )
      insert into advisory_alias (alias, advisory_id, kind) select alias, advisory_id, kind from wanted on conflict do nothing`,
    values: [ids, JSON.stringify(aliases)],
  });
  await writeVulnerabilities(context, all);
  await tellExploitation(context, { advisories: ids });
}

async function writeVulnerabilities(
  context: WriteContext,
  all: readonly IdentifiedAdvisory[],
): Promise<void> {
  const rows = new Map(
    all.flatMap(({ prepared }) => prepared.vulnerabilities.map((one) => [one.cve, one])),
  );
  if (rows.size === 0) return;
  await context.client.query({
    name: 'vulnerability-write',
    text: `insert into vulnerability as v (id, cve, title, cwe, cvss_score, cvss_vector, created_at, updated_at)
      select w.id, w.cve, w.title, w.cwe, w.score, w.vector, $2, $2
      from jsonb_to_recordset($1::jsonb) as w (id uuid, cve text, title text, cwe text, score double precision, vector text) order by w.cve
      on conflict (cve) do update set title = coalesce(v.title, excluded.title), cwe = coalesce(v.cwe, excluded.cwe),
        cvss_score = coalesce(excluded.cvss_score, v.cvss_score), cvss_vector = coalesce(excluded.cvss_vector, v.cvss_vector),
        version = v.version + 1, updated_at = excluded.updated_at
      where (coalesce(v.title, excluded.title), coalesce(v.cwe, excluded.cwe), coalesce(excluded.cvss_score, v.cvss_score))
        is distinct from (v.title, v.cwe, v.cvss_score)`,
    values: [
      JSON.stringify([...rows.values()].map((row) => ({ id: newId(), ...row }))),
      context.now,
    ],
  });
}

const tellText = `
with told as (
  select l.advisory_id, bool_or(v.exploited) as exploited, min(v.kev_due_date) as due, max(v.epss) as epss, max(v.epss_percentile) as percentile
  from advisory_alias l join vulnerability v on v.cve = l.alias
  where l.kind = 'vulnerability' and (l.advisory_id = any ($1::uuid[]) or l.alias = any ($2::text[]))
  group by l.advisory_id
)
update advisory a set exploited = coalesce(t.exploited, a.exploited), kev_due_date = t.due, epss = t.epss, epss_percentile = t.percentile
from told t
where a.id = t.advisory_id and (coalesce(t.exploited, a.exploited), t.due, t.epss, t.percentile)
  is distinct from (a.exploited, a.kev_due_date, a.epss, a.epss_percentile)`;

/** Brings what catalogues say of CVEs into the advisories that name them: of the advisories given, or those that name the CVEs given. */
export async function tellExploitation(
  context: Pick<WriteContext, 'client'>,
  of: { readonly advisories?: readonly string[]; readonly cves?: readonly string[] },
): Promise<void> {
  // The aliases of a whole advisory count, so of CVEs the advisories are looked up first.
  const { rows } = await context.client.query<{ id: string }>({
    name: 'advisories-of-cves',
    text: `select distinct advisory_id as id from advisory_alias where kind = 'vulnerability' and alias = any ($1::text[])`,
    values: [of.cves ?? []],
  });
  await context.client.query({
    name: 'advisory-tell',
    text: tellText,
    values: [[...(of.advisories ?? []), ...rows.map((row) => row.id)], []],
  });
}

/**
 * Advisories of the same source that these replace stand no more, and neither does one whose successor came before it.
 * Returns the package rows that this changed.
 */
export async function markSuperseded(
  context: WriteContext,
  all: readonly IdentifiedAdvisory[],
): Promise<number[]> {
  if (all.length === 0) return [];
  const { rows } = await context.client.query<{ id: number }>({
    name: 'advisory-supersede',
    text: `with successor as (
        select old.id, max(new.source_id) as by
        from advisory_alias l join advisory new on new.id = l.advisory_id
          join advisory old on old.source_id = l.alias and old.source = new.source and old.publisher = new.publisher and old.id <> new.id
        where l.kind = 'supersedes' and (new.id = any ($1::uuid[]) or old.id = any ($1::uuid[])) and new.tracking_status <> 'withdrawn'
        group by old.id
      ), marked as (
        update advisory a set tracking_status = 'superseded', superseded_by = s.by, version = a.version + 1, updated_at = $2
        from successor s where a.id = s.id and a.tracking_status not in ('superseded', 'withdrawn')
      )
      update advisory_package p set stands = false from successor s where p.advisory_id = s.id and p.stands returning p.id`,
    values: [all.map(({ advisoryId }) => advisoryId), context.now],
  });
  return rows.map((row) => row.id);
}
