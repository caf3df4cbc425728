import { createTransport, type Transporter } from 'nodemailer';
import type { PoolClient } from 'pg';
import { addressParser } from 'postal-mime';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import type { Log } from '#kernel/log/log.ts';
import { type MailSettings, type OneTimeLink, oneTimeLinkMark } from './queue-mail.ts';

export interface MailerOptions {
  readonly config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'MAIL_MAX_TLP' | 'PUBLIC_URL'>;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** The address that a one-time link has; absent: mails carry none. */
  readonly linkAddress?: (link: OneTimeLink) => string;
}

export interface Mailer {
  readonly settings: MailSettings;
  /** The mailbox of MAIL_FROM: answers go there. */
  readonly address: string;
  /** Sends what waits and is due. Returns how many were sent. */
  sendWaiting(): Promise<number>;
  close(): void;
}

interface MailRow {
  id: string;
  to_address: string;
  subject: string;
  body_text: string;
  body_html: string;
  calendar_method: string | null;
  calendar_text: string | null;
  one_time_link: OneTimeLink | null;
  attempts: number;
  message_id: string;
  created_at: Date;
}

const firstWaitMs = 5_000;
const longestWaitMs = 300_000;

/**
 * The mailer over SMTP_URL. A mail is a row until the server took it: while the server is away the rows wait, five minutes at most between
 * tries, for as long as it takes. Only a refusal for good (5xx, RFC 5321 §4.2.1) ends it.
 *
 * What is promised: none is lost, and each is handed over once, but where the process dies, or the connection breaks, between the server's answer
 * (250) and its being written down here. SMTP gives no way to ask whether a message was taken (RFC 5321 §4.2.5, §6.1), so it is handed over again:
 * the same bytes of head and text under the same Message-ID and Date, by which mail servers and programs recognise it. That it happened stands
 * with the mail (`unanswered`).
 */
