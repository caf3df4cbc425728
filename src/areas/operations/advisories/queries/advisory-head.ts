import type { ReadContext } from '#kernel/command/context.ts';

export interface AdvisoryHead {
  readonly id: string;
  readonly source: string;
  readonly sourceId: string;
  readonly publisher: string;
  readonly title: string;
  readonly summary: string | null;
  readonly trackingStatus: string | null;
  readonly revision: string | null;
  readonly revisions: number;
  readonly severity: string | null;
  readonly severityScore: number | null;
  readonly exploited: boolean;
  readonly kevDueDate: string | null;
  readonly epss: number | null;
  readonly tlp: 'CLEAR' | 'GREEN' | 'AMBER' | null;
  readonly publishedAt: string | null;
  /** When this installation got it first. */
  readonly receivedAt: string;
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `a.id, a.source, a.source_id as "sourceId", a.publisher, a.title, a.summary, a.tracking_status as "trackingStatus", a.revision,
  coalesce(a.revisions, 0) as revisions, a.severity, a.severity_score as "severityScore", coalesce(a.exploited, false) as exploited,
  to_char(a.kev_due_date, 'YYYY-MM-DD') as "kevDueDate", a.epss, a.tlp_label as tlp,
  ${iso('a.published_at')} as "publishedAt", ${iso('a.created_at')} as "receivedAt"`;

/** What one advisory is, or null. */
export async function advisoryHead(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
): Promise<AdvisoryHead | null> {
  const { rows } = await context.client.query<AdvisoryHead>({
    name: 'advisory-head',
    text: `select ${columns} from advisory a where a.id = $1`,
    values: [advisoryId],
  });
  return rows[0] ?? null;
}

/** What all sources say about one CVE (or any other identifier), side by side. */
export async function advisoriesOfAlias(
  context: Pick<ReadContext, 'client'>,
  alias: string,
): Promise<AdvisoryHead[]> {
  const { rows } = await context.client.query<AdvisoryHead>({
    name: 'advisories-of-alias',
    text: `select ${columns} from advisory a where a.id in (select l.advisory_id from advisory_alias l where l.alias = $1
      and l.kind in ('id', 'alias', 'vulnerability')) order by a.source, a.source_id limit 500`,
    values: [alias],
  });
  return rows;
}
