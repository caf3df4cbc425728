import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { mayMail } from './content-rule.ts';
import { mailRoutes } from './mail-routes.ts';
import { type MailDraft, queueMails } from './queue-mail.ts';
import { createMailer, type Mailer } from './send-mails.ts';

let world: World;
let ada: Principal;
const log = createLog('silent');
before(async () => {
  world = await createWorld();
  ada = await world.person('Ada', await world.organisation('A'), []);
});
beforeEach(() =>
  world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query('truncate mail'),
  ),
);
after(async () => {
  await world.close();
  await stopTestServer();
});

/** A mail server that really receives; refuses `refused@…` for good. */
async function startServer(port: number, received: Email[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (address, _session, done) =>
      address.address.startsWith('refused@')
        ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
        : done(),
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          received.push(mail);
          done();
        }, done);
      });
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return server;
}

function mailerAt(port: number | null): Mailer {
  const env = port === null ? {} : { SMTP_URL: `smtp://127.0.0.1:${port}` };
  return createMailer({
    config: readConfig({ DATA_DIR: '/nowhere', PUBLIC_URL: 'https://cw.example.test', ...env }),
    database: world.test.database,
    clock: world.clock,
    log,
  });
}

function draft(change: Partial<MailDraft> = {}): MailDraft {
  return {
    personId: ada.personId,
    organisationId: ada.organisationId,
    to: 'ada@example.test',
    label: 'PUBLIC',
    tlp: 'GREEN',
    full: {
      subject: 'Prüfung fällig',
      text: 'Änderung CH-2026-0001 <b>\nhttps://cw.example.test/x',
    },
    neutral: { subject: 'A notice', text: 'Sign in: https://cw.example.test/notifications' },
    ...change,
  };
}

function queue(mailer: Mailer, ...drafts: MailDraft[]): Promise<void> {
  const organisations = [ada.organisationId ?? ''];
  return inWriteTransaction(
    world.runner,
    { principal: ada, scope: { organisations }, role: 'app' },
    (context) => queueMails(context, mailer.settings, drafts),
  );
}

test('a mail that found the server down arrives once it is back, once, as it was written', async () => {
  const received: Email[] = [];
  const probe = await startServer(0, received);
  const { port } = probe.server.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(resolve));
  const mailer = mailerAt(port);
  await queue(mailer, draft(), draft({ to: 'other@example.test' }));
  assert.equal(await mailer.sendWaiting(), 0);
  const server = await startServer(port, received);
  assert.equal(
    await mailer.sendWaiting(),
    1,
    'the first waits for its next try, the second is due',
  );
  world.clock.advance(6000);
  const counts = await Promise.all([mailer.sendWaiting(), mailer.sendWaiting()]);
  assert.equal(counts[0] + counts[1], 1);
  world.clock.advance(3_600_000);
  assert.equal(await mailer.sendWaiting(), 0);
  assert.equal(received.length, 2);
  assert.deepEqual(received.map((mail) => mail.to?.[0]?.address).sort(), [
    'ada@example.test',
    'other@example.test',
  ]);
  assert.equal(received[0]?.subject, 'Prüfung fällig');
  assert.match(received[0]?.text ?? '', /^Änderung CH-2026-0001 <b>/);
  assert.match(received[0]?.html ?? '', /&lt;b&gt;<br><a href="https:\/\/cw\.example\.test\/x">/);
  assert.match(received[0]?.messageId ?? '', /^<[0-9a-f-]{36}@cw\.example\.test>$/);
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

test('a mailbox that refuses for good fails and holds up nobody', async () => {
  const received: Email[] = [];
  const server = await startServer(0, received);
  const mailer = mailerAt((server.server.address() as AddressInfo).port);
  await queue(mailer, draft({ to: 'refused@example.test' }), draft());
  assert.equal(await mailer.sendWaiting(), 1);
  const { rows } = await world.test.database.transaction(
    { role: 'system', scope: [], person: null },
    ({ client }) => client.query('select delivery, last_error from mail order by to_address desc'),
  );
  assert.equal(rows[0].delivery, 'failed');
  assert.match(rows[0].last_error, /no such mailbox/);
  assert.equal(rows[1].delivery, 'sent');
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

test('content above the label allowed for mail goes as a neutral notice with a link', async () => {
  assert.ok(mayMail('PUBLIC', 'CLEAR', 'GREEN') && mayMail('PUBLIC', 'GREEN', 'GREEN'));
  assert.ok(!mayMail('PUBLIC', 'GREEN', 'CLEAR'));
  assert.ok(!mayMail('PUBLIC', 'AMBER', 'GREEN') && !mayMail('LIMITED', 'CLEAR', 'GREEN'));
  assert.ok(!mayMail('SECRET', 'CLEAR', 'GREEN') && !mayMail('PUBLIC', 'UNKNOWN', 'GREEN'));
  const received: Email[] = [];
  const server = await startServer(0, received);
  const mailer = mailerAt((server.server.address() as AddressInfo).port);
  await queue(mailer, draft({ tlp: 'AMBER' }), draft({ label: 'SENSITIVE' }));
  assert.equal(await mailer.sendWaiting(), 2);
  for (const mail of received) {
    assert.equal(mail.subject, 'A notice');
    assert.ok(!`${mail.text}${mail.html}`.includes('CH-2026'));
  }
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

test('without a server mails stay in the log: the person reads them in full, the administrator sees heads only', async () => {
  const mailer = mailerAt(null);
  await queue(mailer, draft());
  assert.equal(await mailer.sendWaiting(), 0);
  let who = ada;
  const config = readConfig({ DATA_DIR: '/nowhere' });
  const app = await createHttpApp({ config, log, authenticate: async () => who });
  mailRoutes(app, world.runner);
  const [own] = (await app.inject({ url: '/api/v1/mails' })).json().items;
  assert.equal(own.state, 'logged');
  assert.match(own.text, /CH-2026-0001/);
  assert.equal((await app.inject({ url: '/api/v1/mails?of=all' })).statusCode, 403);
  who = await world.person('Root', ada.organisationId ?? '', ['system-administrator']);
  assert.deepEqual((await app.inject({ url: '/api/v1/mails' })).json().items, []);
  const [seen] = (await app.inject({ url: '/api/v1/mails?of=all' })).json().items;
  assert.equal(seen.to, 'ada@example.test');
  assert.equal(seen.text, null);
  assert.equal(seen.subject, 'Prüfung fällig');
  await app.close();
});
