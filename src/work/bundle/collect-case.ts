import { moduleOf } from '#work/definitions/versions.ts';
import {
  type FieldReferences,
  referencesOfFields,
  titlesOfFields,
} from '#work/registers/titles.ts';
import { type ExportScope, isoOf, onlyPublicNames } from './export-scope.ts';
import type { CaseItem } from './items/contract.ts';

type Attached = Pick<CaseItem, 'parties' | 'tasks' | 'deadlines' | 'approvals'> & {
  readonly people: readonly string[];
};

/** Whoever owns the case sees all that hangs on it, a party what is its own and what the owner did: as on the page of the case. */
const ofOwner = '$1::uuid = $2::uuid';

const attachedText = `select
  coalesce((select jsonb_agg(jsonb_build_object('organisationId', p.organisation_id, 'role', p.role, 'since', ${isoOf('p.since')})
    order by p.organisation_id, p.role) from case_party p where p.owner_id = $1 and p.case_id = $3 and (${ofOwner} or p.organisation_id = $2)), '[]')
    as parties,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'task', t.task, 'state', t.state, 'role', t.role, 'subject', t.subject,
    'dueAt', ${isoOf('t.due_at')}, 'doneAt', ${isoOf('t.done_at')}, 'doneBy', t.done_by, 'answer', t.answer) order by t.id)
    from task t where t.owner_id = $1 and t.case_id = $3 and t.state <> 'cancelled' and (${ofOwner} or t.organisation_id = $2)), '[]') as tasks,
  coalesce((select jsonb_agg(jsonb_build_object('deadline', d.deadline, 'dueAt', ${isoOf('d.due_at')}, 'state', d.state)
    order by d.due_at, d.deadline) from record_deadline d where d.owner_id = $1 and d.record_id = $3), '[]') as deadlines,
  coalesce((select jsonb_agg(jsonb_build_object('action', a.action, 'personId', a.person_id, 'onBehalfOf', a.on_behalf_of,
    'at', ${isoOf('a.at')}, 'hash', a.hash, 'voided', a.voided_at is not null) order by a.id)
    from case_approval a where a.owner_id = $1 and a.case_id = $3
      and (${ofOwner} or a.organisation_id = $1 or a.organisation_id = $2)), '[]') as approvals,
  coalesce((select jsonb_agg(distinct f.person_id) from case_performed f where f.owner_id = $1 and f.case_id = $3 and f.person_id is not null
    and (${ofOwner} or f.organisation_id = $1 or f.organisation_id = $2)), '[]') as people`;

/** The case itself, with the names of everything that goes along. @param more references of the other parts */
export async function collectCase(
  scope: ExportScope,
  more: FieldReferences,
  own: Readonly<Record<string, string>>,
): Promise<CaseItem> {
  const { context, catalogue, loaded, recipientId } = scope;
  const { row } = loaded;
  const { rows } = await context.client.query<Attached>({
    name: 'bundle-case',
    text: attachedText,
    values: [row.ownerId, recipientId, row.id],
  });
  const [attached] = rows;
  if (attached === undefined) throw new Error('one row answers always');
  const { people, ...rest } = attached;
  const references = referencesOfFields(moduleOf(catalogue, row).procedure.fields, row.fields);
  references.organisations.push(
    row.ownerId,
    ...rest.parties.map((party) => party.organisationId),
    ...more.organisations,
  );
  references.people.push(
    row.openedBy,
    ...people,
    ...rest.tasks.map((task) => task.doneBy),
    ...rest.approvals.flatMap((approval) => [approval.personId, approval.onBehalfOf]),
    ...more.people,
  );
  for (const [register, ids] of more.others) {
    const known = references.others.get(register) ?? new Set<string>();
    for (const id of ids) known.add(id);
    references.others.set(register, known);
  }
  onlyPublicNames(catalogue, references);
  return {
    fields: { ...row.fields } as CaseItem['fields'],
    ...{ openedAt: row.openedAt, closedAt: row.closedAt, dueAt: row.dueAt },
    ...rest,
    titles: { ...own, ...(await titlesOfFields(context, catalogue, references)) },
  };
}
