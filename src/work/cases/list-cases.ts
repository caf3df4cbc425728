import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { CaseSummary } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { amongSharers } from './among-sharers.ts';
import { type CaseFilters, caseFilters, waitingStates } from './case-filters.ts';
import {
  type CaseListScope,
  caseCountStatement,
  caseListStatement,
  countBound,
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
      const read = () => pageOf(context, filters, scope);
      return filters.assignee === 'me' ? amongSharers(context, read) : read();
    },
  });
}

async function pageOf(context: ReadContext, filters: CaseFilters, scope: CaseListScope) {
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
}

function scopeOf(catalogue: Catalogue, context: ReadContext, filters: CaseFilters): CaseListScope {
  const { holdings } = context.principal;
  const procedures = [...catalogue.versions.values()].map(({ procedure }) => procedure);
  const mine = filters.assignee === 'me';
  return {
    organisations: context.scope.organisations,
    now: context.now,
    waiting: mine ? waitingStates(procedures, holdings) : [],
    delegated: mine ? holdings.flatMap(({ caseId }) => caseId ?? []) : [],
  };
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
