import { materialOf } from '#engine/approvals.ts';
import { hashOf } from '#engine/canonical.ts';
import type { Accepted } from '#engine/decision.ts';
import type { Procedure } from '#engine/procedure.ts';
import { startsFrom } from '#engine/refusals.ts';
import {
  type Agreement,
  endsOfAgreement,
  owing,
  type RequestKind,
  recipientRoles,
} from '#engine/request.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Act } from '#work/cases/act.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { ActInput, CaseRow, ProcedureModule } from '#work/catalogue.ts';
import type { Asked } from './draft.ts';
import { lockRecipientsOf } from './load-recipient.ts';
import { takeStep } from './recipient-step.ts';
import { sendRequest } from './send-request.ts';

type Place = Pick<CaseRow, 'ownerId' | 'id'>;
type NamedKind = RequestKind & { readonly name: string; readonly agreement: Agreement };

function kindsOfAgreement({ requests = {} }: Procedure): NamedKind[] {
  return Object.entries(requests).flatMap(([name, kind]) => {
    const { agreement } = kind;
    return agreement === undefined ? [] : [{ ...kind, name, agreement }];
  });
}

/**
 * What an action of a case does to its requests for agreement: it answers that of the actor's organisation, makes void what was agreed to
 * something else, ends what nobody can answer any more, and asks whom the action asks.
 * @param voided actions whose approvals the action made void
 */
export async function followAgreements(
  context: WriteContext,
  module: ProcedureModule,
  act: Act,
  decision: Accepted,
  input: ActInput,
  voided: readonly string[],
): Promise<void> {
  const { procedure } = module;
  const changed = input.case;
  for (const kind of kindsOfAgreement(procedure)) {
    if (act.loaded.view.openRequests?.includes(kind.name) === true) {
      await answerOf(context, kind, act, decision, changed);
      const agrees = procedure.actions[kind.agreement.agree];
      if (agrees !== undefined && !startsFrom(procedure, agrees, changed.state)) {
        await end(context, kind, changed, { action: 'lapse', comment: null });
      }
    }
    if (decision.asks.includes(kind.name)) await ask(context, module, kind, input);
  }
  await voidAgreements(context, procedure, changed, voided);
}

/** Who agreed to what is different now is told so by where its request stands. */
export async function voidAgreements(
  context: WriteContext,
  procedure: Procedure,
  row: Place,
  voided: readonly string[],
): Promise<void> {
  for (const kind of kindsOfAgreement(procedure)) {
    if (!voided.includes(kind.agreement.agree)) continue;
    const states = [endsOfAgreement.agreed];
    for (const one of await lockRecipientsOf(context, row, { kind: kind.name, states })) {
      await takeStep(context, kind, one, {
        ...{ action: 'void', comment: null, fields: {}, actor: systemActor },
      });
    }
  }
}

/** The agreement of an organisation is waived: whatever asks for it is withdrawn, with the reason. */
export async function withdrawAgreements(
  context: WriteContext,
  procedure: Procedure,
  row: Place,
  waived: { readonly organisationId: string; readonly reason: string },
): Promise<void> {
  const { organisationId, reason } = waived;
  for (const kind of kindsOfAgreement(procedure)) {
    await end(context, kind, row, { action: 'withdraw', comment: reason, organisationId });
  }
}

async function end(
  context: WriteContext,
  kind: NamedKind,
  row: Place,
  {
    organisationId,
    ...step
  }: { action: 'lapse' | 'withdraw'; comment: string | null; organisationId?: string },
): Promise<void> {
  const which = { kind: kind.name, states: owing };
  const asked = await lockRecipientsOf(
    context,
    row,
    organisationId === undefined ? which : { ...which, organisationId },
  );
  for (const one of asked) {
    await takeStep(context, kind, one, { ...step, fields: {}, actor: systemActor });
  }
}

/** Whoever agreed or objected in the case answered what its organisation was asked. */
async function answerOf(
  context: WriteContext,
  kind: NamedKind,
  { action, actor, comment }: Act,
  decision: Accepted,
  row: Place,
): Promise<void> {
  const { agree, object } = kind.agreement;
  const { organisation } = actor;
  if (organisation === null || (action !== agree && action !== object)) return;
  const which = { kind: kind.name, states: owing, organisationId: organisation };
  for (const one of await lockRecipientsOf(context, row, which)) {
    if (!actor.roles.includes(one.role)) continue;
    const step = {
      ...{ action: action === agree ? 'answer' : 'decline', comment, fields: {} },
      actor: { ...actor, roles: [recipientRoles.recipient] },
    };
    await takeStep(context, kind, one, step, decision.form);
  }
}

/** Everybody whose agreement to the material as it is now is missing, in the first of the roles that it takes part in. */
const missingText = `
select distinct on (p.organisation_id) p.organisation_id as "organisationId", p.role
from case_party p where p.owner_id = $1 and p.case_id = $2 and p.role = any ($3::text[]) and p.waived_at is null
  and not exists (select from case_approval a where a.owner_id = p.owner_id and a.case_id = p.case_id
    and a.organisation_id = p.organisation_id and a.action = $4 and a.hash = $5 and a.voided_at is null)
  and not exists (select from request_recipient r where r.owner_id = p.owner_id and r.case_id = p.case_id
    and r.organisation_id = p.organisation_id and r.kind = $6 and r.open)
order by p.organisation_id, array_position($3::text[], p.role)`;

async function ask(
  context: WriteContext,
  module: ProcedureModule,
  kind: NamedKind,
  input: ActInput,
): Promise<void> {
  const { procedure } = module;
  const row = input.case;
  const { agree } = kind.agreement;
  const rule = procedure.actions[agree]?.approval;
  const words = module.asks?.[kind.name];
  if (rule === undefined || words === undefined) {
    throw new Error(`${procedure.id} does not say how it asks for ${kind.name}`);
  }
  const { rows: recipients } = await context.client.query<Asked>({
    name: 'agreement-missing',
    text: missingText,
    values: [
      ...[row.ownerId, row.id, rule.roles, agree],
      ...[hashOf(materialOf(rule, row.fields)), kind.name],
    ],
  });
  if (recipients.length === 0) return;
  await sendRequest(context, procedure, row, {
    ...(await words(context, input)),
    ...{ kind: kind.name, recipients },
  });
}
