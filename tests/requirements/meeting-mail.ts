import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { catalogue } from '#apps/catalogue.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createLog } from '#kernel/log/log.ts';
import { createMailer } from '#kernel/mail/send-mails.ts';
import type { HttpWorld } from '#tests/access/http-world.ts';
import { sendInvitations } from '#work/calendar/send-invitations.ts';
import { readMailbox } from '#work/mailbox/read-mailbox.ts';

/** A message as it arrived: the parts that a mail program shows, and the object that a calendar program reads. */
export interface Arrived {
  readonly to: string;
  readonly email: Email;
  readonly raw: string;
  readonly calendar: ICAL.Component | null;
  readonly event: ICAL.Component | null;
}

/** A mail server that really receives, a mailbox folder, and the work that the worker does between them, on demand. */
export interface MailDesk {
  /** Does what was asked for until now. Returns what arrived since the last time. */
  deliver(): Promise<Arrived[]>;
  /** Puts a message into the mailbox folder and reads it. Returns what became of it. */
  answer(message: string): Promise<{ outcome: string; reason: string | null }>;
  close(): Promise<void>;
}

export async function mailDesk(world: HttpWorld): Promise<MailDesk> {
  const arrived: Arrived[] = [];
  const server = await startServer(arrived);
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-mail-desk-'));
  const mailbox = join(dataDir, 'Maildir');
  const config = readConfig({
    DATA_DIR: dataDir,
    SMTP_URL: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    PUBLIC_URL: 'https://cw.example.test',
    MAIL_FROM: 'Commonward <meetings@cw.example.test>',
    MAILBOX_DIR: mailbox,
  });
  const log = createLog('silent');
  const { database } = world.test;
  const runner = { database, clock: systemClock };
  const mailer = createMailer({ config, database, clock: systemClock, log });
  const settings = {
    ...{ mail: mailer.settings, baseUrl: 'https://cw.example.test' },
    mailbox: mailer.address,
  };
  const files = new FileStore({ database, clock: systemClock, config });
  const parts = { runner, catalogue, files, config, log };
  let delivered = 0;
  return {
    deliver: async () => {
      const asked = await world.query<{ payload: unknown }>(
        `delete from job_request where kind = 'send-invitations' returning payload`,
      );
      for (const { payload } of asked) {
        // Twice, as after a crash: nobody is told twice.
        await sendInvitations(runner, catalogue, settings, payload);
        await sendInvitations(runner, catalogue, settings, payload);
      }
      await mailer.sendWaiting();
      return arrived.splice(0).sort((one, other) => one.to.localeCompare(other.to));
    },
    answer: async (message) => {
      delivered += 1;
      const name = `${delivered}.M${delivered}.host`;
      await readMailbox(parts);
      writeFileSync(join(mailbox, 'tmp', name), message);
      renameSync(join(mailbox, 'tmp', name), join(mailbox, 'new', name));
      await readMailbox(parts);
      const [row] = await world.query<{ outcome: string; reason: string | null }>(
        'select outcome, reason from incoming_mail where file_name = $1',
        [name],
      );
      return row ?? { outcome: 'unread', reason: null };
    },
    close: async () => {
      mailer.close();
      await new Promise<void>((resolve) => server.close(resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startServer(arrived: Arrived[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        arrivedAs(Buffer.concat(parts)).then((one) => {
          arrived.push(one);
          done();
        }, done);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return server;
}

async function arrivedAs(raw: Buffer): Promise<Arrived> {
  const email = await PostalMime.parse(raw);
  const part = email.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  const calendar =
    part === undefined
      ? null
      : ICAL.Component.fromString(new TextDecoder().decode(part.content as ArrayBuffer).trim());
  return {
    to: email.to?.[0]?.address ?? '',
    email,
    raw: raw.toString(),
    calendar,
    event: calendar?.getFirstSubcomponent('vevent') ?? null,
  };
}

export interface ReplyDraft {
  readonly from: string;
  readonly uid: string;
  readonly sequence: number;
  /** iCalendar's own form: `20260301T080000Z`. */
  readonly stamp: string;
  readonly partstat: string;
  /** Whose answer it is; absent: the sender's. */
  readonly attendee?: string;
}

let replies = 0;

/** A reply as calendar programs send it, to the mailbox of the installation. */
export function replyMessage(draft: ReplyDraft): string {
  replies += 1;
  return [
    `From: Somebody <${draft.from}>`,
    'To: meetings@cw.example.test',
    `Message-ID: <${replies}@programs.example.test>`,
    'Date: Mon, 2 Mar 2026 08:59:00 +0100',
    'Subject: Accepted',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="parts"',
    '',
    '--parts',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I answered.',
    '--parts',
    'Content-Type: text/calendar; charset=utf-8; method=REPLY',
    'Content-Transfer-Encoding: 8bit',
    '',
    'BEGIN:VCALENDAR',
    'PRODID:-//Example//Program//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${draft.uid}`,
    `DTSTAMP:${draft.stamp}`,
    `SEQUENCE:${draft.sequence}`,
    'DTSTART:20990310T090000Z',
    `ATTENDEE;PARTSTAT=${draft.partstat}:mailto:${draft.attendee ?? draft.from}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '--parts--',
    '',
  ].join('\r\n');
}
