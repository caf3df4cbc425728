import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { startMailServer } from './fixtures/mail-server.ts';
import { mailRoutes } from './mail-routes.ts';
import { queueMails } from './queue-mail.ts';
import { countMails, createMailer, type Mailer } from './send-mails.ts';

let world: World;
let ada: Principal;
const log = createLog('silent');
before(async () => {
  world = await createWorld();
  ada = await world.person('Ada', await world.organisation('A'), ['system-administrator']);
});
beforeEach(() => rows('truncate mail'));
after(async () => {
  await world.close();
  await stopTestServer();
});

const rows = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    async ({ client }) => (await client.query<Row>(text, values)).rows,
  );

function mailerAt(port: number): Mailer {
  const config = readConfig({ DATA_DIR: '/nowhere', SMTP_URL: `smtp://127.0.0.1:${port}` });
  return createMailer({ config, database: world.test.database, clock: world.clock, log });
}

async function queue(mailer: Mailer, ...subjects: string[]): Promise<void> {
  const scope = { organisations: [ada.organisationId ?? ''] };
  await inWriteTransaction(world.runner, { principal: ada, scope, role: 'app' }, (context) =>
    queueMails(
      context,
      mailer.settings,
      subjects.map((subject) => ({
        ...{ personId: ada.personId, organisationId: ada.organisationId },
        ...{ to: 'ada@example.test', label: 'PUBLIC', tlp: 'CLEAR' },
        ...{ full: { subject, text: subject }, neutral: { subject: 'x', text: 'x' } },
      })),
    ),
  );
}

test('a mail server that is down for an hour: everything arrives once it is back, once, and meanwhile the log says what waits and why', async () => {
  const received: Email[] = [];
  const probe = await startMailServer([]);
  await new Promise<void>((resolve) => probe.server.close(resolve));
  const mailer = mailerAt(probe.port);
  const subjects: string[] = [];
  for (let minute = 0; minute < 60; minute += 1) {
    if (minute % 2 === 0) {
      subjects.push(`Notice ${minute}`);
      await queue(mailer, `Notice ${minute}`);
    }
    // The worker looks every ten seconds.
    for (let looks = 0; looks < 6; looks += 1) {
      assert.equal(await mailer.sendWaiting(), 0);
      world.clock.advance(10_000);
    }
  }
  const config = readConfig({ DATA_DIR: '/nowhere' });
  const app = await createHttpApp({ config, log, authenticate: async () => ada });
  mailRoutes(app, world.runner);
  const url = '/api/v1/mails?of=all&state=queued&limit=200';
  const { items } = (await app.inject({ url })).json();
  await app.close();
  assert.equal(items.length, subjects.length);
  for (const item of items) {
    assert.match(item.lastError, /ECONNREFUSED/);
    assert.ok(item.nextAt !== null);
    assert.ok(item.attempts <= 20, 'tried less and less often');
  }
  assert.deepEqual(await countMails(world.test.database, world.clock.now()), {
    waiting: subjects.length,
    failed: 0,
  });
  const { server } = await startMailServer(received, { port: probe.port });
  for (let looks = 0; looks < 31; looks += 1) {
    // Two copies of the worker.
    await Promise.all([mailer.sendWaiting(), mailer.sendWaiting()]);
    world.clock.advance(10_000);
  }
  assert.deepEqual(received.map(({ subject }) => subject).sort(), subjects.sort());
  const left = await rows(`select 1 from mail where delivery <> 'sent' or last_error is not null`);
  assert.equal(left.length, 0);
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

test('a worker killed between the server’s answer and its mark: the mail comes again under the same Message-ID, which is written down', async () => {
  const arrivals: string[] = [];
  /** What a mailbox shows that recognises a message by its Message-ID, as mail servers do. */
  const shown = new Map<string, Email>();
  let worker: ChildProcess | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const mail = await PostalMime.parse(Buffer.concat(parts));
        arrivals.push(mail.messageId ?? '');
        if (!shown.has(mail.messageId ?? '')) shown.set(mail.messageId ?? '', mail);
        // Taken for good; whoever sent it dies before it can know.
        worker?.kill('SIGKILL');
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const mailer = mailerAt(port);
  await queue(mailer, 'First', 'Second');
  const script = fileURLToPath(new URL('./fixtures/send-waiting.ts', import.meta.url));
  worker = spawn(process.execPath, [script, world.test.url, `smtp://127.0.0.1:${port}`], {
    stdio: 'inherit',
  });
  const [code, signal] = await once(worker, 'exit');
  assert.deepEqual([code, signal], [null, 'SIGKILL']);
  worker = null;
  assert.equal(arrivals.length, 1);
  // Its database session may end a moment later; until then the row is its own.
  const begun = await rows<{ begun_at: Date }>(
    'select begun_at from mail where begun_at is not null',
  );
  assert.equal(begun.length, 1, 'that it was begun was written down before');
  await rows('update mail set begun_at = $1 where begun_at is not null', [world.clock.now()]);
  assert.equal(await mailer.sendWaiting(), 1, 'the other is not held up');
  for (let looks = 0; arrivals.length < 3; looks += 1) {
    assert.ok(looks < 20);
    world.clock.advance(121_000);
    await mailer.sendWaiting();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(new Set(arrivals).size, 2);
  assert.deepEqual([...shown.values()].map(({ subject }) => subject).sort(), ['First', 'Second']);
  const marks = await rows<Record<string, unknown>>(
    `select subject, delivery, unanswered, begun_at from mail order by unanswered desc`,
  );
  assert.deepEqual(
    marks.map((mark) => [mark['delivery'], mark['unanswered'], mark['begun_at']]),
    [
      ['sent', 1, null],
      ['sent', 0, null],
    ],
  );
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});
