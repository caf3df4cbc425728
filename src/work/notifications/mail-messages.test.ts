import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Email } from 'postal-mime';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { invitationMail } from '#kernel/identity/invitation-mail.ts';
import { createLog } from '#kernel/log/log.ts';
import { startMailServer } from '#kernel/mail/fixtures/mail-server.ts';
import { type MailDraft, queueMails } from '#kernel/mail/queue-mail.ts';
import { createMailer } from '#kernel/mail/send-mails.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { mailOfNotice } from './notice-texts.ts';
import { type Notice, noticeKinds, noticeSchema } from './notify.ts';

let world: World;
let ada: Principal;
before(async () => {
  world = await createWorld();
  ada = await world.person('Ada', await world.organisation('A'), []);
});
after(async () => {
  await world.close();
  await stopTestServer();
});

const locales = ['en', 'fr', 'de'] as const;
/** Words that only the content has. */
const content = ['Übertragung', 'INC-2026-0007', '0190aaaa-0000-7000-8000-00000000000'];
const link = {
  ...{ id: '0190aaaa-0000-7000-8000-0000000000b1', recordId: ada0(1), personId: ada0(2) },
  expiresAt: '2026-03-02T08:30:00.000Z',
};

function ada0(last: number): string {
  return `0190aaaa-0000-7000-8000-00000000000${last}`;
}

function noticeOf(kind: Notice['kind']): Notice {
  return noticeSchema.parse({
    ...{ ownerId: ada0(3), recordKind: 'case', recordId: ada0(4), caseId: ada0(4), procedure: 'x' },
    ...{ reference: 'INC-2026-0007', title: 'Übertragung hängt – «NCTS» ✓', systemId: null, kind },
    ...{ label: 'PUBLIC', tlp: 'CLEAR', about: 'x', dueAt: '2026-03-03T09:00:00.000Z', roles: [] },
    ...{ organisationId: null, people: [], substitutesOnly: false, by: null },
  });
}

/** Every kind of mail about a record, and the invitation, in each language; with content and above the label that mail may carry. */
function drafts(): (MailDraft & { readonly above: boolean })[] {
  const person = { ...{ personId: ada.personId, organisationId: ada.organisationId } };
  return locales.flatMap((locale) => {
    const reader = { name: 'Zoë Müller', locale };
    const to = `${locale}@example.test`;
    const invitation = invitationMail(reader, 'https://cw.example.test/invitation#x', 7);
    return [
      ...noticeKinds.flatMap((kind) =>
        [false, true].map((above) => ({
          ...{ ...person, to, above, label: above ? 'SENSITIVE' : 'PUBLIC', tlp: 'CLEAR' },
          ...mailOfNotice(
            noticeOf(kind),
            reader,
            'https://cw.example.test',
            kind === 'request' ? link : undefined,
          ),
          ...(kind === 'request' ? { oneTimeLink: link } : {}),
        })),
      ),
      {
        ...person,
        to,
        above: true,
        label: 'PUBLIC',
        tlp: 'CLEAR',
        full: invitation,
        neutral: invitation,
      },
    ];
  });
}

test('every kind of mail, in three languages, is a well-formed message and tells nothing above its label', async () => {
  const received: Email[] = [];
  const raw: Buffer[] = [];
  const { server, url } = await startMailServer(received, { raw });
  const mailer = createMailer({
    config: readConfig({
      ...{ DATA_DIR: '/nowhere', SMTP_URL: url, PUBLIC_URL: 'https://cw.example.test' },
      MAIL_FROM: 'Sécurité – Commonward <cw@example.test>',
    }),
    database: world.test.database,
    clock: world.clock,
    log: createLog('silent'),
    linkAddress: ({ id }) => `https://cw.example.test/acknowledge#${id}`,
  });
  const sent = drafts();
  const scope = { organisations: [ada.organisationId ?? ''] };
  await inWriteTransaction(world.runner, { principal: ada, scope, role: 'app' }, (context) =>
    queueMails(context, mailer.settings, sent),
  );
  assert.equal(await mailer.sendWaiting(), sent.length);
  assert.equal(sent.length, locales.length * (noticeKinds.length * 2 + 1));
  for (const [at, mail] of received.entries()) {
    const draft = sent[at];
    const bytes = raw[at];
    assert.ok(draft !== undefined && bytes !== undefined);
    wellFormed(mail, bytes);
    const { subject, text } = draft.above ? draft.neutral : draft.full;
    assert.equal(mail.subject, subject);
    assert.equal(mail.to?.[0]?.address, draft.to);
    assert.match(mail.text ?? '', new RegExp(text.slice(0, 10)));
    const whole = `${mail.subject}\n${mail.text}\n${mail.html}`;
    assert.doesNotMatch(whole, /[{}]|undefined|null|one-time-link\.invalid/);
    assert.equal(draft.oneTimeLink !== undefined, whole.includes('/acknowledge#'));
    for (const word of draft.above ? content : []) {
      // A link to acknowledge has an id of its own, which is no record's.
      assert.equal(whole.replaceAll(link.id, '').includes(word), false, `${subject}: ${word}`);
    }
  }
  assert.equal(new Set(received.map(({ messageId }) => messageId)).size, sent.length);
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

/** RFC 5322, RFC 2045 to 2047, RFC 3834, on the wire and parsed. */
function wellFormed(mail: Email, bytes: Buffer): void {
  const whole = bytes.toString('latin1');
  assert.doesNotMatch(whole, /[^\r]\n|\r[^\n]/, 'lines end with CR LF');
  for (const line of whole.split('\r\n')) assert.ok(line.length <= 998, line.slice(0, 80));
  const head = whole.slice(0, whole.indexOf('\r\n\r\n'));
  assert.match(head, /^[\x20-\x7e\r\n\t]*$/, 'heads are ASCII');
  const one = (name: string) => {
    const found = mail.headers.filter(({ key }) => key === name);
    assert.equal(found.length, 1, `${name}: ${found.length}`);
    return found[0]?.value ?? '';
  };
  for (const name of ['from', 'to', 'subject']) one(name);
  assert.match(one('message-id'), /^<[0-9a-f-]{36}@cw\.example\.test>$/);
  assert.match(one('date'), /^\w{3}, \d{1,2} \w{3} 2026 \d\d:\d\d:\d\d \+0000$/);
  assert.equal(new Date(one('date')).toISOString(), '2026-03-02T08:00:00.000Z');
  assert.equal(one('auto-submitted'), 'auto-generated');
  assert.equal(one('mime-version'), '1.0');
  assert.match(one('content-type'), /^multipart\/alternative;/);
  assert.match(whole, /content-type: text\/plain; charset=utf-8/i);
  assert.match(whole, /content-type: text\/html; charset=utf-8/i);
  assert.equal(mail.from?.address, 'cw@example.test');
  assert.equal(mail.from?.name, 'Sécurité – Commonward');
  assert.equal(mail.attachments.length, 0);
  assert.equal(mail.bcc, undefined);
  // The two forms say the same.
  const words = (text: string) => text.replaceAll(/\s+/g, '').slice(0, 60);
  const plain = (mail.html ?? '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"');
  assert.equal(words(plain), words(mail.text ?? ''));
}
