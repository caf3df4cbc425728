import { openRecord } from '#engine/decide.ts';
import type { OpenedDeadline } from '#engine/decision.ts';
import { schemaOfFields } from '#engine/field-schema.ts';
import type { Procedure } from '#engine/procedure.ts';
import {
  isUrgent,
  type RequestKind,
  recipientFunctions,
  recipientLifeCycle,
} from '#engine/request.ts';
import { decode } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { deadlineRow } from '#work/cases/apply-decision.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { notify } from '#work/notifications/notify.ts';
import type { Asked, ContactDuty, RequestDraft } from './draft.ts';

/** The request, its recipients with their first deadlines, and their own lists, in one statement whatever their number. */
const sendText = `
with asked as (
  select * from jsonb_to_recordset($1::jsonb) as a (id uuid, organisation_id uuid, role text, person_id uuid, audience uuid[], due_at timestamptz,
    contact jsonb)
), request as (
  insert into request (owner_id, id, case_id, procedure, kind, reference, subject, text, urgency, due_at, fields, hidden, label, tlp, audience,
    sent_at, sent_by, sender_id)
  select $2, $3, $4, $5, $6, $7 || '/' || ((select count(*) from request q where q.owner_id = $2 and q.case_id = $4) + 1),
    $8, $9, $10, $11, $12::jsonb, $13, $14, $15, $16, $17, $18, $19
  returning reference
), recipients as (
  insert into request_recipient (owner_id, id, request_id, case_id, kind, organisation_id, role, person_id, state, open, due_at, audience,
    contact, updated_at, updated_by)
  select $2, a.id, $3, $4, $6, a.organisation_id, a.role, a.person_id, $20, true, a.due_at, a.audience, a.contact, $17, $18 from asked a
), deadlines as (
  insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, remind_at)
  select $2, d.id, 'request-recipient', d.record_id, d.deadline, d.due_at, d.next_at, d.remind_at
  from jsonb_to_recordset($21::jsonb) as d (id uuid, record_id uuid, deadline text, due_at timestamptz, next_at timestamptz, remind_at timestamptz[])
), reasons as (
  insert into audience_entry (owner_id, id, kind, record_id, organisation_id, reason, detail, since)
  select $2, e.id, e.kind, e.record_id, e.organisation_id, e.reason, e.detail, $17
  from jsonb_to_recordset($22::jsonb) as e (id uuid, kind text, record_id uuid, organisation_id uuid, reason text, detail jsonb)
), listed as (
  insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
  select distinct e.organisation_id, e.kind, e.record_id::text, e.record_id, $2::uuid, $17::timestamptz
  from jsonb_to_recordset($22::jsonb) as e (kind text, record_id uuid, organisation_id uuid)
  on conflict do nothing
)
select reference from request`;

/**
 * Sends a request of a case to many: each recipient gets its own life, deadlines by the urgency, its place in its own list, and a notice.
 * The sender is the principal of the context. Who may send, and when, was decided by the caller.
 * @throws 422 for an unknown kind, urgency, role, field, or nobody to ask
 */
