import { defineRegister } from '#engine/define.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { Catalogue, RecordActInput, RegisterModule } from '#work/catalogue.ts';
import { reportIncident } from '../commands/report-incident.ts';
import { incidentReportInput } from '../contract.ts';
import { intake, manager, process } from '../fields.ts';
import { keepMessage } from './keep-message.ts';

/** Who may report an incident may take one in that came by mail. */
export const takers = ['service-desk', manager] as const;

const text = { kind: 'text', computed: true } as const;

/**
 * Messages to the address for incidents (R-INC-3): those that opened or followed up an incident, and those that nobody known sent, kept until a
 * person takes them in or not. The central body's; the contractor's Service Desk takes part.
 */
export const incidentMails = defineRegister({
  id: 'incident-mails',
  table: 'incident_mail',
  area: 'collaboration',
  clause: process,
  class: 'tenant',
  title: 'subject',
  takesPart: { field: 'desk', roles: takers },
  fields: {
    subject: { ...text, max: 300, list: true, search: true },
    from: { ...text, max: 320, list: true, search: true },
    fromName: { ...text, max: 200 },
    because: {
      kind: 'choice',
      options: ['unknown-sender', 'unverified-sender', 'no-role', 'refused'],
      computed: true,
      list: true,
      filter: true,
    },
    refusal: { ...text, max: 1000 },
    sentAt: { kind: 'instant', computed: true },
    receivedAt: { kind: 'instant', computed: true, list: true, sort: true },
    /** As the message says it, or as who takes it in does. */
    ticket: { ...intake.ticket, list: true },
    incident: {
      kind: 'reference',
      to: 'cases',
      procedure: 'incident-coordination',
      computed: true,
      list: true,
    },
    text: { ...text, multiline: true },
    messageId: { ...text, max: 300 },
    sha256: { ...text, max: 64 },
    bytes: { kind: 'integer', computed: true, unit: 'bytes' },
    desk: { kind: 'reference', to: 'organisations', computed: true },
  },
  lifeCycle: {
    initial: 'kept',
    states: {
      kept: { kind: 'active', clause: process },
      'taken-in': { kind: 'final', outcome: 'achieved', clause: process },
      dismissed: { kind: 'final', outcome: 'not-achieved', clause: process },
    },
    actions: {
      'take-in': {
        from: ['kept'],
        to: 'taken-in',
        by: takers,
        clause: process,
        primary: true,
        form: {
          category: { ...intake.category, required: true },
          managedItem: { ...intake.managedItem, required: true },
          ticket: intake.ticket,
          ticketSystem: intake.ticketSystem,
        },
        effects: ['report'],
      },
      dismiss: {
        from: ['kept'],
        to: 'dismissed',
        by: takers,
        clause: process,
        comment: 'required',
        destructive: true,
      },
      attach: { from: ['kept'], to: 'taken-in', by: 'system', clause: process },
    },
  },
  access: { read: ['liso', ...takers], create: [], update: [], delete: [] },
  defaultSort: '-receivedAt',
  retention: 'P5Y',
});

/** The incident of a message that a person takes in, by the same command as a report of his own; the message becomes its evidence. */
async function report(
  context: WriteContext,
  { fields, form }: RecordActInput,
  catalogue: Catalogue,
): Promise<Record<string, unknown>> {
  const command = reportIncident(catalogue);
  const { subject, from, fromName, text: body, sentAt, receivedAt } = fields;
  const parsed = incidentReportInput.safeParse({
    ...form,
    title: subject,
    summary: body,
    reporter: fromName || from,
    reportedAt: typeof sentAt === 'string' && sentAt <= String(receivedAt) ? sentAt : receivedAt,
    ticket: form['ticket'] ?? fields['ticket'],
  });
  if (!parsed.success) {
    throw invalidInput(
      parsed.error.issues.map(({ path, message }) => ({
        ...{ path: `/fields/${path.join('/')}`, code: 'invalid', message },
      })),
    );
  }
  const scope = command.authorise(context.principal, parsed.data);
  const reported = await command.run({ ...context, scope }, parsed.data);
  await keepMessage(context, catalogue, reported.id, {
    ...{ subject: String(subject), sha256: String(fields['sha256']), from: String(from) },
    ...{ bytes: Number(fields['bytes']), receivedAt: String(receivedAt), scan: 'waiting' },
  });
  return { incident: reported.id, ticket: parsed.data.ticket ?? undefined };
}

export const incidentMailsModule: RegisterModule = {
  register: incidentMails,
  effectsOnCases: { report },
};
