import { z } from 'zod';
import { allowedActions } from '#engine/decide.ts';
import type { ActorView, RecordView as EngineRecord } from '#engine/decision.ts';
import { type RequestKind, recipientFunctions, recipientLifeCycle } from '#engine/request.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { actorFor, type LoadedCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { titlesOf } from '#work/paging.ts';
import { collectReferences, referencesOfFields, titlesOfFields } from '#work/registers/titles.ts';
import { rolesOf } from '#work/tasks/task-queries.ts';
import { withAway } from './away-recipients.ts';
import {
  listRequestsInput,
  type RecipientView,
  type RequestDetail,
  type RequestPage,
  type RequestView,
  recipientView,
} from './contract.ts';
import { enterOwner, kindOfRecipient, viewOfRecipient } from './load-recipient.ts';
import { actorOfRecipient, answersFor, visibleCase } from './recipient-actor.ts';

const need = { permission: 'requests:read', roles: [anyMember] };

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** `$1` the reader's organisations: the owner sees every recipient, others those that were shared with them. */
const viewColumns = `
  q.id, q.owner_id as "ownerId", q.case_id as "caseId", q.procedure, q.kind, q.reference, q.subject, q.text, q.urgency,
  ${iso('q.due_at')} as "dueAt", q.fields, q.hidden, q.label, q.tlp, ${iso('q.sent_at')} as "sentAt", q.sent_by as "sentBy",
  q.sender_id as "senderId",
  (select jsonb_agg(jsonb_build_object('id', r.id, 'organisationId', r.organisation_id, 'role', r.role, 'personId', r.person_id,
      'state', r.state, 'open', r.open, 'answer', r.answer, 'comment', r.comment, 'dueAt', ${iso('r.due_at')}, 'seenAt', ${iso('r.seen_at')},
      'acknowledgedAt', ${iso('r.acknowledged_at')}, 'answeredAt', ${iso('r.answered_at')}, 'answeredBy', r.answered_by,
      'version', r.version, 'mine', false) order by o.name, r.id)
    from request_recipient r join organisation o on o.id = r.organisation_id
    where r.owner_id = q.owner_id and r.request_id = q.id
      and (q.owner_id = any ($1::uuid[]) or r.audience && $1::uuid[])) as recipients`;

const visible = `
  select q.* from request q where q.owner_id = any ($1::uuid[])
  union all
  select q.* from shared_with_me s join request q on q.owner_id = s.record_owner_id and q.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = 'request' and q.owner_id <> all ($1::uuid[])`;

/** Requests of a case in the order of asking reversed, or those that wait for the reader's own answer, the most urgent date first. */
export const listRequests = defineQuery({
  id: 'requests.list',
  input: listRequestsInput,
  authorise: (principal) => authorise(principal, need),
  run: async (context, input): Promise<RequestPage> => {
    const rows =
      input.assignee === 'me' ? await waiting(context, input) : await all(context, input);
    const read = rows.slice(0, input.limit).map((row) => ofReader(context, row));
    // The list of one's own work is of what oneself owes.
    const items = input.assignee === 'me' ? read : await withAway(context, read);
    const last = items.at(-1);
    return {
      items,
      next: rows.length > input.limit && last !== undefined ? encodeKey([last.id]) : null,
      total: null,
      titles: await titlesOf(context, referencesOf(items)),
    };
  },
});

async function all(
  context: ReadContext,
  input: z.infer<typeof listRequestsInput>,
): Promise<RequestView[]> {
  const after = input.after === undefined ? null : decodeKey(input.after, 1)[0];
  const { rows } = await context.client.query<RequestView>({
    name: 'request-list',
    text: `select ${viewColumns} from (${visible}) q
      where ($2::uuid is null or q.case_id = $2) and ($3::text is null or q.kind = $3) and ($4::uuid is null or q.id < $4)
      order by q.id desc limit $5`,
    values: [
      context.scope.organisations,
      input.caseId ?? null,
      input.kind ?? null,
      after,
      input.limit + 1,
    ],
  });
  return rows;
}

