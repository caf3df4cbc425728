import { concernOf } from '#areas/collaboration/scope.ts';
import { permitByTerms } from '#areas/collaboration/terms/queries/permit.ts';
import { reachByTerms } from '#areas/collaboration/terms/queries/reach.ts';
import { evidenceKindOf } from '#areas/collaboration/terms/queries/rules-in-force.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { CaseRow, ProcedureModule } from '#work/catalogue.ts';
import type { Asked, RequestDraft } from '#work/requests/draft.ts';
import { partiesInRole } from './parties.ts';

const urgencyOf = (urgency: string) => (urgency === 'normal' ? 'normal' : 'urgent');

const askerOf = (context: WriteContext, row: CaseRow): string =>
  context.principal.organisationId ?? row.ownerId;

/** Whom the contact clauses in force name at each recipient, and until when somebody acknowledges. */
async function withContacts(
  context: WriteContext,
  row: CaseRow,
  asked: { readonly urgency: string; readonly recipients: readonly Asked[] },
): Promise<Asked[]> {
  const contacts = await reachByTerms(context, {
    from: askerOf(context, row),
    to: asked.recipients.map(({ organisationId }) => organisationId),
    urgency: urgencyOf(asked.urgency),
    about: concernOf(row.fields),
  });
  return asked.recipients.map((one) => {
    const contact = contacts.get(one.organisationId);
    return contact === undefined ? one : { ...one, contact };
  });
}

/**
 * Recipients of a request for evidence, each with the clause or decision that allows it, its time by the clauses on deadlines, and its contact.
 * @throws 409 naming the clause that forbids it, or the decision that is missing
 */
export async function askedForEvidence(
  context: WriteContext,
  row: CaseRow,
  asked: {
    readonly urgency: string;
    readonly evidence: ReturnType<typeof evidenceKindOf>;
    readonly recipients: readonly Asked[];
  },
): Promise<Asked[]> {
  const permitted = await permitByTerms(context, row, {
    ...{ ask: 'evidence', evidence: asked.evidence, urgency: urgencyOf(asked.urgency) },
    from: askerOf(context, row),
    to: asked.recipients.map(({ organisationId }) => organisationId),
  });
  const now = context.now.toISOString();
  const recipients = asked.recipients.map((one) => {
    const { within = null, ...because } = permitted.get(one.organisationId) ?? { within: null };
    return {
      ...one,
      ...('reason' in because
        ? { because: { reason: because.reason, detail: because.detail } }
        : {}),
      // A clause on deadlines outweighs what the urgency says.
      dueAt: within === null ? one.dueAt : addDuration(now, within),
    };
  });
  return withContacts(context, row, { urgency: asked.urgency, recipients });
}

const fieldsOf = ({ fields }: RequestDraft): Readonly<Record<string, unknown>> =>
  typeof fields === 'object' && fields !== null ? { ...fields } : {};

/** @throws 422 for a recipient that takes part in none of the roles: it is involved first, which the terms allow or forbid */
async function refuseOutsiders(
  context: WriteContext,
  row: CaseRow,
  recipients: readonly Asked[],
  roles: readonly string[],
): Promise<void> {
  const parties = new Set<string>();
  for (const role of roles) {
    for (const id of await partiesInRole(context, row, role)) parties.add(id);
  }
  const at = recipients.findIndex(({ organisationId }) => !parties.has(organisationId));
  if (at < 0) return;
  const message = 'Only those that take part can be asked: involve them first.';
  throw invalidInput([{ path: `/recipients/${at}`, code: 'no-party', message }]);
}

/** What people send themselves is asked of the terms as what an action sends: evidence of the kind that it says, of logs where it says none. */
export const mayAsk: NonNullable<ProcedureModule['mayAsk']> = {
  evidence: async (context, { case: row, request }) => {
    await refuseOutsiders(context, row, request.recipients, ['niso']);
    const { urgency, recipients } = request;
    return askedForEvidence(context, row, {
      ...{ urgency, recipients, evidence: evidenceKindOf(fieldsOf(request)['evidence']) },
    });
  },
  // It tells what happened: nobody learns of an incident by it whom the terms keep out of the incident.
  'emergency-action': async (context, { case: row, request }) => {
    await refuseOutsiders(context, row, request.recipients, ['niso', 'itsm-security-officer']);
    return withContacts(context, row, request);
  },
};
