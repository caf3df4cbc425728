import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { type CaseSummary, id, listInput } from '#work/contract.ts';
import { decodeKey, encodeKey, titlesOf } from '#work/paging.ts';

const input = listInput.extend({
  procedure: z.string().max(60).optional(),
  state: z.string().max(60).optional(),
  organisation: id.optional(),
  assignee: z.literal('me').optional(),
  overdue: z.enum(['true', 'false']).optional(),
  open: z.enum(['true', 'false']).optional(),
});
type Input = z.infer<typeof input>;

interface Row {
  owner_id: string;
  id: string;
  procedure: string;
  definition_version: number;
  reference: string;
  title: string;
  state: string;
  label: CaseSummary['label'];
  tlp: CaseSummary['tlp'];
  opened_at: Date;
  opened_by: string | null;
  updated_at: Date;
  closed_at: Date | null;
  due_at: Date | null;
  version: number;
}

const columns = `owner_id, id, procedure, definition_version, reference, title, state, label, tlp, opened_at, opened_by, updated_at,
  closed_at, due_at, version`;

/**
 * Newest first. Driven by organisation: each owner's own index range is read in order and stopped at the limit, then what was shared
 * is joined from the recipient's own list, and the two are merged by key. The number of rows touched does not grow with the tables.
 */
export const listCases = defineQuery({
  id: 'cases.list',
  input,
  authorise: (principal) => authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
  run: async (context, filters: Input) => {
    const { rows } = await context.client.query<Row>(statementFor(filters, context));
    const items = rows.slice(0, filters.limit).map(summaryOf);
    const last = items.at(-1);
    return {
      items,
      next: rows.length > filters.limit && last !== undefined ? encodeKey([last.id]) : null,
      total: filters.count === 'true' ? await countOf(context, filters) : null,
      titles: await titlesOf(context, {
        organisations: items.map((item) => item.ownerId),
        people: items.map((item) => item.openedBy),
      }),
    };
  },
});

function conditionsOf(filters: Input, values: unknown[], alias: string): string {
  const parts: string[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  if (filters.procedure !== undefined)
    parts.push(`${alias}.procedure = ${bind(filters.procedure)}`);
  if (filters.state !== undefined) parts.push(`${alias}.state = ${bind(filters.state)}`);
  if (filters.open === 'true') parts.push(`${alias}.closed_at is null`);
  if (filters.overdue === 'true') parts.push(`${alias}.closed_at is null and ${alias}.due_at < $3`);
  if (filters.q !== undefined && filters.q !== '') {
    const pattern = bind(`%${filters.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
    parts.push(`(${alias}.title ilike ${pattern} or ${alias}.reference ilike ${pattern})`);
  }
  return parts.length === 0 ? '' : `and ${parts.join(' and ')}`;
}

function statementFor(filters: Input, context: ReadContext) {
  const after = filters.after === undefined ? null : decodeKey(filters.after, 1)[0];
  const owners =
    filters.organisation === undefined
      ? context.scope.organisations
      : context.scope.organisations.filter((owner) => owner === filters.organisation);
  const values: unknown[] = [owners, after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', context.now];
  const limit = filters.limit + 1;
  const own = conditionsOf(filters, values, 'c');
  const shared = conditionsOf(filters, values, 'c');
  const scope = `$${values.push(context.scope.organisations)}`;
  const from =
    filters.organisation === undefined
      ? ''
      : `and s.record_owner_id = $${values.push(filters.organisation)}`;
  const text = `
with shared as materialized (
  select s.record_owner_id, s.record_id from shared_with_me s
  where s.owner_id = any (${scope}::uuid[]) and s.kind = 'case' and s.sort_key < $2::text ${from}
  order by s.sort_key desc limit ${own === '' ? limit : 5000}
)
select * from (
  (select own.* from unnest($1::uuid[]) as o (owner_id) cross join lateral (
    select ${columns} from procedure_case c where c.owner_id = o.owner_id and c.id < $2::uuid ${own}
      and ($3::timestamptz is not null) order by c.id desc limit ${limit}) own)
  union
  (select ${columns.replaceAll(/\b([a-z_]+)\b/g, 'c.$1')} from shared s
    join procedure_case c on c.owner_id = s.record_owner_id and c.id = s.record_id
    where c.id < $2::uuid ${shared} order by c.id desc limit ${limit})
) merged order by id desc limit ${limit}`;
  return { text, values };
}

/** Counts to the bound and no further. */
const countBound = 1000;

async function countOf(context: ReadContext, filters: Input) {
  const values: unknown[] = [context.scope.organisations, null, context.now];
  const conditions = conditionsOf(filters, values, 'c');
  const { rows } = await context.client.query<{ count: number }>({
    text: `select count(*)::int as count from (select 1 from procedure_case c
      where c.owner_id = any ($1::uuid[]) and ($2::text is null) and ($3::timestamptz is not null) ${conditions} limit ${countBound}) bounded`,
    values,
  });
  const count = rows[0]?.count ?? 0;
  return { count, bounded: count >= countBound };
}

export function summaryOf(row: Row): CaseSummary {
  return {
    id: row.id,
    procedure: row.procedure,
    definitionVersion: row.definition_version,
    reference: row.reference,
    title: row.title,
    state: row.state,
    ownerId: row.owner_id,
    label: row.label,
    tlp: row.tlp,
    openedAt: row.opened_at.toISOString(),
    openedBy: row.opened_by,
    updatedAt: row.updated_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    dueAt: row.due_at?.toISOString() ?? null,
    version: row.version,
  };
}
