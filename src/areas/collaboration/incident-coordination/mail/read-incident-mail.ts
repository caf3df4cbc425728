import type { WriteContext } from '#kernel/command/context.ts';
import { AppError, conflict, invalidInput } from '#kernel/errors/app-error.ts';
import type { IncomingMessage } from '#kernel/mail/incoming-message.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { MailReader, MailReaderParts } from '#work/mailbox/mail-reader.ts';
import { noticeOfCase, notify } from '#work/notifications/notify.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { centralBody, reportIncident } from '../commands/report-incident.ts';
import { type IncidentReportInput, incidentReportInput } from '../contract.ts';
import { manager } from '../fields.ts';
import { incidentCoordination } from '../procedure.ts';
import { incidentMails, incidentMailsModule, takers } from './incident-mails.ts';
import { keepMessage } from './keep-message.ts';
import { reportOfMail } from './report-of-mail.ts';

/**
 * Reports of incidents by mail (R-INC-3): a message to `INCIDENT_ADDRESS` from somebody who may report opens an incident by the same command as
 * form and API; one about a ticket that is known, or in answer to a message that was taken in, joins its incident. The message itself is
 * evidence there. What nobody known sent, or what is refused, is kept for the Service Desk to look at.
 */
export const readIncidentMail: MailReader = {
  id: 'incident-reports',
  permissions: ['cases:open', 'cases:act', 'evidence:contribute'],
  accepts: ({ to }, { INCIDENT_ADDRESS }) =>
    INCIDENT_ADDRESS !== undefined && to.includes(INCIDENT_ADDRESS),
  read: async (context, message, parts) => {
    if (message.autoSubmitted === 'auto-replied') {
      const detail = 'An automatic reply, such as a notice of absence (RFC 3834).';
      return { outcome: 'ignored', reason: 'automatic-reply', detail };
    }
    refuseUnknown(parts);
    const input = checked(reportOfMail(message));
    const command = reportIncident(parts.catalogue);
    const scope = command.authorise(context.principal, input);
    const here = { ...context, scope };
    const known = await incidentOf(here, input, parts);
    const { id } = known ?? (await command.run(here, input));
    await context.changeScope(scope.organisations);
    const { row } = await loadCase(here, id, { lock: true });
    if (row.closedAt !== null) {
      throw conflict('case-ended', `${row.reference} has ended: report it anew, or by hand.`);
    }
    const sha256 = await storeOnce(parts, row.ownerId, message);
    const scan = parts.config.CLAMD_URL === undefined ? 'not-scanned' : 'waiting';
    await keepMessage(here, parts.catalogue, id, {
      ...{ subject: message.subject, from: message.from?.address ?? '', sha256, scan },
      ...{ bytes: message.raw.length, receivedAt: message.receivedAt },
    });
    await keepTaken(here, row, message, input.ticket ?? null);
    if (known !== null) tellManager(context, row);
    const { ownerId, reference } = row;
    return { outcome: 'taken', record: { ownerId, kind: 'case', id, reference } };
  },
  keep: async (context, message, parts, refusal) => {
    const ownerId = await centralBody(context);
    await context.changeScope([ownerId]);
    const id = await keepMail(context, ownerId, message, {
      ...{ because: reasonOf(refusal.code), refusal: refusal.detail },
      ticket: reportOfMail(message).ticket ?? null,
    });
    await storeOnce(parts, ownerId, message);
    return { ownerId, kind: incidentMails.id, id };
  },
};

/** @throws 422 */
function refuseUnknown({ sender, config }: MailReaderParts): void {
  if (sender === 'known') return;
  const detail =
    sender === 'unknown'
      ? 'Nobody here has the address that it was sent from.'
      : `${config.MAILBOX_VERIFIED_BY} did not find it to be from the address that it names.`;
  const title = 'The sender is not known';
  throw new AppError({ status: 422, code: `${sender}-sender`, title, detail });
}

function reasonOf(code: string): string {
  if (code === 'unknown-sender' || code === 'unverified-sender') return code;
  return code === 'forbidden' ? 'no-role' : 'refused';
}

/** @throws 422 */
function checked(report: IncidentReportInput): IncidentReportInput {
  const parsed = incidentReportInput.safeParse(report);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    parsed.error.issues.map(({ path, message }) => ({
      ...{ path: `/${path.join('/')}`, code: 'invalid', message },
    })),
  );
}

