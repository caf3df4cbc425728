import type { ReadContext } from '#kernel/command/context.ts';
import type { SourcesView } from '../analysis/contract.ts';

type OtherSource = SourcesView['sources'][number];

/** Advisories of other sources that name the same vulnerability or identifier, at most 50, those that share most first. */
export async function otherSources(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
): Promise<OtherSource[]> {
  const { rows } = await context.client.query<
    Omit<OtherSource, 'publishedAt'> & { publishedAt: Date | null }
  >({
    name: 'advisory-other-sources',
    text: `select a.id, a.source, a.source_id as "sourceId", a.publisher, a.title, a.tracking_status as "trackingStatus", a.severity,
        a.severity_score as "severityScore", a.published_at as "publishedAt", s.shared
      from (
        select b.advisory_id, array_agg(distinct b.alias order by b.alias) as shared
        from advisory_alias l join advisory_alias b on b.alias = l.alias and b.advisory_id <> l.advisory_id
          and b.kind in ('id', 'alias', 'vulnerability')
        where l.advisory_id = $1 and l.kind in ('id', 'alias', 'vulnerability') group by b.advisory_id
      ) s join advisory a on a.id = s.advisory_id
      order by cardinality(s.shared) desc, a.source, a.source_id limit 50`,
    values: [advisoryId],
  });
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt?.toISOString() ?? null }));
}
