import { z } from 'zod';
import { allowedActions } from '#engine/decide.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow, Catalogue, ProcedureModule } from '#work/catalogue.ts';
import { type CaseDetail, id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { awaitedDocuments } from '#work/deliverables/awaited-documents.ts';
import { isLeftBy } from '#work/deliverables/definition.ts';
import { whoIsWaitedFor } from '#work/presence/waited-for.ts';
import { placeOf, waysOfCase } from '#work/presence/ways.ts';
import { referencesOfFields, titlesOfFields } from '#work/registers/titles.ts';
import { refusalsOfSending } from '#work/requests/refusals-of-sending.ts';
import { absenceOfTask } from '#work/tasks/absence-sql.ts';
import { formOf } from '#work/tasks/kept-form.ts';
import { mayComplete } from '#work/tasks/task-queries.ts';
import { actorFor, type LoadedCase, loadCaseWith } from './load-case.ts';

/** A task with the organisation that has to do it, which decides who may. */
type AttachedTask = Omit<CaseDetail['tasks'][number], 'may'> & { readonly organisationId: string };

type OfferedAction = ReturnType<typeof allowedActions>[number];

interface Attached {
  tasks: AttachedTask[];
  links: CaseDetail['links'];
  deadlines: CaseDetail['deadlines'];
  approvals: CaseDetail['approvals'];
  parties: CaseDetail['parties'];
  deliverables: Omit<CaseDetail['deliverables'][number], 'waitingFor'>[];
  delegations: CaseDetail['delegations'];
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The reader is of the owner, who sees everything that hangs on his case. */
const ofOwner = 'c.owner_id = any ($5::uuid[])';

/**
 * Everything that hangs on a case, as one column of the statement that loads it: `$4` now, `$5` the reader's organisations. A party sees what is its own and what the owner did: not the other parties, what they were asked and
 * answered, nor linked cases that were not shared with it.
 */
const attachedColumn = `jsonb_build_object(
  'tasks', coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'caseId', c.id, 'task', t.task, 'caseTitle', null,
    'procedure', t.procedure, 'state', t.state, 'ownerId', t.owner_id, 'role', t.role, 'assigneeId', t.assignee_id,
    'organisationId', t.organisation_id, 'subject', t.subject, 'dueAt', ${iso('t.due_at')}, 'doneAt', ${iso('t.done_at')}, 'doneBy', t.done_by, 'form', t.form, 'asked', t.asked,
    'answer', t.answer, 'absence', ${absenceOfTask('$4')}) order by t.id)
    from task t where t.owner_id = c.owner_id and t.case_id = c.id and t.state <> 'cancelled'
      and (${ofOwner} or t.organisation_id = any ($5::uuid[]))), '[]'),
  'links', coalesce((select jsonb_agg(link order by link->>'at') from (
    select jsonb_build_object('handOffId', h.id, 'handOff', h.hand_off, 'direction', 'after', 'procedure', h.to_procedure,
      'caseId', h.to_case_id, 'taskId', h.to_task_id, 'title', coalesce(k.reference || ' ' || k.title, h.title), 'state', k.state,
      'handOffState', h.state, 'outcome', h.outcome, 'mandatory', h.mandatory, 'at', ${iso('h.created_at')}) as link
    from hand_off h left join procedure_case k on k.owner_id = h.owner_id and k.id = h.to_case_id
    where h.owner_id = c.owner_id and h.from_case_id = c.id and (${ofOwner} or k.audience && $5::uuid[])
    union all
    select jsonb_build_object('handOffId', h.id, 'handOff', h.hand_off, 'direction', 'before', 'procedure', k.procedure,
      'caseId', h.from_case_id, 'taskId', null, 'title', k.reference || ' ' || k.title, 'state', k.state,
      'handOffState', h.state, 'outcome', h.outcome, 'mandatory', h.mandatory, 'at', ${iso('h.created_at')})
    from hand_off h join procedure_case k on k.owner_id = h.owner_id and k.id = h.from_case_id
    where h.owner_id = c.owner_id and h.to_case_id = c.id and (${ofOwner} or k.audience && $5::uuid[])) links), '[]'),
  'deadlines', coalesce((select jsonb_agg(jsonb_build_object('deadline', d.deadline, 'dueAt', ${iso('d.due_at')}, 'state', d.state,
    'escalationStep', d.step) order by d.due_at)
    from record_deadline d where d.owner_id = c.owner_id and d.record_id = c.id), '[]'),
  'approvals', coalesce((select jsonb_agg(jsonb_build_object('action', a.action, 'personId', a.person_id, 'onBehalfOf', a.on_behalf_of,
    'at', ${iso('a.at')}, 'voided', a.voided_at is not null, 'hash', a.hash) order by a.id)
    from case_approval a where a.owner_id = c.owner_id and a.case_id = c.id
      and (${ofOwner} or a.organisation_id = c.owner_id or a.organisation_id = any ($5::uuid[]))), '[]'),
  'parties', coalesce((select jsonb_agg(jsonb_build_object('organisationId', p.organisation_id, 'role', p.role, 'since', ${iso('p.since')})
    order by p.since) from case_party p where p.owner_id = c.owner_id and p.case_id = c.id
      and (${ofOwner} or p.organisation_id = any ($5::uuid[]))), '[]'),
  'deliverables', coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'type', v.type, 'reference', v.reference,
    'version', v.edition || '.' || lpad(v.revision::text, 2, '0'), 'state', v.state, 'title', v.title) order by v.id)
    from deliverable v where v.owner_id = c.owner_id and v.case_id = c.id
      and (${ofOwner} or v.audience && $5::uuid[])), '[]'),
  'delegations', coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'personId', g.person_id, 'forPersonId', g.for_person_id,
    'from', ${iso('g.valid_from')}, 'until', ${iso('g.valid_to')}) order by g.id)
    from access.role_in_force g where g.owner_id = any ($5::uuid[]) and g.case_id = c.id and g.kind = 'delegate' and g.valid_to > $4), '[]')) as attached`;

/** A case with all that its page shows, and what the reader may do now and why not otherwise. */
export function readCase(catalogue: Catalogue) {
  return defineQuery({
    id: 'cases.read',
    input: z.strictObject({ caseId: id }),
    authorise: (principal) =>
      authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
    run: async (context, input): Promise<CaseDetail> => {
      const { loaded, more } = await loadCaseWith<{ attached: Attached }>(context, input.caseId, {
        name: 'case-read',
        columns: attachedColumn,
        values: [context.now, context.scope.organisations],
      });
      const attached = withForms(more.attached);
      return present(context, catalogue, moduleOf(catalogue, loaded.row), loaded, attached);
    },
  });
}

function withForms(attached: Attached): Attached {
  const tasks = attached.tasks.map((task) => ({ ...task, form: formOf(task.form) }));
  return { ...attached, tasks };
}

async function present(
  context: ReadContext,
  catalogue: Catalogue,
  module: ProcedureModule,
  loaded: LoadedCase,
  attached: Attached,
): Promise<CaseDetail> {
  const { row } = loaded;
  const facts: unknown = await module.facts?.(context, row);
  const actor = actorFor(context.principal, loaded, null);
  const offered = allowedActions(
    module.procedure,
    module.functions,
    loaded.view,
    actor,
    facts,
    context.now.toISOString(),
  );
  const references = referencesOfFields(module.procedure.fields, row.fields);
  const requests = sendable(module, loaded, actor.roles);
  references.organisations.push(
    row.ownerId,
    ...attached.parties.map((party) => party.organisationId),
    ...requests.flatMap(({ recipients }) => recipients),
  );
  references.people.push(
    row.openedBy,
    ...attached.tasks.flatMap((task) => [task.assigneeId, task.doneBy]),
    ...attached.approvals.flatMap((approval) => [approval.personId, approval.onBehalfOf]),
    ...attached.delegations.flatMap((one) => [one.personId, one.forPersonId]),
  );
  const { tasks, ...rest } = attached;
  return {
    case: {
      id: row.id,
      procedure: row.procedure,
      definitionVersion: row.definitionVersion,
      reference: row.reference,
      title: row.title,
      state: row.state,
      ownerId: row.ownerId,
      label: row.label as CaseDetail['case']['label'],
      tlp: row.tlp as CaseDetail['case']['tlp'],
      openedAt: row.openedAt,
      openedBy: row.openedBy,
      updatedAt: row.updatedAt,
      closedAt: row.closedAt,
      dueAt: row.dueAt,
      version: row.version,
      fields: row.fields,
    },
    titles: await titlesOfFields(context, catalogue, references),
    ...{ ...rest, tasks: tasks.map((task) => offeredTask(context.principal, task)) },
    allowedActions: offered.map((offer) => offeredAction(module, offer)),
    writable: writableOf(catalogue, row, actor.roles),
    requests,
    ...(await whoIsAwaited(context, catalogue, module, loaded, attached)),
  };
}

function offeredAction(
  { procedure }: ProcedureModule,
  { action, allowed, refusals, comment, primary, destructive }: OfferedAction,
): CaseDetail['allowedActions'][number] {
  const declared = procedure.actions[action];
  const by = declared?.by ?? [];
  return {
    ...{ action, allowed, refusals, comment: comment ?? 'none', primary, destructive },
    form: declared?.form ?? {},
    roles: typeof by === 'string' ? [] : [...by],
    clause: declared?.clause ?? '',
  };
}

/** A task as the reader sees it: whoever does not hold its role sees that it waits, and for whom. */
function offeredTask(
  principal: Principal,
  { organisationId, ...task }: AttachedTask,
): CaseDetail['tasks'][number] {
  const asked = {
    organisation_id: organisationId,
    role: task.role,
    assignee_id: task.assigneeId,
  };
  return { ...task, may: { complete: task.state === 'open' && mayComplete(principal, asked) } };
}

/**
 * Requests that the procedure can send, and whether somebody in these roles may now. What asks one role alone is meant for all parties that take
 * part in it, which whoever sends it is told of; whoever could be asked himself is told of no other party. Agreement is asked for by an action.
 */
function sendable(
  { procedure }: ProcedureModule,
  loaded: LoadedCase,
  held: readonly string[],
): CaseDetail['requests'] {
  const byHand = Object.entries(procedure.requests ?? {}).filter(
    ([, { agreement }]) => agreement === undefined,
  );
  return byHand.map(([name, kind]) => {
    const refusals = refusalsOfSending(procedure, kind, loaded, held);
    const allowed = refusals.length === 0;
    const [to, ...more] = kind.to;
    const isTold = allowed && more.length === 0 && to !== undefined && !held.includes(to);
    const asked = isTold ? loaded.parties.filter(({ role }) => role === to) : [];
    const recipients = [...new Set(asked.map(({ organisationId }) => organisationId))];
    return { kind: name, allowed, refusals, roles: [...kind.by], recipients };
  });
}

/** Documents that cases of the procedure leave, and whether somebody in these roles writes them. */
function writableOf(
  catalogue: Catalogue,
  row: CaseRow,
  held: readonly string[],
): CaseDetail['writable'] {
  return [...catalogue.deliverables.values()]
    .filter(({ definition }) => definition.procedures.includes(row.procedure))
    .map((module) => {
      const { id: type, roles } = module.definition;
      const isLeft = isLeftBy(module, row);
      const allowed = isLeft && held.some((role) => roles.author.includes(role));
      return { type, isLeft, allowed, roles: [...roles.author] };
    });
}

/** Whom the case waits for, and each of its documents: in one statement. */
async function whoIsAwaited(
  context: ReadContext,
  catalogue: Catalogue,
  module: ProcedureModule,
  loaded: LoadedCase,
  attached: Attached,
): Promise<Pick<CaseDetail, 'waitingFor' | 'deliverables'>> {
  const place = placeOf(loaded);
  // A party is told of no other party.
  const told = attached.parties.map(({ organisationId }) => organisationId);
  const isOpen = loaded.row.closedAt === null;
  const ways = isOpen ? waysOfCase(module.procedure, loaded) : [];
  const documents = await awaitedDocuments(
    context,
    catalogue,
    [place.ownerId],
    attached.deliverables,
  );
  const [ofCase = [], ...ofDocuments] = await whoIsWaitedFor(context, [
    { ...place, told, ways },
    ...documents.map((one) => ({ ...one, told })),
  ]);
  const byDocument = new Map(documents.map(({ id }, at) => [id, ofDocuments[at]]));
  return {
    waitingFor: ofCase,
    deliverables: attached.deliverables.map((one) => ({
      ...one,
      waitingFor: byDocument.get(one.id) ?? [],
    })),
  };
}