/** The incident of the ticket, or of the message that this one answers, as far as the sender sees it. */
async function incidentOf(
  context: WriteContext,
  { ticket, ticketSystem }: IncidentReportInput,
  { answers }: MailReaderParts,
): Promise<{ id: string } | null> {
  const own = context.scope.organisations;
  const answered = answers.findLast(({ kind }) => kind === 'case')?.id;
  const ids = answered === undefined ? [] : [answered];
  if (ticket != null) {
    const ownerId = await centralBody(context);
    await context.changeScope([...own, ownerId]);
    const { rows } = await context.client.query<{ id: string }>({
      name: 'incident-of-ticket',
      text: `select id from procedure_case where owner_id = $1 and procedure = $2 and fields->>'ticket' = $3
        and ($4::text is null or coalesce(fields->>'ticketSystem', '') = $4) order by closed_at desc nulls first, id limit 2`,
      values: [ownerId, incidentCoordination.id, ticket, ticketSystem ?? null],
    });
    await context.changeScope(own);
    if (rows.length === 1) ids.unshift(...rows.map(({ id }) => id));
  }
  for (const id of ids) {
    try {
      const { row } = await loadCase(context, id, { lock: true });
      if (row.procedure === incidentCoordination.id) return { id };
    } catch (error) {
      // Not the sender's to see: the command says that the ticket is taken, and nothing more.
      if (!(error instanceof AppError) || error.status !== 404) throw error;
    }
  }
  return null;
}

async function storeOnce(
  { files }: MailReaderParts,
  ownerId: string,
  { raw }: IncomingMessage,
): Promise<string> {
  async function* whole() {
    yield raw;
  }
  return (await files.putFile(ownerId, whole())).sha256;
}

/** The message among those of the address: its stamps, and what it became. */
async function keepTaken(
  context: WriteContext,
  row: CaseRow,
  message: IncomingMessage,
  ticket: string | null,
): Promise<void> {
  const owned = { ...context, scope: { organisations: [row.ownerId] } };
  await context.changeScope([row.ownerId]);
  const id = await keepMail(owned, row.ownerId, message, { ticket, incident: row.id });
  const found = await findRecord(owned, incidentMails, id, { lock: true });
  await actOnRecord(owned, incidentMailsModule, found, {
    ...{ action: 'attach', comment: null, fields: {}, actor: systemActor },
  });
}

async function keepMail(
  context: WriteContext,
  ownerId: string,
  message: IncomingMessage,
  more: Readonly<Record<string, unknown>>,
): Promise<string> {
  const [desk] = await desks(context);
  const { subject, from, sentAt, receivedAt, text, messageId, digest, raw } = message;
  const fields = {
    ...{ subject: subject || '–', from: from?.address, fromName: from?.name, sentAt, receivedAt },
    ...{ text: text.slice(0, 20_000), messageId, sha256: digest, bytes: raw.length, desk, ...more },
  };
  const given = Object.entries(fields).filter(([, value]) => value != null && value !== '');
  const record = await insertRecord(
    context,
    { register: incidentMails },
    { ownerId, computed: true, fields: Object.fromEntries(given) },
  );
  const tells = more['incident'] === undefined && (await isFirst(context, ownerId, record.id));
  if (desk !== undefined) {
    await shareRecord(context, {
      ...{ ownerId, kind: incidentMails.id, table: incidentMails.table, recordId: record.id },
      ...{ sortKey: receivedAt, organisations: [desk], reason: 'party' },
    });
  }
  if (tells && desk !== undefined) {
    notify(context, {
      ...{ kind: 'case', about: 'mail', ownerId, recordKind: incidentMails.id },
      ...{ recordId: record.id, title: subject, roles: [...takers], organisationId: desk },
      ...{ label: String(record.label), tlp: String(record.tlp) },
    });
  }
  return record.id;
}

/** One notice for what comes within a quarter of an hour: whoever floods the address floods nobody's mailbox. */
async function isFirst(context: WriteContext, ownerId: string, id: string): Promise<boolean> {
  const { rows } = await context.client.query<{ first: boolean }>({
    name: 'incident-mail-first',
    text: `select not exists (select from incident_mail where owner_id = $1 and state = 'kept' and id <> $2 and created_at > $3) as first`,
    values: [ownerId, id, new Date(context.now.getTime() - 900_000)],
  });
  return rows[0]?.first === true;
}

/** Contractors whose Service Desk it can be: those that have one, the first by its code. */
async function desks(context: WriteContext): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-desks',
    text: `select id from organisation where kind = 'contractor' and valid_from <= $1::date and (valid_to is null or valid_to >= $1::date)
      order by code limit 1`,
    values: [context.now.toISOString().slice(0, 10)],
  });
  return rows.map(({ id }) => id);
}

function tellManager(context: WriteContext, row: CaseRow): void {
  notify(context, { ...noticeOfCase(row), kind: 'case', about: 'mail', roles: [manager] });
}
