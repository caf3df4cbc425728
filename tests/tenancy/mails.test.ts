import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Email } from 'postal-mime';
import { catalogue } from '#apps/catalogue.ts';
import { loadDemonstration } from '#apps/demo/load-demo.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { createLog } from '#kernel/log/log.ts';
import { startMailServer } from '#kernel/mail/fixtures/mail-server.ts';
import { createMailer } from '#kernel/mail/send-mails.ts';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { foreignTo } from './foreign-texts.ts';
import { writtenInParts } from './parts-of-records.ts';
import { needleOf, searchable, wordsOf } from './reader.ts';

/** A message as it came over the wire, and as a mail program reads it. */
interface Arrived {
  readonly email: Email;
  readonly raw: string;
}

describe('mail tells an administration nothing that it was not shown', () => {
  let world: HttpWorld;
  const arrived: Arrived[] = [];

  before(async () => {
    world = await createHttpWorld({ worker: false });
    await labelPublic();
    const { test, files, identity } = world;
    await loadDemonstration({
      runner: { database: test.database, clock: systemClock },
      ...{ catalogue, files, identity, log: createLog('silent'), say: () => undefined },
    });
    await sendAll();
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  /** Mail carries the content of what is public alone: so everything is, from its first version on. */
  async function labelPublic(): Promise<void> {
    await world.query(
      `create function label_public() returns trigger language plpgsql as
        $$ begin new.label := 'PUBLIC'; new.tlp := 'CLEAR'; return new; end $$`,
    );
    const tables = await world.query<{ name: string }>(
      `select c.relname as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'mail%'
          and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('label', 'tlp') and not a.attisdropped) = 2`,
    );
    for (const { name } of tables) {
      await world.query(
        `create trigger label_public before insert on ${name} for each row execute function label_public()`,
      );
    }
  }

  /** Hands every mail of the demonstration, which stay in the log otherwise, to a server that really receives. */
  async function sendAll(): Promise<void> {
    await world.query(`update mail set delivery = 'queued', next_at = created_at`);
    const emails: Email[] = [];
    const raw: Buffer[] = [];
    const { server, url } = await startMailServer(emails, { raw });
    const config = readConfig({ DATA_DIR: '/nowhere', SMTP_URL: url });
    const { database } = world.test;
    const mailer = createMailer({ config, database, clock: systemClock, log: createLog('silent') });
    try {
      await mailer.sendWaiting();
    } finally {
      mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
    arrived.push(...emails.map((email, at) => ({ email, raw: String(raw[at]) })));
  }

  for (const code of ['DE', 'FR', 'IT']) {
    it(`mails ${code} no words of others: subject, text, HTML, calendar, names of parts, headers`, async (t) => {
      const [found] = await world.query<{ id: string }>(
        'select id from organisation where code = $1',
        [code],
      );
      assert.ok(found);
      const parts = await writtenInParts(world, found.id);
      const texts = (await foreignTo(world, found.id)).texts.filter(
        (text) => !parts.includes(text),
      );
      assert.ok(texts.length > 200, `${texts.length} texts are hidden`);
      const people = await world.query<{ email: string }>(
        'select email from person where organisation_id = $1',
        [found.id],
      );
      const addresses = new Set(people.map(({ email }) => email));
      const mails = arrived.filter(({ email }) =>
        email.to?.some(({ address }) => addresses.has(address ?? '')),
      );
      const told = async (some: readonly Arrived[]): Promise<string[]> => {
        const faults: string[] = [];
        for (const mail of some) {
          const words = searchable(await wordsOfMail(mail));
          const found = texts.filter((text) => words.includes(needleOf(text)));
          faults.push(...found.map((text) => `${mail.email.subject}: ${text}`));
        }
        return faults;
      };
      assert.deepEqual((await told(mails)).slice(0, 20), []);
      // The same words do go to those who may read them, so that they would be found.
      const elsewhere = await told(arrived.filter((mail) => !mails.includes(mail)));
      assert.ok(elsewhere.length > 5, `${elsewhere.length} of them stand in mails to others`);
      await telling(found.id, mails);
      t.diagnostic(
        `${mails.length} mails, ${texts.length} hidden texts, found ${elsewhere.length} times in mails to others`,
      );
    });
  }

  it('sends calendars, and nobody a mail that is meant for another', () => {
    assert.ok(
      arrived.some(({ email }) => calendarsOf(email).length > 0),
      'a calendar came along',
    );
    for (const { email } of arrived) assert.equal(email.to?.length, 1, 'to one person');
    assert.ok(
      arrived.every(({ email }) => (email.cc ?? []).length + (email.bcc ?? []).length === 0),
    );
  });

  /** Mails do tell what the organisation may read: by the titles of its cases. */
  async function telling(organisation: string, mails: readonly Arrived[]): Promise<void> {
    const cases = await world.query<{ title: string }>(
      'select title from procedure_case where owner_id = $1 or $1 = any (audience)',
      [organisation],
    );
    const words = searchable((await Promise.all(mails.map(wordsOfMail))).join('\n'));
    const told = cases.filter(({ title }) => words.includes(needleOf(title)));
    assert.ok(told.length > 0, `${told.length} of its ${cases.length} cases are told of`);
  }
});

/** Everything in a message that somebody or some program reads. */
async function wordsOfMail({ email, raw }: Arrived): Promise<string> {
  const parts = email.attachments.map(async ({ filename, content }) => {
    const bytes =
      typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    return `${filename ?? ''}\n${await wordsOf(bytes)}`;
  });
  const html = await wordsOf(new TextEncoder().encode(email.html ?? ''));
  const headers = email.headers.map(({ key, value }) => `${key}: ${value}`);
  return [email.subject, email.text, html, ...headers, ...(await Promise.all(parts)), raw].join(
    '\n',
  );
}

function calendarsOf({ attachments }: Email) {
  return attachments.filter(({ mimeType }) => mimeType === 'text/calendar');
}