async function waiting(
  context: ReadContext,
  input: z.infer<typeof listRequestsInput>,
): Promise<RequestView[]> {
  const { rows } = await context.client.query<RequestView>({
    name: 'request-list-waiting',
    text: `with mine as materialized (
        select r.request_id, min(r.due_at) as due_at from (
          select r.* from request_recipient r where r.owner_id = any ($1::uuid[]) and r.open
          union all
          select r.* from shared_with_me s join request_recipient r on r.owner_id = s.record_owner_id and r.id = s.record_id
          where s.owner_id = any ($1::uuid[]) and s.kind = 'request-recipient' and r.open and r.owner_id <> all ($1::uuid[])) r
        where r.organisation_id = any ($1::uuid[]) and r.role = any ($2::text[]) and (r.person_id is null or r.person_id = $3)
          and r.state not in ('done', 'declined')
        group by r.request_id)
      select ${viewColumns} from mine m join (${visible}) q on q.id = m.request_id
      order by coalesce(m.due_at, 'infinity'), q.id limit $4`,
    values: [
      context.scope.organisations,
      rolesOf(context.principal),
      context.principal.personId,
      input.limit + 1,
    ],
  });
  return rows;
}

function ofReader(context: ReadContext, row: RequestView): RequestView {
  return {
    ...row,
    recipients: (row.recipients ?? []).map((one) => ({
      ...recipientView.parse(one),
      mine: answersFor(context.principal, { ...one, caseId: row.caseId }),
    })),
  };
}

function referencesOf(items: readonly RequestView[]) {
  return {
    organisations: items.flatMap((item) => [
      item.senderId,
      item.ownerId,
      ...item.recipients.map((one) => one.organisationId),
    ]),
    people: items.flatMap((item) => [
      item.sentBy,
      ...item.recipients.flatMap((one) => [one.personId, one.answeredBy]),
    ]),
  };
}

/** One request with what the reader may do for each recipient that he sees. */
export function readRequest(catalogue: Catalogue) {
  return defineQuery({
    id: 'requests.read',
    input: z.strictObject({ requestId: id }),
    authorise: (principal) => authorise(principal, need),
    run: async (context, { requestId }): Promise<RequestDetail> => {
      const { scope } = context;
      const found = ofReader(context, await findRequest(context, requestId));
      const [request = found] = await withAway({ ...context, scope }, [found]);
      const steps = await stepsOf(context, request);
      const loadedCase = await visibleCase(context, request.caseId);
      const now = context.now.toISOString();
      const ofCase = await offersOfCase(
        context,
        catalogue,
        kindOfRecipient(catalogue, request),
        loadedCase,
      );
      const offered: RequestDetail['allowedActions'] = {};
      for (const one of request.recipients) {
        const asked = { ...one, caseId: request.caseId };
        const kind = kindOfRecipient(catalogue, request);
        const actor = actorOfRecipient(context.principal, asked, kind, loadedCase, null);
        if (actor.roles.length === 0) continue;
        const offers = offeredTo(actor, kind, viewOf(request, one, steps), now);
        offered[one.id] =
          ofCase === null ? offers : offers.flatMap((offer) => asInCase(offer, ofCase));
      }
      return {
        ...{ request, allowedActions: offered, steps },
        titles: {
          ...(await titlesOfDetail(context, catalogue, request, steps)),
          ...(loadedCase === null
            ? {}
            : { [request.caseId]: `${loadedCase.row.reference} ${loadedCase.row.title}` }),
        },
      };
    },
  });
}

type Offer = RequestDetail['allowedActions'][string][number];

/** Of a request for agreement: what answers and declines it is an action of the case, with its form and what refuses it; null for others. */
async function offersOfCase(
  context: ReadContext,
  catalogue: Catalogue,
  { agreement, clause }: RequestKind,
  loadedCase: LoadedCase | null,
): Promise<ReadonlyMap<string, Offer> | null> {
  if (agreement === undefined) return null;
  if (loadedCase === null) return new Map();
  const { procedure, functions, facts } = moduleOf(catalogue, loadedCase.row);
  const actor = actorFor(context.principal, loadedCase, null);
  const known: unknown = await facts?.(context, loadedCase.row);
  const now = context.now.toISOString();
  const offers = allowedActions(procedure, functions, loadedCase.view, actor, known, now);
  const answers = new Map([
    [agreement.agree, 'answer'],
    [agreement.object, 'decline'],
  ]);
  return new Map(
    offers.flatMap(({ comment, form: _, ...offer }) => {
      const action = answers.get(offer.action);
      if (action === undefined) return [];
      const { form = {}, by = [] } = procedure.actions[offer.action] ?? {};
      const roles = typeof by === 'string' ? [] : [...by];
      const asked = { action, comment: comment ?? 'none', form, roles, clause } as const;
      return [[action, { ...offer, ...asked }] as const];
    }),
  );
}

