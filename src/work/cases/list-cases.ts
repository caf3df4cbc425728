import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { CaseSummary } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { type CaseFilters, caseFilters, waitingStates } from './case-filters.ts';
import {
  type CaseListScope,
  caseCountStatement,
  caseListStatement,
  countBound,
  mostShared,
} from './case-list-sql.ts';

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
  sort_value: string | null;
}

/**
 * Cases that the caller's organisations own or were given sight of: by default the newest first, sorted by `openedAt`, `updatedAt`, `dueAt`,
 * `title`, `reference` or `procedure` (`-` in front for descending).
 */
export function listCases(catalogue: Catalogue) {
  return defineQuery({
    id: 'cases.list',
    input: caseFilters,
    authorise: (principal) =>
      authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
    run: async (context, filters: CaseFilters) => {
      const scope = scopeOf(catalogue, context, filters);
      if (filters.assignee === 'me') await enterSharers(context);
      const { rows } = await context.client.query<Row>(caseListStatement(filters, scope));
      const shown = rows.slice(0, filters.limit);
      const items = shown.map(summaryOf);
      const last = shown.at(-1);
      return {
        items,
        next: rows.length > filters.limit && last !== undefined ? keyOf(last) : null,
        total: filters.count === 'true' ? await countOf(context, filters, scope) : null,
        titles: await titlesOf(context, {
          organisations: items.map((item) => item.ownerId),
          people: items.map((item) => item.openedBy),
        }),
      };
    },
  });
}

function scopeOf(catalogue: Catalogue, context: ReadContext, filters: CaseFilters): CaseListScope {
  const { holdings } = context.principal;
  const procedures = [...catalogue.procedures.values()].map(({ procedure }) => procedure);
  const mine = filters.assignee === 'me';
  return {
    organisations: context.scope.organisations,
    now: context.now,
    waiting: mine ? waitingStates(procedures, holdings) : [],
    delegated: mine ? holdings.flatMap(({ caseId }) => caseId ?? []) : [],
  };
}

/**
 * Takes those who shared cases with the caller's organisations into the scope of the transaction: who takes part in a case in which role
 * stands with its owner. The statement that follows names whose cases it reads, and what of them was shared.
 */
async function enterSharers(context: ReadContext): Promise<void> {
  await context.client.query({
    name: 'cases-enter-sharers',
    text: `select access.set_context((array_cat($1::uuid[], array_agg(distinct record_owner_id)))::text, $2)
      from (select record_owner_id from shared_with_me where owner_id = any ($1::uuid[]) and kind = 'case'
        order by sort_key desc limit $3) shared having count(*) > 0`,
    values: [context.scope.organisations, context.principal.personId ?? '', mostShared],
  });
}

function keyOf(row: Row): string {
  return row.sort_value === row.id ? encodeKey([row.id]) : encodeKey([row.sort_value, row.id]);
}

async function countOf(context: ReadContext, filters: CaseFilters, scope: CaseListScope) {
  const { rows } = await context.client.query<{ count: number }>(
    caseCountStatement(filters, scope),
  );
  const count = rows[0]?.count ?? 0;
  return { count, bounded: count >= countBound };
}

function summaryOf(row: Row): CaseSummary {
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
