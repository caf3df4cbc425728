import type { z } from 'zod';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction, type Runner } from '#kernel/command/command.ts';
import { unauthenticated } from '#kernel/errors/app-error.ts';
import { waitingStates } from '#work/cases/case-filters.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { me } from '#work/contract.ts';
import { rolesOf } from '#work/tasks/task-queries.ts';

interface MeRow {
  email: string;
  code: string;
  organisation: string;
  kind: string;
  unread: number;
  waiting: number;
  stood_for: Record<string, string>;
}

/** Numbers on a badge stop here. */
const countBound = 100;

const meText = `
select p.email, o.code, o.name as organisation, o.kind,
  (select count(*)::int from (select 1 from notification n where n.owner_id = o.id and n.person_id = p.id and n.read_at is null
    limit ${countBound}) u) as unread,
  (with mine as (select t.case_id from task t where t.owner_id = any ($2::uuid[]) and t.organisation_id = any ($2::uuid[])
    and t.state = 'open' and t.role = any ($3::text[]) and (t.assignee_id is null or t.assignee_id = p.id or t.assignee_id = any ($4::uuid[])) limit ${countBound}),
    cases as (select distinct c.id from unnest($5::uuid[], $6::text[], $7::text[]) as w (owner_id, procedure, state)
      join procedure_case c on c.owner_id = w.owner_id and c.procedure = w.procedure and c.state = w.state limit ${countBound})
    select (select count(*) from mine)::int
      + (select count(*) from cases where not exists (select from mine where mine.case_id = cases.id))::int) as waiting,
  coalesce((select jsonb_object_agg(q.id, q.name) from person q where q.id = any ($4::uuid[])), '{}') as stood_for
from person p join organisation o on o.id = p.organisation_id where p.id = $1`;

/** Who am I, in which roles, and how much waits for me: open tasks, and cases in whose state one of my roles can act. @throws 401 when the person is gone. */
export async function meOf(
  runner: Runner,
  catalogue: Catalogue,
  principal: Principal,
): Promise<z.infer<typeof me>> {
  const { personId, organisationId } = principal;
  if (personId === null || organisationId === null) throw unauthenticated();
  const organisations = [
    ...new Set([organisationId, ...principal.holdings.map((holding) => holding.organisationId)]),
  ];
  const procedures = [...catalogue.versions.values()].map(({ procedure }) => procedure);
  const waiting = waitingStates(procedures, principal.holdings);
  const who = { principal, scope: { organisations }, role: 'app' as const };
  return inReadTransaction(runner, who, async (context) => {
    const { rows } = await context.client.query<MeRow>({
      name: 'me',
      text: meText,
      values: [
        personId,
        organisations,
        rolesOf(principal),
        principal.holdings.flatMap(({ forPersonId }) => forPersonId ?? []),
        waiting.map(({ organisationId: owner }) => owner),
        waiting.map(({ procedure }) => procedure),
        waiting.map(({ state }) => state),
      ],
    });
    const row = rows[0];
    if (row === undefined) throw unauthenticated();
    return {
      person: { id: personId, name: principal.name, email: row.email, locale: principal.locale },
      organisation: { id: organisationId, code: row.code, name: row.organisation, kind: row.kind },
      roles: principal.holdings.map(({ role, organisationId: of, kind, caseId, forPersonId }) => ({
        role,
        organisationId: of,
        kind,
        caseId,
        forPersonId,
        forPerson: forPersonId === null ? null : (row.stood_for[forPersonId] ?? null),
      })),
      unread: row.unread,
      waiting: row.waiting,
    };
  });
}