function asInCase(offer: Offer, ofCase: ReadonlyMap<string, Offer>): Offer[] {
  if (offer.action !== 'answer' && offer.action !== 'decline') return [offer];
  const found = ofCase.get(offer.action);
  if (found === undefined) return [];
  const refusals = [...offer.refusals, ...found.refusals];
  return [{ ...offer, ...found, allowed: refusals.length === 0, refusals }];
}

/** The recipient as the engine sees it, from what was read of the request already: no statement for each. */
function viewOf(
  request: RequestView,
  one: RecipientView,
  steps: RequestDetail['steps'],
): EngineRecord {
  return viewOfRecipient({
    ...{ state: one.state, urgency: request.urgency, askedBy: request.dueAt },
    ...{ sentBy: request.sentBy, organisationId: one.organisationId },
    performed: steps.flatMap(({ recipientId, action, personId, onBehalfOf, at }) =>
      recipientId !== one.id || personId === null
        ? []
        : [{ action, person: personId, onBehalfOf, organisation: one.organisationId, at }],
    ),
  });
}

function offeredTo(
  actor: ActorView,
  kind: RequestKind,
  view: EngineRecord,
  now: string,
): RequestDetail['allowedActions'][string] {
  const lifeCycle = recipientLifeCycle(kind);
  const offers = allowedActions(lifeCycle, recipientFunctions(kind), view, actor, undefined, now);
  return offers.map((offer) => {
    const declared = lifeCycle.actions[offer.action];
    return {
      ...{ action: offer.action, allowed: offer.allowed, refusals: offer.refusals },
      ...{ comment: offer.comment ?? 'none', form: declared?.form ?? {} },
      roles: typeof declared?.by === 'string' ? [] : [...(declared?.by ?? [])],
      ...{ primary: offer.primary, destructive: offer.destructive, clause: kind.clause },
    };
  });
}

/** Names of everything that the request, its answers and its steps refer to. */
async function titlesOfDetail(
  context: ReadContext,
  catalogue: Catalogue,
  request: RequestView,
  steps: RequestDetail['steps'],
): Promise<Record<string, string>> {
  const kind = kindOfRecipient(catalogue, request);
  const references = referencesOfFields(kind.fields ?? {}, request.fields);
  for (const { answer } of request.recipients) {
    collectReferences(kind.answer ?? {}, answer ?? {}, references);
  }
  const { organisations, people } = referencesOf([request]);
  references.organisations.push(...organisations);
  references.people.push(...people, ...steps.flatMap((step) => [step.personId, step.onBehalfOf]));
  return titlesOfFields(context, catalogue, references);
}

async function findRequest(context: ReadContext, requestId: string): Promise<RequestView> {
  if (!isId(requestId)) throw notFound('request');
  // What the reader may see is decided by his own organisations, also after the owner came into the scope.
  const reader = context.scope.organisations;
  const find = async (owners: readonly string[]) => {
    const { rows } = await context.client.query<RequestView>({
      name: 'request-read',
      text: `select ${viewColumns} from request q where q.owner_id = any ($2::uuid[]) and q.id = $3`,
      values: [reader, owners, requestId],
    });
    return rows[0];
  };
  const own = await find(reader);
  if (own !== undefined) return own;
  const owner = await enterOwner(context, 'request', requestId);
  const shared = owner === null ? undefined : await find([owner]);
  if (shared === undefined) throw notFound('request');
  return shared;
}

async function stepsOf(
  context: ReadContext,
  request: RequestView,
): Promise<RequestDetail['steps'][number][]> {
  const seen = request.recipients.map((one: RecipientView) => one.id);
  const { rows } = await context.client.query<RequestDetail['steps'][number]>({
    name: 'request-steps',
    text: `select s.recipient_id as "recipientId", s.action, s.from_state as "from", s.to_state as "to", s.person_id as "personId",
        s.on_behalf_of as "onBehalfOf", s.comment, ${iso('s.at')} as at
      from request_step s where s.owner_id = $1 and s.recipient_id = any ($2::uuid[]) order by s.id`,
    values: [request.ownerId, seen],
  });
  return rows;
}
