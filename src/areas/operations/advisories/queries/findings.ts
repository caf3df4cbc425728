import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { verdictOf } from '../matching/package-index.ts';
import { confidenceOfNumber } from './affected-assets.ts';
import { explainMatches, pairKey } from './explain-matches.ts';

export const findingSorts = ['severity', 'epss', 'due'] as const;
export type FindingSort = (typeof findingSorts)[number];

interface GroupRow {
  readonly ownerId: string;
  readonly advisoryId: string;
  readonly source: string;
  readonly sourceId: string;
  readonly title: string;
  readonly severity: string | null;
  readonly severityScore: number | null;
  readonly exploited: boolean;
  readonly epss: number | null;
  readonly firstSeenAt: Date;
  readonly dueAt: Date;
  readonly sortKey: string;
}

export interface FindingGroup extends Omit<GroupRow, 'firstSeenAt' | 'dueAt' | 'sortKey'> {
  readonly firstSeenAt: string;
  readonly dueAt: string;
}

const sortColumns: Readonly<
  Record<FindingSort, { readonly sql: string; readonly sign: '<' | '>' }>
> = {
  severity: { sql: 'coalesce(a.severity_score, -1)', sign: '<' },
  epss: { sql: 'coalesce(a.epss, -1)', sign: '<' },
  due: { sql: 'extract(epoch from g.due_at)', sign: '>' },
};

/** Advisories that touch the organisations of the scope, one row an organisation and advisory, in pages by key. */
export async function findingGroups(
  context: Pick<ReadContext, 'client' | 'now'>,
  owners: readonly string[],
  input: {
    readonly sort: FindingSort;
    readonly after?: string | undefined;
    readonly limit: number;
    readonly severity?: string | undefined;
    readonly overdue?: boolean | undefined;
    readonly exploited?: boolean | undefined;
  },
): Promise<{ items: FindingGroup[]; next: string | null }> {
  const { sql, sign } = sortColumns[input.sort];
  const direction = sign === '<' ? 'desc' : 'asc';
  const after = input.after === undefined ? null : decodeKey(input.after, 3);
  if (after !== null && !(isId(after[1]) && isId(after[2]) && Number.isFinite(Number(after[0])))) {
    throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
  }
  const { rows } = await context.client.query<GroupRow>({
    name: `finding-groups-${input.sort}`,
    text: `select g.owner_id as "ownerId", g.advisory_id as "advisoryId", a.source, a.source_id as "sourceId", a.title, a.severity,
        a.severity_score as "severityScore", coalesce(a.exploited, false) as exploited, a.epss, g.first_seen_at as "firstSeenAt",
        g.due_at as "dueAt", (${sql})::text as "sortKey"
      from finding_group g join advisory a on a.id = g.advisory_id
      where g.owner_id = any ($1::uuid[]) and g.cleared_at is null
        and ($2::double precision is null or (${sql}, g.advisory_id, g.owner_id) ${sign} ($2::double precision, $3::uuid, $4::uuid))
        and ($6::text is null or coalesce(a.severity, 'unknown') = $6) and (not $7::boolean or g.due_at < $8) and (not $9::boolean or a.exploited)
      order by ${sql} ${direction}, g.advisory_id ${direction}, g.owner_id ${direction} limit $5`,
    values: [
      ...[owners, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, input.limit + 1],
      ...[input.severity ?? null, input.overdue === true, context.now, input.exploited === true],
    ],
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ firstSeenAt, dueAt, sortKey: _, ...row }) => ({
      ...row,
      firstSeenAt: firstSeenAt.toISOString(),
      dueAt: dueAt.toISOString(),
    })),
    next:
      rows.length > input.limit && last !== undefined
        ? encodeKey([last.sortKey, last.advisoryId, last.ownerId])
        : null,
  };
}

interface AssetFindingRow {
  readonly advisoryId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly severity: string | null;
  readonly severityScore: number | null;
  readonly exploited: boolean;
  readonly epss: number | null;
  readonly versionId: number;
  readonly targetId: number;
  readonly verdict: number;
  readonly confidence: number;
  readonly disposition: string;
  readonly justification: string | null;
  readonly dueAt: Date | null;
  readonly firstSeenAt: Date | null;
  readonly reopened: number;
  readonly score: number;
  readonly soon: number;
}