export function createMailer(options: MailerOptions): Mailer {
  const { config } = options;
  const transport =
    config.SMTP_URL === undefined
      ? null
      : createTransport({
          url: config.SMTP_URL,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 30_000,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
  return {
    settings: {
      maxTlp: config.MAIL_MAX_TLP,
      sends: transport !== null,
      domain: new URL(config.PUBLIC_URL ?? 'http://commonward.localhost').hostname,
    },
    address: addressOf(config.MAIL_FROM),
    sendWaiting: async () => {
      if (transport === null) return 0;
      let sent = 0;
      for (;;) {
        const outcome = await sendNext(options, transport);
        if (outcome === 'none') return sent;
        if (outcome === 'sent') sent += 1;
        // The server is away: the other mails need not find that out one by one.
        if (outcome === 'away') return sent;
      }
    },
    close: () => transport?.close(),
  };
}

/** The mailbox of MAIL_FROM: `Name <mailbox>`, or the mailbox alone. */
export function addressOf(from: string): string {
  const [first] = addressParser(from, { flatten: true });
  return first?.address === undefined || first.address === '' ? from : first.address;
}

/** How long a mail that was begun is left to who began it; then it was interrupted. */
const begunForMs = 120_000;

/** Another copy's mails are left to it. */
const beginText = `
with next as materialized (
  select id from mail where delivery = 'queued' and next_at <= $1 and (begun_at is null or begun_at <= $2)
  order by next_at, id limit 1 for update skip locked
)
update mail m set begun_at = $1, unanswered = m.unanswered + (case when m.begun_at is null then 0 else 1 end)
from next n where m.id = n.id returning m.id`;

const claimText = `
select id, to_address, subject, body_text, body_html, calendar_method, calendar_text, one_time_link, attempts, message_id, created_at
from mail where id = $1 and delivery = 'queued' and next_at <= $2 for update skip locked`;

const system = { role: 'system', scope: [], person: null } as const;

/** Writes down which mail is begun before it leaves. Its row is then locked while it is on the way, so that no other copy sends it too. */
async function sendNext(
  options: MailerOptions,
  transport: Transporter,
): Promise<'none' | 'sent' | 'failed' | 'away'> {
  const { database, clock } = options;
  const now = clock.now();
  const id = await database.transaction(system, async ({ client }) => {
    const { rows } = await client.query<{ id: string }>({
      ...{ name: 'mail-begin', text: beginText },
      values: [now, new Date(now.getTime() - begunForMs)],
    });
    return rows[0]?.id;
  });
  if (id === undefined) return 'none';
  return database.transaction(system, async ({ client }) => {
    const { rows } = await client.query<MailRow>({
      ...{ name: 'mail-claim', text: claimText, values: [id, now] },
    });
    const mail = rows[0];
    // Another copy has it since.
    return mail === undefined ? 'failed' : handOver(options, transport, client, mail);
  });
}

async function handOver(
  options: MailerOptions,
  transport: Transporter,
  client: PoolClient,
  mail: MailRow,
): Promise<'sent' | 'failed' | 'away'> {
  const { clock, config, log } = options;
  try {
    await transport.sendMail({
      from: config.MAIL_FROM,
      to: { name: '', address: mail.to_address },
      subject: mail.subject,
      text: withLink(options, mail, mail.body_text),
      html: withLink(options, mail, mail.body_html),
      ...calendarOf(mail),
      messageId: mail.message_id,
      date: mail.created_at,
      headers: { 'auto-submitted': 'auto-generated' },
    });
  } catch (error) {
    log.warn({ err: error, mail: mail.id }, 'a mail could not be sent');
    return postpone(client, mail, error, clock.now());
  }
  await client.query({
    name: 'mail-sent',
    text: `update mail set delivery = 'sent', sent_at = $2, attempts = attempts + 1, next_at = null, last_error = null, begun_at = null
      where id = $1`,
    values: [mail.id, clock.now()],
  });
  return 'sent';
}

/** Written when the mail leaves, because whoever reads the database must not be able to use it. */
function withLink({ linkAddress }: MailerOptions, mail: MailRow, body: string): string {
  const link = mail.one_time_link;
  if (link === null || linkAddress === undefined) return body;
  return body.replaceAll(oneTimeLinkMark, () => linkAddress(link));
}

/**
 * The calendar as the last of the alternatives (RFC 6047 §2.4), which is where Outlook, Gmail and Thunderbird look for it; its part names
 * the method that the object names. No attachment besides, which some programs would take for a second invitation.
 */
function calendarOf({ calendar_method, calendar_text }: MailRow) {
  if (calendar_method === null || calendar_text === null) return {};
  const contentType = `text/calendar; charset=utf-8; method=${calendar_method}`;
  return { alternatives: [{ contentType, content: calendar_text }] };
}

async function postpone(
  client: PoolClient,
  mail: MailRow,
  error: unknown,
  now: Date,
): Promise<'failed' | 'away'> {
  const code = (error as { responseCode?: unknown }).responseCode;
  const refused = typeof code === 'number' && code >= 500;
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(mail.attempts, 10));
  await client.query({
    name: 'mail-postpone',
    text: `update mail set delivery = $2, attempts = attempts + 1, next_at = $3, last_error = $4, begun_at = null,
        unanswered = unanswered + $5 where id = $1`,
    values: [
      mail.id,
      refused ? 'failed' : 'queued',
      refused ? null : new Date(now.getTime() + wait),
      String(error).slice(0, 1000),
      // The whole mail was on its way when the connection broke: it may have been taken.
      (error as { command?: unknown }).command === 'DATA' && code === undefined ? 1 : 0,
    ],
  });
  if (!refused) await sayWhy(client, mail, error);
  return refused ? 'failed' : 'away';
}

/** The server is away: the reason stands with every mail that waits, though only one of them found it out. */
async function sayWhy(client: PoolClient, mail: MailRow, error: unknown): Promise<void> {
  await client.query({
    name: 'mail-waits-because',
    text: `update mail set last_error = $2 where id in (
      select id from mail where delivery = 'queued' and id <> $1 and last_error is distinct from $2 for update skip locked)`,
    values: [mail.id, String(error).slice(0, 1000)],
  });
}

/** How many mails wait, and how many of the last thirty days were refused for good. */
export async function countMails(
  database: Database,
  now: Date,
): Promise<{ waiting: number; failed: number }> {
  return database.transaction({ ...system, readOnly: true }, async ({ client }) => {
    const { rows } = await client.query<{ waiting: number; failed: number }>({
      name: 'mail-counts',
      text: `select (select count(*)::int from mail where delivery = 'queued') as waiting,
        (select count(*)::int from mail where delivery = 'failed' and created_at > $1) as failed`,
      values: [new Date(now.getTime() - 30 * 86_400_000)],
    });
    return rows[0] ?? { waiting: 0, failed: 0 };
  });
}
