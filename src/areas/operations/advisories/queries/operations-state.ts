import type { ReadContext } from '#kernel/command/context.ts';
import type { OperationsView } from '../analysis/contract.ts';

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const findingsText = `
select coalesce(a.severity, 'unknown') as severity,
  case when g.first_seen_at > $2::timestamptz - interval '7 days' then 'week'
    when g.first_seen_at > $2::timestamptz - interval '30 days' then 'month'
    when g.first_seen_at > $2::timestamptz - interval '90 days' then 'quarter' else 'older' end as age,
  count(*)::integer as open, (count(*) filter (where g.due_at < $2))::integer as overdue,
  (count(*) filter (where a.exploited))::integer as exploited
from finding_group g join advisory a on a.id = g.advisory_id
where g.owner_id = any ($1::uuid[]) and g.cleared_at is null group by 1, 2 order by 1, 2`;

/** Advisories that touch these organisations now, by severity and by how long they have. */
export async function openFindings(
  context: Pick<ReadContext, 'client' | 'now'>,
  owners: readonly string[],
): Promise<OperationsView['findings']> {
  const { rows } = await context.client.query<{
    severity: string;
    age: string;
    open: number;
    overdue: number;
    exploited: number;
  }>({ name: 'operations-findings', text: findingsText, values: [owners, context.now] });
  const sum = (of: 'open' | 'overdue' | 'exploited') =>
    rows.reduce((total, row) => total + row[of], 0);
  return {
    open: sum('open'),
    overdue: sum('overdue'),
    exploited: sum('exploited'),
    bySeverityAndAge: rows.map(({ exploited: _, ...row }) => row),
  };
}

/** Exceptions that end within sixty days or wait for a decision, the nearest end first. */
export async function exceptionsInSight(
  context: Pick<ReadContext, 'client' | 'now'>,
  owners: readonly string[],
): Promise<OperationsView['exceptions']> {
  const { rows } = await context.client.query<OperationsView['exceptions'][number]>({
    name: 'operations-exceptions',
    text: `select id, owner_id as "ownerId", title, advisory_id as "advisoryId", cardinality(assets) as assets, state,
        ${iso('expires_at')} as "expiresAt"
      from finding_exception where owner_id = any ($1::uuid[]) and (state = 'requested'
        or state = 'approved' and expires_at < $2::timestamptz + interval '60 days')
      order by expires_at, id limit 20`,
    values: [owners, context.now],
  });
  return rows;
}

/** Open cases of these procedures and organisations by state. */
export async function openCases(
  context: Pick<ReadContext, 'client' | 'now'>,
  owners: readonly string[],
  procedures: readonly string[],
): Promise<OperationsView['cases']> {
  const { rows } = await context.client.query<OperationsView['cases'][number]>({
    name: 'operations-cases',
    text: `select procedure, state, count(*)::integer as open, (count(*) filter (where due_at < $2))::integer as overdue
      from procedure_case where owner_id = any ($1::uuid[]) and closed_at is null and procedure = any ($3::text[])
      group by 1, 2 order by 1, 2`,
    values: [owners, context.now, procedures],
  });
  return rows;
}
