import type { ReadContext } from '#kernel/command/context.ts';

/** A vulnerability that an advisory speaks of, with what catalogues and predictions say; null where nothing is known. */
export interface AdvisoryVulnerability {
  readonly id: string;
  readonly title: string | null;
  readonly cwe: string | null;
  readonly cvssScore: number | null;
  readonly cvssVector: string | null;
  readonly exploited: boolean;
  /** Calendar days. */
  readonly kevAddedOn: string | null;
  readonly kevDueDate: string | null;
  readonly epss: number | null;
  readonly epssPercentile: number | null;
}

/** The vulnerabilities of one advisory by identifier, at most 500, known exploited ones first. */
export async function advisoryVulnerabilities(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
): Promise<AdvisoryVulnerability[]> {
  const { rows } = await context.client.query<AdvisoryVulnerability>({
    name: 'advisory-vulnerabilities',
    text: `select l.alias as id, v.title, v.cwe, v.cvss_score as "cvssScore", v.cvss_vector as "cvssVector",
        coalesce(v.exploited, false) as exploited, to_char(v.kev_added_on, 'YYYY-MM-DD') as "kevAddedOn",
        to_char(v.kev_due_date, 'YYYY-MM-DD') as "kevDueDate", v.epss, v.epss_percentile as "epssPercentile"
      from advisory_alias l left join vulnerability v on v.cve = l.alias
      where l.advisory_id = $1 and l.kind = 'vulnerability'
      order by coalesce(v.exploited, false) desc, l.alias limit 500`,
    values: [advisoryId],
  });
  return rows;
}
