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
}

const firstWaitMs = 5_000;
const longestWaitMs = 300_000;

/**
 * The mailer over SMTP_URL. A mail is a row until the server took it: while the server is away the rows wait, five minutes at most between
 * tries, for as long as it takes. Only a refusal for good (5xx, RFC 5321 §4.2.1) ends it.
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

/** `Name <mailbox>`, or the mailbox alone. */
function addressOf(from: string): string {
  const [first] = addressParser(from, { flatten: true });
  return first?.address === undefined || first.address === '' ? from : first.address;
}

const claimText = `
with next as materialized (
  select id from mail where delivery = 'queued' and next_at <= $1 order by next_at, id limit 1 for update skip locked
)
select m.id, m.to_address, m.subject, m.body_text, m.body_html, m.calendar_method, m.calendar_text, m.one_time_link,
  m.attempts, m.message_id from next n join mail m on m.id = n.id`;

/** The row stays locked while its mail is on the way, so that no other copy sends it too. */
async function sendNext(
  options: MailerOptions,
  transport: Transporter,
): Promise<'none' | 'sent' | 'failed' | 'away'> {
  const { database, clock, config, log } = options;
  return database.transaction({ role: 'system', scope: [], person: null }, async ({ client }) => {
    const { rows } = await client.query<MailRow>({
      name: 'mail-claim',
      text: claimText,
      values: [clock.now()],
    });
    const mail = rows[0];
    if (mail === undefined) return 'none';
    try {
      await transport.sendMail({
        from: config.MAIL_FROM,
        to: { name: '', address: mail.to_address },
        subject: mail.subject,
        text: withLink(options, mail, mail.body_text),
        html: withLink(options, mail, mail.body_html),
        ...calendarOf(mail),
        messageId: mail.message_id,
        headers: { 'auto-submitted': 'auto-generated' },
      });
    } catch (error) {
      log.warn({ err: error, mail: mail.id }, 'a mail could not be sent');
      return postpone(client, mail, error, clock.now());
    }
    await client.query({
      name: 'mail-sent',
      text: `update mail set delivery = 'sent', sent_at = $2, attempts = attempts + 1, next_at = null, last_error = null where id = $1`,
      values: [mail.id, clock.now()],
    });
    return 'sent';
  });
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
    text: `update mail set delivery = $2, attempts = attempts + 1, next_at = $3, last_error = $4 where id = $1`,
    values: [
      mail.id,
      refused ? 'failed' : 'queued',
      refused ? null : new Date(now.getTime() + wait),
      String(error).slice(0, 1000),
    ],
  });
  return refused ? 'failed' : 'away';
}
