import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Principal } from '#kernel/access/principal.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { readConfig } from '#kernel/config/config.ts';
import { forbidden } from '#kernel/errors/app-error.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { incomingMailRoutes } from '#kernel/mail/incoming-mail-routes.ts';
import type { MailResult } from '#kernel/mail/incoming-mails.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import type { BackgroundParts } from '#work/catalogue.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { MailReader, MailReaderParts } from './mail-reader.ts';
import { mailboxLoop, readMailbox } from './read-mailbox.ts';

type Read = (context: WriteContext, subject: string, parts: MailReaderParts) => Promise<MailResult>;

const message = (subject: string, more: Record<string, string> = {}, body = 'Text.') =>
  `${Object.entries({
    from: 'Ada <ada@example.test>',
    to: 'desk@cw.example.test',
    subject,
    'message-id': `<${subject}@example.test>`,
    date: 'Mon, 2 Mar 2026 08:59:00 +0100',
    'mime-version': '1.0',
    ...more,
  })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}\r\n`;

describe('the mailbox folder', () => {
  let world: World;
  let dataDir: string;
  let root: string;
  let ada: Principal;
  let organisation: string;
  let delivered = 0;
  /** What the reader of this test does, and what it did. */
  let read: Read;
  const seen: string[] = [];
  const log = createLog('silent');

  before(async () => {
    world = await createWorld();
    dataDir = mkdtempSync(join(tmpdir(), 'commonward-mailbox-'));
    root = join(dataDir, 'Maildir');
    organisation = await world.organisation('A');
    ada = await world.person('Ada', organisation, ['service-desk']);
    await rows('update person set email = $2 where id = $1 returning id', [
      ada.personId,
      'Ada@example.test',
    ]);
    await readMailbox(partsFor());
  });
  after(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await world.close();
    await stopTestServer();
  });

  const reader: MailReader = {
    id: 'test',
    permissions: ['cases:open'],
    accepts: (mail) => mail.to.includes('desk@cw.example.test'),
    read: async (context, mail, parts) => {
      const result = await read(context, mail.subject, parts);
      // An effect that a rollback takes back.
      await context.client.query(
        `insert into mail (id, to_address, subject, body_text, body_html, label, tlp, neutral, delivery, message_id, created_at)
          values (gen_random_uuid(), 'x', $1, '', '', 'PUBLIC', 'CLEAR', false, 'logged', gen_random_uuid()::text, $2)`,
        [mail.subject, context.now],
      );
      seen.push(mail.subject);
      return result;
    },
  };

  function partsFor(more: Record<string, string> = {}): BackgroundParts {
    const config = readConfig({ DATA_DIR: dataDir, MAILBOX_DIR: root, ...more });
    const { database } = world.test;
    const files = new FileStore({ database, clock: world.clock, config });
    const catalogue = catalogueOf([{ mailReaders: [reader] }]);
    return { runner: world.runner, catalogue, files, config, log };
  }

  /** Delivers as a mail server does: whole in `tmp`, then renamed. */
  function deliver(content: string | Uint8Array): string {
    delivered += 1;
    const name = `${delivered}.M${delivered}.host`;
    writeFileSync(join(root, 'tmp', name), content);
    renameSync(join(root, 'tmp', name), join(root, 'new', name));
    return name;
  }
  const folder = (name: string) => readdirSync(join(root, name)).sort();
  const rows = <T extends object>(text: string, values: unknown[] = []) =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query<T>(text, values)).rows,
    );
  const outcome = async (name: string) => {
    const [row] = await rows<Record<string, unknown>>(
      'select outcome, reason, detail, reader, reference from incoming_mail where file_name = $1',
      [name],
    );
    return row;
  };
  const effects = async (subject: string) =>
    (await rows('select 1 from mail where subject = $1', [subject])).length;
  const taken: Read = async () => ({ outcome: 'taken' });

  it('hands each message to who reads it, in the name of the person whose address it is, and puts it away', async () => {
    let who: Principal | undefined;
    let scope: readonly string[] = [];
    read = async (context, _subject, { sender }) => {
      assert.equal(sender, 'known');
      who = context.principal;
      scope = context.scope.organisations;
      return {
        outcome: 'taken',
        record: { ownerId: organisation, kind: 'case', id: organisation },
      };
    };
    const name = deliver(message('hello'));
    symlinkSync('/etc/hosts', join(root, 'new', 'link'));
    await readMailbox(partsFor());
    assert.deepEqual(
      [who?.personId, who?.kind, who?.tokenScopes],
      [ada.personId, 'mail', ['cases:open']],
    );
    assert.equal(who?.from, 'mail <hello@example.test>');
    assert.deepEqual(scope, [organisation]);
    assert.deepEqual(
      who?.holdings.map(({ role }) => role),
      ['service-desk'],
    );
    assert.deepEqual(folder('cur'), [`${name}:2,S`]);
    assert.deepEqual(folder('new'), ['link'], 'links are left alone');
    rmSync(join(root, 'new', 'link'));
    assert.equal((await outcome(name))?.['outcome'], 'taken');
  });

  it('takes nothing twice: not after a kill before the move, not by two workers, not when it is delivered again', async () => {
    read = taken;
    const name = deliver(message('once'));
    await Promise.all([readMailbox(partsFor()), readMailbox(partsFor()), readMailbox(partsFor())]);
    assert.equal(await effects('once'), 1, 'what the slower workers did is rolled back');
    // Killed between the commit and the move: the file still lies in `new`.
    renameSync(join(root, 'cur', `${name}:2,S`), join(root, 'new', name));
    await readMailbox(partsFor());
    assert.ok(existsSync(join(root, 'cur', `${name}:2,S`)));
    deliver(message('once'));
    // On another way, so with other bytes.
    const again = deliver(message('once', { received: 'from elsewhere' }));
    await readMailbox(partsFor());
    assert.equal(await effects('once'), 1);
    assert.equal((await outcome(again))?.['reason'], 'delivered-twice');
    assert.deepEqual(folder('new'), []);
  });

  it('keeps what it refuses with its reason, and a bad message stops no other', async () => {
    read = async (_context, subject) => {
      if (subject === 'no') throw forbidden('Nobody of this address reports incidents.');
      return { outcome: 'taken' };
    };
    const bad = new Map([
      ['no', deliver(message('no'))],
      ['no-reader', deliver(message('elsewhere', { to: 'other@example.test' }))],
      ['no-message', deliver(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))],
      ['empty', deliver('')],
      ['too-large', deliver(Buffer.alloc(26 * 1024 * 1024, 'a'))],
      ['too-many-parts', deliver(manyParts(5000))],
      ['too-deep', deliver(deep(60))],
    ]);
    deliver(message('good'));
    await readMailbox(partsFor());
    assert.equal(await effects('good'), 1);
    assert.deepEqual(folder('new'), []);
    const reasons: unknown[] = [];
    for (const name of bad.values()) {
      assert.ok(existsSync(join(root, 'cur', `${name}:2,FS`)), name);
      const row = await outcome(name);
      assert.equal(row?.['outcome'], 'refused');
      reasons.push(row?.['reason']);
    }
    assert.deepEqual(reasons, [
      ...['forbidden', 'no-reader', 'no-message', 'no-message'],
      ...['too-large', 'too-many-parts', 'unreadable'],
    ]);
  });

  it('leaves alone what this installation sent itself, so that no mail answers itself', async () => {
    read = taken;
    const own = deliver(message('loop', { from: 'Commonward <CW@example.test>' }));
    await readMailbox(partsFor({ MAIL_FROM: 'Commonward <cw@example.test>' }));
    assert.deepEqual([(await outcome(own))?.['reason'], await effects('loop')], ['own-message', 0]);
  });

  it('tries what failed again, later and later, then flags it; put back, it is read', async () => {
    read = async () => {
      throw new Error('the disk is full');
    };
    const name = deliver(message('fails'));
    await readMailbox(partsFor());
    await readMailbox(partsFor());
    const state = async () => (await mailboxLoop.look?.(partsFor())) ?? {};
    assert.equal((await state())['retried'], 1);
    assert.ok(existsSync(join(root, 'new', name)), 'it waits where it is');
    const [waits] = await rows<{ attempts: number; last_error: string }>(
      'select attempts, last_error from incoming_mail_failure',
    );
    assert.equal(waits?.attempts, 1, 'not before it is due again');
    assert.match(waits?.last_error ?? '', /the disk is full/);
    for (let tries = 0; existsSync(join(root, 'new', name)); tries += 1) {
      assert.ok(tries < 20);
      world.clock.advance(3_700_000);
      await readMailbox(partsFor());
    }
    assert.ok(existsSync(join(root, 'cur', `${name}:2,FS`)));
    assert.equal((await outcome(name))?.['outcome'], 'failed');
    assert.equal((await state())['failed'], 1);
    read = taken;
    renameSync(join(root, 'cur', `${name}:2,FS`), join(root, 'new', name));
    await readMailbox(partsFor());
    assert.equal(await effects('fails'), 1);
  });

  it('believes a sender only as far as the mail server in front does', async () => {
    const senders: unknown[] = [];
    read = async (context, _subject, { sender }) => {
      senders.push([sender, context.principal.kind, context.scope.organisations.length]);
      return { outcome: 'taken' };
    };
    const results = (value: string) => ({ 'authentication-results': value });
    const mails = [
      message('a1', results('mx.test; dmarc=pass (p=reject) header.from=example.test')),
      message('a2', results('mx.test; dmarc=fail header.from=example.test')),
      message('a3', results('mx.test; dmarc=pass header.from=evil.test')),
      message('a4', results('evil.test; dmarc=pass header.from=example.test')),
      message('a5', results('mx.test; spf=pass (dmarc=pass header.from=example.test)')),
      message('a6'),
      message('a7', { from: 'nobody@example.test' }),
      message('a8', { from: 'ada@example.test, eve@evil.test' }),
    ];
    for (const mail of mails) deliver(mail);
    await readMailbox(partsFor({ MAILBOX_VERIFIED_BY: 'mx.test' }));
    const unverified = ['unverified', 'system', 0];
    const unknown = ['unknown', 'system', 0];
    assert.deepEqual(senders, [
      ['known', 'mail', 1],
      ...Array.from({ length: 5 }, () => unverified),
      ...[unknown, unknown],
    ]);
    senders.length = 0;
    deliver(message('b1'));
    await rows(`update person set ended_at = $2 where id = $1`, [ada.personId, world.clock.now()]);
    deliver(message('b2'));
    await readMailbox(partsFor());
    assert.deepEqual(senders, [unknown, unknown], 'who has left writes as nobody');
  });

  it('shows the administrator heads and reasons, and nobody else anything', async () => {
    let who = ada;
    const config = readConfig({ DATA_DIR: dataDir });
    const app = await createHttpApp({ config, log, authenticate: async () => who });
    incomingMailRoutes(app, world.runner);
    const url = '/api/v1/incoming-mails?outcome=refused&limit=3';
    assert.equal((await app.inject({ url })).statusCode, 403);
    who = await world.person('Root', organisation, ['system-administrator']);
    const first = (await app.inject({ url })).json();
    assert.equal(first.items.length, 3);
    const rest = (await app.inject({ url: `${url}0&after=${first.next}` })).json();
    const all = [...first.items, ...rest.items];
    assert.equal(all.length, 7);
    assert.deepEqual(
      all.map(({ outcome: each }: { outcome: string }) => each),
      Array.from({ length: 7 }, () => 'refused'),
    );
    assert.equal(JSON.stringify(all).includes('"subject"'), false);
    assert.equal(all.at(-1).detail, 'Nobody of this address reports incidents.');
    await app.close();
  });

  it('refuses a message that carries a marking of EU classified information: nobody reads it, and what it says is not kept', async () => {
    read = taken;
    const marked = [message('R-UE/EU-R'), message('marked', {}, 'CONFIDENTIEL UE')].map(deliver);
    await readMailbox(partsFor());
    for (const name of marked) assert.equal((await outcome(name))?.['reason'], 'eu-classified');
    assert.equal(await effects('marked'), 0);
  });
});

function manyParts(count: number): string {
  const parts = Array.from({ length: count }, () => '--b\r\n\r\nx').join('\r\n');
  return message('parts', { 'content-type': 'multipart/mixed; boundary="b"' }, `${parts}\r\n--b--`);
}

function deep(levels: number): string {
  let body = 'content-type: text/plain\r\n\r\nx';
  for (let at = 0; at < levels; at += 1) {
    body = `content-type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n${body}\r\n--b${at}--`;
  }
  return message(
    'deep',
    { 'content-type': 'multipart/mixed; boundary="z"' },
    `--z\r\n${body}\r\n--z--`,
  );
}
