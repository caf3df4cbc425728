import type { RecordView } from '#engine/decision.ts';
import type { RequestKind } from '#engine/request.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { versionsOfProcedure } from '#work/definitions/versions.ts';
import type { ContactDuty } from './draft.ts';

/** One recipient with the request that it was sent. */
export interface LoadedRecipient {
  readonly ownerId: string;
  readonly id: string;
  readonly requestId: string;
  readonly caseId: string;
  readonly procedure: string;
  readonly kind: string;
  readonly reference: string;
  readonly subject: string;
  readonly urgency: string;
  /** Asked for by this instant instead of what the urgency says. */
  readonly askedBy: string | null;
  readonly label: string;
  readonly tlp: string;
  readonly sentBy: string | null;
  readonly senderId: string;
  readonly organisationId: string;
  readonly role: string;
  readonly personId: string | null;
  /** The duty to be reachable that it was asked under. */
  readonly contact: ContactDuty | null;
  readonly state: string;
  readonly audience: readonly string[];
  readonly version: number;
  readonly performed: RecordView['performed'];
}

const loadText = (which: string, lock: string) => `
select r.owner_id as "ownerId", r.id, r.request_id as "requestId", r.case_id as "caseId", q.procedure, q.kind, q.reference, q.subject, q.urgency,
  to_char(q.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "askedBy", q.label, q.tlp, q.sent_by as "sentBy",
  q.sender_id as "senderId", r.organisation_id as "organisationId", r.role, r.person_id as "personId", r.contact, r.state, r.audience, r.version,
  coalesce((select jsonb_agg(jsonb_build_object('action', s.action, 'person', s.person_id, 'onBehalfOf', s.on_behalf_of,
      'organisation', s.organisation_id, 'at', s.at) order by s.id)
    from request_step s where s.owner_id = r.owner_id and s.recipient_id = r.id and s.person_id is not null), '[]') as performed
from request_recipient r join request q on q.owner_id = r.owner_id and q.id = r.request_id
where r.owner_id = any ($1::uuid[]) and ${which} ${lock}`;

/**
 * One recipient that the scope may see: of its own cases, or shared with it. What was shared brings its owner into the scope.
 * @throws 404 for an absent one and for one that is not visible
 */
export async function loadRecipient(
  context: ReadContext,
  recipientId: string,
  options: { readonly lock: boolean },
): Promise<LoadedRecipient> {
  if (!isId(recipientId)) throw notFound('request');
  const find = async (owners: readonly string[]) => {
    const { rows } = await context.client.query<LoadedRecipient>({
      name: options.lock ? 'recipient-load-locked' : 'recipient-load',
      text: loadText('r.id = $2', options.lock ? 'for update of r' : ''),
      values: [owners, recipientId],
    });
    return rows[0];
  };
  const own = await find(context.scope.organisations);
  if (own !== undefined) return own;
  const owner = await enterOwner(context, 'request-recipient', recipientId);
  const shared = owner === null ? undefined : await find([owner]);
  if (shared === undefined) throw notFound('request');
  return shared;
}

/** Those whom a case asked by requests of one kind, of one organisation or of all, as far as they are in these states: locked. The owner is in the scope. */
export async function lockRecipientsOf(
  context: ReadContext,
  { ownerId, id }: { readonly ownerId: string; readonly id: string },
  which: {
    readonly kind: string;
    readonly states: readonly string[];
    readonly organisationId?: string;
  },
): Promise<LoadedRecipient[]> {
  const { rows } = await context.client.query<LoadedRecipient>({
    name: 'recipients-load-locked',
    text: loadText(
      'r.case_id = $2 and r.kind = $3 and r.state = any ($4::text[]) and ($5::uuid is null or r.organisation_id = $5)',
      'order by r.id for update of r',
    ),
    values: [[ownerId], id, which.kind, which.states, which.organisationId ?? null],
  });
  return rows;
}

/** Takes the owner of a record that was shared with the scope into it. Null: it was not shared. */
export async function enterOwner(
  context: ReadContext,
  kind: 'request' | 'request-recipient',
  recordId: string,
): Promise<string | null> {
  const { rows } = await context.client.query<{ owner: string }>({
    name: 'request-enter',
    text: `select s.record_owner_id as owner, access.set_context(array_append($1::uuid[], s.record_owner_id)::text, $4)
      from (select record_owner_id from shared_with_me where owner_id = any ($1::uuid[]) and record_id = $2 and kind = $3 limit 1) s`,
    values: [context.scope.organisations, recordId, kind, context.principal.personId ?? ''],
  });
  return rows[0]?.owner ?? null;
}

/** @throws Error when the definition that the request was sent under is not loaded any more */
export function kindOfRecipient(
  catalogue: Catalogue,
  sent: { readonly procedure: string; readonly kind: string },
): RequestKind {
  // Who is asked need not see the case, nor its version: a kind keeps its meaning as long as a version declares it.
  const kind = versionsOfProcedure(catalogue, sent.procedure).find(
    ({ requests }) => requests?.[sent.kind] !== undefined,
  )?.requests?.[sent.kind];
  if (kind === undefined) throw new Error(`${sent.procedure} has no request ${sent.kind}`);
  return kind;
}

/** The recipient as the engine sees it. */
export function viewOfRecipient(
  loaded: Pick<
    LoadedRecipient,
    'state' | 'urgency' | 'askedBy' | 'sentBy' | 'performed' | 'organisationId'
  >,
): RecordView {
  return {
    state: loaded.state,
    fields: { urgency: loaded.urgency, dueAt: loaded.askedBy },
    openedBy: loaded.sentBy,
    performed: loaded.performed,
    tasks: [],
    handOffs: [],
    approvals: [],
    parties: [loaded.organisationId],
  };
}
