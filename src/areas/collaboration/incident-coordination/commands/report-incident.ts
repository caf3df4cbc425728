import type { ActorView } from '#engine/decision.ts';
import { authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, invalidInput } from '#kernel/errors/app-error.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { openCase } from '#work/cases/open-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import type { Catalogue } from '#work/catalogue.ts';
import {
  type IncidentReportInput,
  incidentReportInput,
  type ReportedIncident,
} from '../contract.ts';
import { incidentCoordination } from '../procedure.ts';

const reporters = ['service-desk', 'itsm-security-manager', 'niso'] as const;

/**
 * Reports an incident to the central body, whose case it becomes, and registers it: for a Service Desk, its own system by the API, or a
 * NISO, none of whom belongs to the central body. Whoever reports takes part in the case; nobody else of its organisation's kind does.
 * @throws 409 for a ticket that is registered already, 422 when the central body is not clear or the registration lacks something
 */
export function reportIncident(catalogue: Catalogue) {
  return defineCommand({
    id: 'incident-coordination.report',
    input: incidentReportInput,
    authorise: (principal) => authorise(principal, { permission: 'cases:open', roles: reporters }),
    run: async (context, input): Promise<ReportedIncident> => {
      const ownerId = await centralBody(context, input.organisation);
      const own = context.scope.organisations;
      const actor = actorOf(context, own);
      // Reporting to the central body is the one thing that was just allowed: the case that it makes is the central body's.
      await context.changeScope([...new Set([...own, ownerId])]);
      await refuseKnownTicket(context, ownerId, input);
      const { title, summary, label, tlp, organisation: _named, ...registration } = input;
      const fields = Object.fromEntries(
        Object.entries(registration).filter(([, value]) => value !== null && value !== undefined),
      );
      const opened = await openCase(context, catalogue, {
        procedure: incidentCoordination.id,
        ...{ ownerId, title, label, tlp, actor },
        fields: { summary },
      });
      const registered = await performAction(context, catalogue, {
        loaded: await loadCase(context, opened.id, { lock: true }),
        actor,
        action: 'register',
        comment: null,
        fields,
      });
      return { id: registered.id, reference: registered.reference, state: registered.state };
    },
  });
}

/** Roles of the reporter in its own organisation count: it acts as the party that it becomes. */
function actorOf({ principal }: WriteContext, own: readonly string[]): ActorView {
  return {
    person: principal.personId,
    via: 'person',
    onBehalfOf: null,
    organisation: principal.organisationId,
    roles: principal.holdings
      .filter(({ organisationId, caseId }) => caseId === null && own.includes(organisationId))
      .map(({ role }) => role)
      .filter((role) => reporters.some((one) => one === role)),
  };
}

/** The central body that is named, or the only one. @throws 422 when that is not clear */
export async function centralBody(context: WriteContext, named?: string): Promise<string> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-central-body',
    text: `select id from organisation where kind = 'central-body' and ($1::uuid is null or id = $1)
      and valid_from <= $2::date and (valid_to is null or valid_to >= $2::date) limit 2`,
    values: [named ?? null, context.now.toISOString().slice(0, 10)],
  });
  const [first, second] = rows;
  if (first !== undefined && second === undefined) return first.id;
  const message =
    first === undefined
      ? 'There is no such central body to report to.'
      : 'There are several central bodies: say which one coordinates.';
  throw invalidInput([{ path: '/organisation', code: 'unknown', message }]);
}

async function refuseKnownTicket(
  context: WriteContext,
  ownerId: string,
  { ticket, ticketSystem }: IncidentReportInput,
): Promise<void> {
  if (ticket === null || ticket === undefined) return;
  const { rows } = await context.client.query<{ reference: string }>({
    name: 'incident-ticket',
    text: `select reference from procedure_case where owner_id = $1 and procedure = 'incident-coordination'
      and fields->>'ticket' = $2 and coalesce(fields->>'ticketSystem', '') = $3 limit 1`,
    values: [ownerId, ticket, ticketSystem ?? ''],
  });
  if (rows.length === 0) return;
  throw conflict('ticket-known', 'An incident was registered with this ticket already.', {
    ticket,
  });
}
