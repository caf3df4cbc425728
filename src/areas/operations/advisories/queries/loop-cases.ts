import type { ReadContext } from '#kernel/command/context.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { LoopCase } from '../analysis/contract.ts';

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What the trace tells of a case's fields; texts stay on its page. */
const told = [
  ...[
    'source',
    'priority',
    'proposedPriority',
    'imperative',
    'affectedCount',
    'package',
    'fixedVersion',
  ],
  ...[
    'testResult',
    'dueBy',
    'reviewBy',
    'deferredUntil',
    'changeAttempts',
    'alternative',
    'reopenedFrom',
  ],
  ...[
    'variant',
    'windowStart',
    'windowEnd',
    'labTest',
    'onsiteTest',
    'implementedAt',
    'firstReview',
    'secondReview',
  ],
];

const casesText = `
with roles as materialized (
  select * from unnest($3::text[], $4::text[], $5::text[]) as r (procedure, state, role)
), readers as materialized (
  select o.id from unnest($1::uuid[]) as o (id)
  union select s.record_owner_id from shared_with_me s where s.owner_id = any ($1::uuid[]) and s.kind = 'case'
), seeds as materialized (
  select c.owner_id, c.id from readers r join procedure_case c on c.owner_id = r.id and c.procedure in ('early-warning', 'patch')
    and c.fields->>'advisory' = $2
  where c.owner_id = any ($1::uuid[]) or c.audience && $1::uuid[]
  order by c.id limit 100
), every as materialized (
  select owner_id, id from seeds
  union select h.owner_id, h.to_case_id from seeds s join hand_off h on h.owner_id = s.owner_id and h.from_case_id = s.id
  where h.to_case_id is not null
)
select c.owner_id as "ownerId", o.name as "ownerName", c.id, c.procedure, c.reference, c.title, c.state, ${iso('c.opened_at')} as "openedAt",
  p.name as "openedBy", ${iso('c.closed_at')} as "closedAt", ${iso('c.due_at')} as "dueAt", c.outcome,
  (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(c.fields) f where f.key = any ($6::text[])) as fields,
  coalesce((select jsonb_agg(h.from_case_id order by h.id) from hand_off h where h.owner_id = c.owner_id and h.to_case_id = c.id), '[]') as origins,
  coalesce((select jsonb_agg(jsonb_build_object('action', d.action, 'person', w.name, 'onBehalfOf', b.name, 'from', d.from_state,
      'to', d.to_state, 'at', ${iso('d.at')}) order by d.id)
    from case_performed d left join person w on w.id = d.person_id left join person b on b.id = d.on_behalf_of
    where d.owner_id = c.owner_id and d.case_id = c.id), '[]') as performed,
  coalesce((select jsonb_agg(jsonb_build_object('handOff', h.hand_off, 'procedure', h.to_procedure, 'title', h.title, 'state', h.state,
      'outcome', h.outcome, 'at', ${iso('h.created_at')}, 'returnedAt', ${iso('h.returned_at')}) order by h.id)
    from hand_off h where h.owner_id = c.owner_id and h.from_case_id = c.id and h.to_case_id is null), '[]') as tracked,
  case when c.closed_at is not null then '[]' else coalesce((select jsonb_agg(jsonb_build_object('role', q.role, 'people', q.people) order by q.role)
    from (select r.role, coalesce(jsonb_agg(distinct n.name) filter (where n.id is not null), '[]') as people
      from roles r left join access.role_in_force y on y.owner_id = c.owner_id and y.role = r.role and y.valid_from <= $7
        and (y.valid_to is null or y.valid_to > $7) and (y.case_id is null or y.case_id = c.id)
        left join person n on n.id = y.person_id
      where r.procedure = c.procedure and r.state = c.state group by r.role) q), '[]') end as "waitingFor"
from every e join procedure_case c on c.owner_id = e.owner_id and c.id = e.id
  join organisation o on o.id = c.owner_id left join person p on p.id = c.opened_by
order by c.id limit 300`;

/**
 * The cases that one advisory led to: warnings and patches that name it, of these organisations or shared with them, and what those were
 * handed off to; each with who did what and when, and for whom it waits. One statement; the index by advisory is its way in.
 */
export async function loopCases(
  context: Pick<ReadContext, 'client' | 'now'>,
  catalogue: Catalogue,
  owners: readonly string[],
  advisoryId: string,
): Promise<LoopCase[]> {
  const roles = rolesByState(catalogue);
  const { rows } = await context.client.query<LoopCase>({
    name: 'loop-cases',
    text: casesText,
    values: [
      owners,
      advisoryId,
      roles.map(({ procedure }) => procedure),
      roles.map(({ state }) => state),
      roles.map(({ role }) => role),
      told,
      context.now,
    ],
  });
  return rows;
}

interface StateRole {
  readonly procedure: string;
  readonly state: string;
  readonly role: string;
}

/** Which roles can act in which state, as the definitions say: what a case waits for. */
function rolesByState(catalogue: Catalogue): StateRole[] {
  const found = new Map<string, StateRole>();
  for (const id of ['early-warning', 'patch', 'change']) {
    const procedure = catalogue.procedures.get(id)?.procedure;
    for (const action of Object.values(procedure?.actions ?? {})) {
      if (action.from === 'any-open' || typeof action.by === 'string') continue;
      for (const state of action.from) {
        for (const role of action.by) {
          found.set(`${id} ${state} ${role}`, { procedure: id, state, role });
        }
      }
    }
  }
  return [...found.values()];
}
