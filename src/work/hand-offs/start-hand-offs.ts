import { hashOf } from '#engine/canonical.ts';
import { addDuration } from '#engine/duration.ts';
import type { HandOff } from '#engine/procedure.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { openCase } from '#work/cases/open-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type {
  ActInput,
  CaseRow,
  Catalogue,
  HandOffPayload,
  ProcedureModule,
} from '#work/catalogue.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { acceptedBy, openingOf, stillToSay, wordsOf } from './asked.ts';

/** Starts the hand-offs of an action: each payload opens a case of the receiving procedure, or a tracked task while it is only planned. */
export async function startHandOffs(
  context: WriteContext,
  catalogue: Catalogue,
  module: ProcedureModule,
  names: readonly string[],
  input: ActInput,
): Promise<void> {
  for (const name of names) {
    const declared = module.procedure.handOffs?.[name];
    const payloads = module.payloads?.[declared?.payload ?? ''];
    if (declared === undefined || payloads === undefined) {
      throw new Error(`${module.procedure.id} has no hand-off ${name} with a payload`);
    }
    for (const payload of await payloads(context, input)) {
      const started = startedBy(catalogue, declared, payload);
      const hash = hashOf({ ...payload });
      await startOne(context, catalogue, { name, from: input.case, hash, ...started });
    }
  }
}

interface Started {
  readonly name: string;
  readonly from: CaseRow;
  readonly declared: HandOff;
  readonly payload: HandOffPayload;
  /** SHA-256 of what was handed off, before anything was made of it for the receiver. */
  readonly hash: string;
}

/** One to any procedure becomes one to that which its payload names, accepted by whom that procedure says. */
function startedBy(
  catalogue: Catalogue,
  declared: HandOff,
  payload: HandOffPayload,
): Pick<Started, 'declared' | 'payload'> {
  const to = payload.asks?.procedure;
  if (to === undefined) return { declared, payload };
  const procedure = catalogue.procedures.get(to)?.procedure;
  if (procedure === undefined) {
    return { declared: { ...declared, to }, payload: plannedOf(declared, payload) };
  }
  return {
    declared: { ...declared, to, acceptedBy: acceptedBy(procedure) },
    payload: openingOf(procedure, payload),
  };
}

/** What is kept for a procedure that is still to come: what it will want to know, the words as its description. */
function plannedOf({ planned }: HandOff, { title, fields, asks }: HandOffPayload): HandOffPayload {
  const offered: Readonly<Record<string, unknown>> = { ...fields, description: asks?.words };
  const wanted = Object.keys(planned?.payload ?? {}).filter((name) => offered[name] !== undefined);
  return { title, fields: Object.fromEntries(wanted.map((name) => [name, offered[name]])) };
}

async function startOne(
  context: WriteContext,
  catalogue: Catalogue,
  started: Started,
): Promise<void> {
  const { name, declared, payload, from, hash } = started;
  const id = newId();
  const inserted = await context.client.query({
    name: 'hand-off-insert',
    text: `insert into hand_off (owner_id, id, hand_off, from_case_id, from_state, to_procedure, mandatory, state, title, payload,
        payload_hash, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, 'offered', $8, $9::jsonb, $10, $11)
      on conflict (owner_id, from_case_id, hand_off, payload_hash) do nothing`,
    values: [
      from.ownerId,
      id,
      name,
      from.id,
      from.state,
      declared.to,
      declared.mandatory !== false,
      payload.title,
      JSON.stringify(payload.fields),
      hash,
      context.now,
    ],
  });
  // The same hand-off with the same payload was started before: doing it again changes nothing.
  if (inserted.rowCount === 0) return;
  if (catalogue.procedures.has(declared.to)) {
    if (declared.acceptedBy === undefined) {
      const opened = await openCase(context, catalogue, {
        procedure: declared.to,
        ownerId: from.ownerId,
        title: payload.title,
        label: from.label,
        tlp: from.tlp,
        fields: payload.fields,
        actor: systemActor,
      });
      await accept(context, from.ownerId, id, { caseId: opened.id, taskId: null });
    } else {
      await openAcceptance(context, catalogue, id, started);
    }
    return;
  }
  const taskId = await openPlanned(context, name, declared, payload, from);
  await accept(context, from.ownerId, id, { caseId: null, taskId });
}

async function accept(
  context: WriteContext,
  ownerId: string,
  id: string,
  to: { caseId: string | null; taskId: string | null },
): Promise<void> {
  await context.client.query({
    name: 'hand-off-accept',
    text: `update hand_off set state = 'accepted', to_case_id = $3, to_task_id = $4, accepted_at = $5, version = version + 1
      where owner_id = $1 and id = $2`,
    values: [ownerId, id, to.caseId, to.taskId, context.now],
  });
}

/** The organisation whose people hold a role in a case: the first party that takes part in it, otherwise its owner. */
async function homeOfRole(context: WriteContext, from: CaseRow, role: string): Promise<string> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'hand-off-home',
    text: `select organisation_id as id from case_party where owner_id = $1 and case_id = $2 and role = $3 order by since, organisation_id limit 1`,
    values: [from.ownerId, from.id, role],
  });
  return rows[0]?.id ?? from.ownerId;
}

/** The receiving role decides first: a task to accept or decline. */
async function openAcceptance(
  context: WriteContext,
  catalogue: Catalogue,
  id: string,
  { name, declared, payload, from }: Started,
): Promise<void> {
  const receiving = catalogue.procedures.get(declared.to)?.procedure;
  await insertTasks(context, [
    {
      ownerId: from.ownerId,
      caseId: from.id,
      procedure: from.procedure,
      // The procedure that is asked goes along: the form has fields of its.
      task: `accept:${name}:${declared.to}`,
      organisationId: await homeOfRole(context, from, declared.acceptedBy ?? ''),
      role: declared.acceptedBy ?? '',
      subject: payload.title,
      subjectKind: 'hand-off',
      subjectId: id,
      required: false,
      form: {
        decision: { kind: 'choice', required: true, options: ['accept', 'decline'] },
        reason: { kind: 'text', multiline: true },
        ...stillToSay(receiving, payload),
      },
      clause: declared.clause,
      dueAt: addDuration(context.now.toISOString(), 'P2D'),
    },
  ]);
}

/** A procedure without a definition yet: a tracked task with owner, due date, answer and status stands for it. */
async function openPlanned(
  context: WriteContext,
  name: string,
  declared: HandOff,
  payload: HandOffPayload,
  from: CaseRow,
): Promise<string> {
  const planned = declared.planned;
  if (planned === undefined) {
    throw new Error(
      `${from.procedure}.${name}: no procedure ${declared.to}, and not declared as planned`,
    );
  }
  const [taskId] = await insertTasks(context, [
    {
      ownerId: from.ownerId,
      caseId: from.id,
      procedure: from.procedure,
      task: `planned:${declared.to}`,
      organisationId: await homeOfRole(context, from, declared.acceptedBy ?? ''),
      role: declared.acceptedBy ?? 'any-member',
      subject: payload.title,
      subjectKind: 'case',
      subjectId: from.id,
      required: false,
      form: {
        outcome: { kind: 'choice', required: true, options: ['achieved', 'not-achieved'] },
        answer: { kind: 'text', required: true, multiline: true },
      },
      asked: wordsOf(planned.payload, payload),
      clause: planned.clause,
      dueAt: addDuration(context.now.toISOString(), planned.within),
    },
  ]);
  return taskId ?? '';
}
