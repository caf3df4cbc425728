import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { authorise } from '#kernel/access/authorise.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Browser,
  goodPassword,
  type IdentityWorld,
  identityWorld,
} from './fixtures/identity-world.ts';

const hour = 3_600_000;

after(stopTestServer);

describe('administration of accounts', () => {
  let world: IdentityWorld;
  let home: string;
  let tenant: string;
  let operator: Browser;
  let operatorId: string;
  let second: Browser;
  before(async () => {
    world = await identityWorld();
    home = await world.organisation('CB');
    tenant = await world.organisation('NA-1');
    operatorId = await world.person(home, 'operator@example.org', ['system-administrator']);
    await world.person(home, 'second@example.org', ['system-administrator']);
    operator = world.browser();
    second = world.browser();
  });
  after(() => world.close());

  async function signedIn(): Promise<void> {
    await operator.signIn('operator@example.org');
    await second.signIn('second@example.org');
  }

  test('invites by a link that works once and for seven days', async () => {
    await signedIn();
    const input = {
      email: 'new@example.org',
      name: 'New Person',
      organisationId: tenant,
      roles: [{ role: 'asset-manager', organisationId: tenant }],
    };
    const made = await operator.send('POST', '/invitations', input);
    assert.equal(made.status, 201);
    const token = String(made.body['link']).split('#')[1] ?? '';
    const person = String(made.body['personId']);
    const accept = (with_: string, password = goodPassword) =>
      world.browser().send('POST', '/invitations/accept', { token: with_, password });
    assert.equal((await accept('A'.repeat(43))).body['code'], 'invitation-invalid');
    assert.equal((await accept(token, 'weak')).status, 422);
    assert.equal((await world.browser().signIn('new@example.org')).status, 401);
    const answers = await Promise.all([accept(token), accept(token)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 410]);
    const me = await world.browser().signIn('new@example.org');
    assert.equal((me.body['roles'] as { role: string }[])[0]?.role, 'asset-manager');
    assert.deepEqual(await world.trail(person), [
      'person.create',
      'account.invite',
      'account.set-password',
      'invitation.accept',
      'session.start',
    ]);
    // A second invitation is the way to a new password; it replaces the one before, and grants no role twice.
    const first = await operator.send('POST', '/invitations', input);
    const last = await operator.send('POST', '/invitations', input);
    const linkOf = (answer: typeof first) => String(answer.body['link']).split('#')[1] ?? '';
    assert.equal((await accept(linkOf(first))).status, 410);
    world.clock.advance(7 * 24 * hour);
    assert.equal((await accept(linkOf(last))).status, 410);
    const held = await world.query('select from role_holding where person_id = $1', [person]);
    assert.equal(held.length, 1);
    const stored = await world.query<{ row: string }>('select i::text as row from invitation i');
    assert.ok(stored.every(({ row }) => !row.includes(token)));
  });

  test('lets nobody but the operator invite, and nobody grant himself a role', async () => {
    await signedIn();
    await world.person(tenant, 'member@example.org', ['asset-manager']);
    const member = world.browser();
    await member.signIn('member@example.org');
    const input = { email: 'x@example.org', name: 'X', organisationId: tenant };
    assert.equal((await member.send('POST', '/invitations', input)).status, 403);
    assert.equal((await world.browser().send('POST', '/invitations', input)).status, 401);
    const own = {
      email: 'operator@example.org',
      name: 'Operator',
      organisationId: home,
      roles: [{ role: 'auditor', organisationId: tenant }],
    };
    assert.equal((await operator.send('POST', '/invitations', own)).status, 403);
    const held = await world.query('select from role_holding where person_id = $1', [operatorId]);
    assert.equal(held.length, 1);
    const moved = { email: 'member@example.org', name: 'M', organisationId: home };
    assert.equal((await operator.send('POST', '/invitations', moved)).body['code'], 'email-taken');
  });

  test('lifts a lock and ends everything of a person', async () => {
    await signedIn();
    const person = await world.person(tenant, 'stuck@example.org');
    const browser = world.browser('198.51.100.30');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await browser.signIn('stuck@example.org', { password: 'guess' });
    }
    assert.equal((await browser.signIn('stuck@example.org')).status, 429);
    assert.equal((await operator.send('DELETE', `/accounts/${person}/lockout`)).status, 204);
    assert.equal((await browser.signIn('stuck@example.org')).status, 200);
    assert.equal((await browser.send('DELETE', `/accounts/${person}/lockout`)).status, 403);
    assert.equal((await operator.send('DELETE', `/accounts/${person}/sessions`)).status, 204);
    assert.equal((await browser.send('GET', '/me')).status, 401);
  });

  test('breaks the glass with two persons, a reason and an end, and tells the organisation', async () => {
    await signedIn();
    const reads = async (): Promise<readonly string[]> => {
      const principal = await world.identity.authenticate({
        headers: {},
        cookies: Object.fromEntries(operator.cookies),
        method: 'GET',
        ip: '192.0.2.1',
      });
      return authorise(principal, { permission: 'cases:read', roles: ['any-member'] })
        .organisations;
    };
    await assert.rejects(reads, { status: 403 });
    const input = {
      organisationId: tenant,
      reason: 'Their import hangs, they asked for help',
      hours: 2,
    };
    const long = { ...input, hours: 9 };
    assert.equal((await operator.send('POST', '/glass-breaks', long)).status, 422);
    const silent = { ...input, reason: '' };
    assert.equal((await operator.send('POST', '/glass-breaks', silent)).status, 422);
    const asked = await operator.send('POST', '/glass-breaks', input);
    assert.equal(asked.status, 201);
    const approve = `/glass-breaks/${asked.body['id']}/approve`;
    assert.equal((await operator.send('POST', approve)).status, 403);
    await assert.rejects(reads, { status: 403 });
    const approved = await second.send('POST', approve);
    assert.equal(approved.status, 200);
    assert.equal(
      approved.body['expiresAt'],
      new Date(world.clock.now().getTime() + 2 * hour).toISOString(),
    );
    assert.equal((await second.send('POST', approve)).body['code'], 'glass-break-decided');
    assert.deepEqual(await reads(), [tenant]);
    assert.deepEqual(await world.trail(String(asked.body['id'])), [
      'glass-break.request',
      'glass-break.approve',
    ]);
    const events = await world.query<{ owner_id: string; payload: { reason: string } }>(
      `select owner_id, payload from outbox_event where name = 'glass.broken'`,
    );
    assert.equal(events.length, 1);
    assert.equal(events[0]?.owner_id, tenant);
    assert.equal(events[0]?.payload.reason, input.reason);
    world.clock.advance(2 * hour);
    await assert.rejects(reads, { status: 403 });
    const late = await operator.send('POST', '/glass-breaks', input);
    world.clock.advance(24 * hour);
    await signedIn();
    const tooLate = await second.send('POST', `/glass-breaks/${late.body['id']}/approve`);
    assert.equal(tooLate.body['code'], 'glass-break-too-late');
  });

  test('the database itself refuses one person in both places', async () => {
    await assert.rejects(
      world.query(
        `insert into glass_break (owner_id, id, requested_by, reason, hours, requested_at, approve_before, approved_by, approved_at, expires_at)
         values ($1, $2, $2, 'r', 1, $3, $3, $2, $3, $3)`,
        [tenant, operatorId, world.clock.now()],
      ),
      /check constraint/,
    );
  });

  test('sweeps what ended long ago', async () => {
    world.clock.advance(60 * 24 * hour);
    assert.ok((await world.identity.sweep()) > 0);
    const left = await world.query('select from account_session');
    assert.equal(left.length, 0);
  });
});

test('writes the invitation as a mail where a mail server is set up, and does not show the link', async () => {
  const world = await identityWorld({
    SMTP_URL: 'smtp://127.0.0.1:2525',
    PUBLIC_URL: 'https://ward.example.org',
  });
  try {
    const home = await world.organisation('CB');
    await world.person(home, 'operator@example.org', ['system-administrator']);
    const operator = world.browser();
    await operator.signIn('operator@example.org');
    const input = { email: 'n@example.org', name: 'N', organisationId: home, locale: 'de' };
    const made = await operator.send('POST', '/invitations', input);
    assert.equal(made.status, 201);
    assert.ok(!('link' in made.body));
    const mails = await world.query<{ to_address: string; body_text: string }>(
      'select * from mail',
    );
    assert.equal(mails[0]?.to_address, 'n@example.org');
    assert.match(mails[0]?.body_text ?? '', /https:\/\/ward\.example\.org\/invitation#[\w-]{43}/);
    const jobs = await world.query<{ kind: string }>('select kind from job_request');
    assert.deepEqual(jobs, [{ kind: 'send-mail' }]);
  } finally {
    await world.close();
  }
});