export async function sendRequest(
  context: WriteContext,
  procedure: Procedure,
  row: CaseRow,
  draft: RequestDraft,
): Promise<{ id: string; reference: string }> {
  const kind = kindOf(procedure, draft.kind);
  const fields = decode(
    schemaOfFields(kind.fields ?? {}, { mode: 'create', computed: true }),
    draft.fields ?? {},
  ) as Record<string, unknown>;
  const asked = askedOf(kind, draft);
  const id = newId();
  const senderId = context.principal.organisationId ?? row.ownerId;
  const senders = [senderId, ...(await senderOrganisations(context, kind, row))];
  const everybody = [...new Set([...asked.map((one) => one.organisationId), ...senders])];
  const known = { senders, everybody, ownerId: row.ownerId };
  const recipients = asked.map((one) => {
    const opened = deadlinesOf(context, kind, draft, one);
    return {
      ...{ id: newId(), organisation_id: one.organisationId, role: one.role, opened },
      ...{ person_id: one.personId, because: one.because, contact: one.contact ?? null },
      audience: audienceOf(kind, one, known),
      due_at: opened.find(({ deadline }) => deadline === 'answer')?.dueAt ?? null,
      link_until: linkUntil(kind, draft.urgency, opened),
    };
  });
  const audience = everybody.filter((one) => one !== row.ownerId);
  const { rows } = await context.client.query<{ reference: string }>({
    name: 'request-send',
    text: sendText,
    values: [
      JSON.stringify(recipients),
      ...[row.ownerId, id, row.id, procedure.id, draft.kind, row.reference],
      ...[draft.subject, draft.text, draft.urgency, draft.dueAt ?? null, JSON.stringify(fields)],
      ...[kind.hidden, row.label, row.tlp, audience, context.now],
      ...[context.principal.personId, senderId, recipientLifeCycle(kind).initial],
      JSON.stringify(
        recipients.flatMap((one) =>
          one.opened.map((deadline) => ({ ...deadlineRow(deadline), record_id: one.id })),
        ),
      ),
      JSON.stringify(reasonsOf(id, audience, recipients)),
    ],
  });
  const reference = rows[0]?.reference ?? '';
  context.record({
    ownerId: row.ownerId,
    action: 'request.send',
    kind: 'request',
    recordId: id,
    recordVersion: 1,
    details: { ...draft, fields, recipients: asked, caseId: row.id, reference },
  });
  context.emit({
    name: `request.${draft.kind}.send`,
    ownerId: row.ownerId,
    recordId: id,
    payload: { caseId: row.id, recipients: asked.length },
  });
  tellAsked(
    context,
    row,
    draft,
    { id, reference, urgent: isUrgent(kind, draft.urgency) },
    recipients,
  );
  return { id, reference };
}

/** Who else than the owner sees what one recipient answers. */
function audienceOf(
  kind: RequestKind,
  { organisationId, role }: { readonly organisationId: string; readonly role: string },
  known: { readonly senders: string[]; readonly everybody: string[]; readonly ownerId: string },
): string[] {
  const isHidden = kind.hidden && kind.shown?.includes(role) !== true;
  const seenBy = isHidden ? [organisationId, ...known.senders] : known.everybody;
  return [...new Set(seenBy)].filter((one) => one !== known.ownerId);
}

/** Organisations that take part in a role which sends this kind and is never asked it: they see every answer, whoever of them sent it. */
async function senderOrganisations(
  context: WriteContext,
  kind: RequestKind,
  row: CaseRow,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'request-senders',
    text: `select distinct organisation_id as id from case_party where owner_id = $1 and case_id = $2 and role = any ($3::text[])`,
    values: [row.ownerId, row.id, kind.by.filter((role) => !kind.to.includes(role))],
  });
  return rows.map(({ id }) => id);
}

/** Until when a link in the mail may acknowledge: the time to acknowledge, where the kind wants one; null where it does not. */
function linkUntil(
  kind: RequestKind,
  urgency: string,
  opened: readonly OpenedDeadline[],
): string | null {
  if (kind.linkFor?.includes(urgency) !== true) return null;
  return opened.find(({ deadline }) => deadline === 'acknowledgement')?.dueAt ?? null;
}