/** One row for each advisory that touches the asset: the surest and worst of its components, its one disposition and one due date. */
const assetFindingsText = `
select f.* from (
  select distinct on (p.advisory_id) p.advisory_id as "advisoryId", a.source_id as "sourceId", a.title, a.severity,
    a.severity_score as "severityScore", coalesce(a.exploited, false) as exploited, a.epss, m.package_version_id as "versionId",
    m.advisory_package_id as "targetId", m.verdict::integer as verdict, m.confidence::integer as confidence,
    coalesce(d.kind, 'waiting') as disposition, d.justification, coalesce(d.due_at, g.due_at) as "dueAt",
    coalesce(s.first_seen_at, g.first_seen_at) as "firstSeenAt", coalesce(s.reopened, 0) as reopened,
    coalesce(a.severity_score, -1) - case coalesce(d.kind, 'waiting') when 'not-affected' then 40 when 'exception' then 20 else 0 end as score,
    -coalesce(extract(epoch from coalesce(d.due_at, g.due_at)), 0)::double precision as soon
  from (
    select m.package_version_id, m.advisory_package_id, m.verdict, m.confidence
    from installed_component c join match m on m.package_version_id = c.package_version_id where c.owner_id = $1 and c.asset_id = $2
    union all
    select coalesce(t.package_version_id, 0), t.advisory_package_id, t.verdict, 3 from asset_match t where t.owner_id = $1 and t.asset_id = $2
  ) m join advisory_package p on p.id = m.advisory_package_id join advisory a on a.id = p.advisory_id
    left join disposition d on d.owner_id = $1 and d.asset_id = $2 and d.advisory_id = p.advisory_id
    left join finding_group g on g.owner_id = $1 and g.advisory_id = p.advisory_id
    left join finding_state s on s.owner_id = $1 and s.asset_id = $2 and s.advisory_id = p.advisory_id
  where p.stands
  order by p.advisory_id, m.confidence desc, m.verdict = 3, m.verdict desc
) f
where $3::double precision is null or (f.score, f.soon, f."advisoryId") < ($3::double precision, $6::double precision, $4::uuid)
order by f.score desc, f.soon desc, f."advisoryId" desc limit $5`;

/**
 * Findings of one asset of an owner, those to act on first, then by severity and due date, each with the sentence that explains it; what is
 * excepted or not affected comes last.
 */
export async function findingsOfAsset(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetId: string,
  input: { readonly after?: string | undefined; readonly limit: number },
) {
  const after = input.after === undefined ? null : decodeKey(input.after, 3);
  const numbers = [after?.[0], after?.[2]].map(Number);
  if (after !== null && !(isId(after[1]) && numbers.every(Number.isFinite))) {
    throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
  }
  const { rows } = await context.client.query<AssetFindingRow>({
    name: 'findings-of-asset',
    text: assetFindingsText,
    values: [
      ...[ownerId, assetId, after?.[0] ?? null, after?.[1] ?? null, input.limit + 1],
      after?.[2] ?? null,
    ],
  });
  const page = rows.slice(0, input.limit);
  const explained = await explainMatches(context, page);
  const last = page.at(-1);
  const items = page.map((row) => {
    const {
      versionId: _,
      targetId: __,
      score: ___,
      soon: ____,
      verdict,
      confidence,
      dueAt,
      firstSeenAt,
      ...rest
    } = row;
    const why = explained.get(pairKey(row));
    return {
      ...rest,
      ownerId,
      assetId,
      verdict: verdictOf(verdict),
      confidence: confidenceOfNumber(confidence),
      dueAt: dueAt?.toISOString() ?? null,
      firstSeenAt: firstSeenAt?.toISOString() ?? null,
      package: why?.package ?? '',
      ecosystem: why?.ecosystem ?? '',
      version: why?.version ?? '',
      fixedVersion: why?.fixedVersion ?? null,
      reason: why?.reason ?? { code: 'listed' as const, values: {} },
      vulnerabilities: why?.vulnerabilities ?? [],
    };
  });
  const more = rows.length > input.limit && last !== undefined;
  return { items, next: more ? encodeKey([last.score, last.advisoryId, last.soon]) : null };
}