/** Each recipient is told in its own organisation: the person asked by name, or the holders of the role. */
function tellAsked(
  context: WriteContext,
  row: CaseRow,
  draft: RequestDraft,
  sent: { readonly id: string; readonly reference: string; readonly urgent: boolean },
  recipients: readonly {
    readonly id: string;
    readonly organisation_id: string;
    readonly role: string;
    readonly person_id: string | null;
    readonly contact: ContactDuty | null;
    readonly due_at: string | null;
    readonly link_until: string | null;
  }[],
): void {
  for (const one of recipients) {
    const { organisation_id: organisationId, role, person_id: person, contact, due_at } = one;
    const about = { requestId: sent.id, recipientId: one.id, role, personId: person };
    // Whom a clause names as the contact is told beside who is asked.
    const alsoTold = contact?.role == null ? [] : [contact.role];
    notify(context, {
      kind: 'request',
      ...{ ownerId: row.ownerId, recordKind: 'request', recordId: sent.id },
      ...{ title: draft.subject, reference: sent.reference, label: row.label, tlp: row.tlp },
      ...{ about: draft.kind, procedure: row.procedure, organisationId, dueAt: due_at },
      urgent: sent.urgent,
      acknowledge: one.link_until === null ? null : { ...about, expiresAt: one.link_until },
      roles: [...new Set(person === null ? [role, ...alsoTold] : alsoTold)],
      people: person === null ? [] : [person],
    });
  }
}

/** @throws 422 */
export function kindOf(procedure: Procedure, name: string): RequestKind {
  const kinds = procedure.requests ?? {};
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return kind;
  throw invalidInput([
    { path: '/kind', code: 'unknown', message: `This procedure has no request ${name}.` },
  ]);
}

/** One recipient for each organisation, role and person: asking twice in one request is asking once. */
function askedOf(kind: RequestKind, draft: RequestDraft) {
  if (!Object.hasOwn(kind.urgencies, draft.urgency)) {
    const known = Object.keys(kind.urgencies).join(', ');
    throw invalidInput([{ path: '/urgency', code: 'unknown', message: `One of: ${known}.` }]);
  }
  const asked = new Map<string, Asked & { role: string; personId: string | null }>();
  for (const [at, recipient] of draft.recipients.entries()) {
    const { organisationId, role = kind.to[0] ?? '', personId } = recipient;
    if (!kind.to.includes(role)) {
      throw invalidInput([
        {
          ...{ path: `/recipients/${at}/role`, code: 'unknown' },
          message: `One of: ${kind.to.join(', ')}.`,
        },
      ]);
    }
    const one = { ...recipient, role, personId: personId ?? null };
    asked.set(`${organisationId} ${role} ${one.personId}`, one);
  }
  if (asked.size === 0) {
    throw invalidInput([{ path: '/recipients', code: 'required', message: 'Say whom to ask.' }]);
  }
  return [...asked.values()];
}

function deadlinesOf(
  context: WriteContext,
  kind: RequestKind,
  draft: RequestDraft,
  asked: Asked,
): OpenedDeadline[] {
  const opening = openRecord(
    {
      ...recipientLifeCycle(kind),
      fields: {
        ...{ urgency: { kind: 'text' }, dueAt: { kind: 'instant' } },
        acknowledgeBy: { kind: 'instant' },
      },
    },
    recipientFunctions(kind),
    systemActor,
    {
      fields: {
        ...{ urgency: draft.urgency, dueAt: asked.dueAt ?? draft.dueAt ?? null },
        acknowledgeBy: asked.contact?.acknowledgeBy ?? null,
      },
      parties: [],
    },
    undefined,
    context.now.toISOString(),
  );
  if (!opening.ok) throw new Error('a recipient cannot be opened');
  return opening.deadlines.opened;
}

function reasonsOf(
  id: string,
  audience: readonly string[],
  recipients: readonly {
    readonly id: string;
    readonly organisation_id: string;
    readonly audience: readonly string[];
    readonly because: Asked['because'];
  }[],
) {
  const grounds = new Map(recipients.map((one) => [one.organisation_id, one.because]));
  const entry = (kind: string, record: string) => (organisation: string) => {
    const { reason = 'request', detail = {} } = grounds.get(organisation) ?? {};
    return {
      ...{ id: newId(), kind, record_id: record, organisation_id: organisation },
      ...{ reason, detail },
    };
  };
  return [
    ...audience.map(entry('request', id)),
    ...recipients.flatMap((one) => one.audience.map(entry('request-recipient', one.id))),
  ];
}
