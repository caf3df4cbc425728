import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { goodPassword, type IdentityWorld, identityWorld } from './fixtures/identity-world.ts';

const minute = 60_000;
const hour = 60 * minute;

after(stopTestServer);

describe('signing in', () => {
  let world: IdentityWorld;
  let organisation: string;
  before(async () => {
    world = await identityWorld();
    organisation = await world.organisation('CB');
  });
  after(() => world.close());

  test('gives a session in cookies and says who it is; the trail keeps it', async () => {
    const person = await world.person(organisation, 'ines@example.org', ['change-manager']);
    const browser = world.browser();
    const answer = await browser.signIn('Ines@Example.org');
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body['roles'], [
      {
        ...{ role: 'change-manager', organisationId: organisation, kind: 'holder', caseId: null },
        ...{ forPersonId: null, forPerson: null },
      },
    ]);
    const cookies = [answer.headers['set-cookie']].flat().map(String);
    const session = cookies.find((cookie) => cookie.startsWith('cw_session='));
    assert.match(session ?? '', /; Path=\/; .*HttpOnly; SameSite=Strict$/);
    assert.doesNotMatch(cookies.find((cookie) => cookie.startsWith('cw_csrf=')) ?? '', /HttpOnly/);
    assert.equal((await browser.send('GET', '/me')).status, 200);
    assert.equal((await world.browser().send('GET', '/me')).status, 401);
    assert.deepEqual(await world.trail(person), ['account.create', 'session.start']);
    const stored = await world.query<{ token_hash: Buffer }>(
      'select token_hash from account_session',
    );
    assert.ok(stored.every(({ token_hash }) => token_hash.length === 32));
  });

  test('answers a wrong password and an unknown address alike', async () => {
    await world.person(organisation, 'wrong@example.org');
    const wrong = await world.browser().signIn('wrong@example.org', { password: 'not this one' });
    const unknown = await world.browser().signIn('nobody@example.org');
    assert.equal(wrong.status, 401);
    assert.equal(wrong.body['code'], 'bad-credentials');
    assert.deepEqual(unknown.body, wrong.body);
  });

  test('locks after five attempts, known or not, and unlocks by the clock', async () => {
    const person = await world.person(organisation, 'locked@example.org');
    for (const email of ['locked@example.org', 'no-such@example.org']) {
      const browser = world.browser('198.51.100.7');
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        assert.equal((await browser.signIn(email, { password: 'guess' })).status, 401);
      }
      const locked = await browser.signIn(email);
      assert.equal(locked.status, 429);
      assert.equal(locked.body['code'], 'too-many-attempts');
      assert.equal(locked.headers['retry-after'], String(15 * 60));
    }
    // Counted in the database: another process knows it as well.
    assert.equal((await (await world.another()).signIn('locked@example.org')).status, 429);
    assert.deepEqual(await world.trail(person), ['account.create', 'account.lock']);
    world.clock.advance(15 * minute);
    assert.equal((await world.browser().signIn('locked@example.org')).status, 200);
  });

  test('lets guesses made at the same moment not pass the limit together', async () => {
    await world.person(organisation, 'burst@example.org');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        world.browser('198.51.100.8').signIn('burst@example.org', { password: `guess ${at}` }),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 401).length, 5);
    assert.equal(answers.filter(({ status }) => status === 429).length, 7);
  });

  test('blocks an address that tries many accounts', async () => {
    const browser = world.browser('2001:db8:1:2::9');
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await world.query(
        `insert into sign_in_throttle (subject, attempts, window_from, blocks) values ($1, 1, $2, 0)
         on conflict (subject) do update set attempts = sign_in_throttle.attempts + 1`,
        ['address:2001:db8:1:2::/64', world.clock.now()],
      );
    }
    assert.equal((await browser.signIn('a@example.org')).status, 401);
    assert.equal((await browser.signIn('b@example.org')).status, 429);
    const neighbour = world.browser('2001:db8:1:2:ffff::1');
    assert.equal((await neighbour.signIn('c@example.org')).status, 429);
    assert.equal((await world.browser('2001:db8:1:3::1').signIn('c@example.org')).status, 401);
  });

  test('never takes over a session that was there before (session fixation)', async () => {
    await world.person(organisation, 'fix@example.org');
    const attacker = world.browser();
    await world.person(organisation, 'attacker@example.org');
    await attacker.signIn('attacker@example.org');
    const planted = attacker.cookies.get('cw_session') ?? '';
    const victim = world.browser();
    victim.cookies.set('cw_session', planted);
    victim.cookies.set('cw_csrf', attacker.cookies.get('cw_csrf') ?? '');
    assert.equal((await victim.signIn('fix@example.org')).status, 200);
    assert.notEqual(victim.cookies.get('cw_session'), planted);
    assert.equal((await attacker.send('GET', '/me')).status, 401);
    const made = world.browser();
    made.cookies.set('cw_session', 'A'.repeat(43));
    assert.equal((await made.signIn('fix@example.org')).status, 200);
    assert.notEqual(made.cookies.get('cw_session'), 'A'.repeat(43));
  });

  test('wants the CSRF header, equal to the cookie and of this session', async () => {
    await world.person(organisation, 'csrf@example.org');
    const browser = world.browser();
    await browser.signIn('csrf@example.org');
    const own = browser.cookies.get('cw_csrf') ?? '';
    browser.sendsCsrf = false;
    const without = await browser.send('DELETE', '/sessions/current');
    assert.equal(without.status, 403);
    assert.equal(without.body['code'], 'csrf');
    const other = world.browser();
    await other.signIn('csrf@example.org');
    const foreign = other.cookies.get('cw_csrf') ?? '';
    browser.cookies.set('cw_csrf', foreign);
    const planted = { 'x-commonward-csrf': foreign };
    const sent = await browser.send('DELETE', '/sessions/current', undefined, planted);
    assert.equal(sent.body['code'], 'csrf');
    // A page that was loaded again has the right cookie again.
    browser.cookies.delete('cw_csrf');
    await browser.send('GET', '/me');
    assert.equal(browser.cookies.get('cw_csrf'), own);
    browser.sendsCsrf = true;
    assert.equal((await browser.send('DELETE', '/sessions/current')).status, 204);
    assert.equal((await browser.send('GET', '/me')).status, 401);
  });

  test('ends a session after 12 hours without use and after seven days', async () => {
    await world.person(organisation, 'idle@example.org');
    const idle = world.browser();
    await idle.signIn('idle@example.org');
    world.clock.advance(11 * hour);
    assert.equal((await idle.send('GET', '/me')).status, 200);
    world.clock.advance(12 * hour);
    assert.equal((await idle.send('GET', '/me')).status, 401);
    const busy = world.browser();
    await busy.signIn('idle@example.org');
    for (let at = 0; at < 16; at += 1) {
      world.clock.advance(10 * hour);
      assert.equal((await busy.send('GET', '/me')).status, 200);
    }
    world.clock.advance(8 * hour);
    assert.equal((await busy.send('GET', '/me')).status, 401);
  });

  test('loads roles that are valid now, and refuses people who left', async () => {
    const person = await world.person(organisation, 'roles@example.org', ['asset-manager']);
    await world.query('update role_holding set valid_to = $2 where person_id = $1', [
      person,
      new Date(world.clock.now().getTime() + 2000),
    ]);
    const browser = world.browser();
    const now = await browser.signIn('roles@example.org');
    assert.equal((now.body['roles'] as unknown[]).length, 1);
    world.clock.advance(2000);
    assert.deepEqual((await browser.send('GET', '/me')).body['roles'], []);
    await world.query('update person set ended_at = $2 where id = $1', [person, world.clock.now()]);
    world.clock.advance(5000);
    assert.equal((await browser.send('GET', '/me')).status, 401);
    assert.equal((await world.browser().signIn('roles@example.org')).status, 401);
  });

  test('a new password and a revocation end all sessions at once', async () => {
    const person = await world.person(organisation, 'revoked@example.org');
    const browser = world.browser();
    await browser.signIn('revoked@example.org');
    await browser.send('GET', '/me');
    await world.identity.setPassword({ personId: person, password: 'quite another phrase' });
    assert.equal((await browser.send('GET', '/me')).status, 401);
    assert.equal(
      (await browser.signIn('revoked@example.org', { password: goodPassword })).status,
      401,
    );
    await browser.signIn('revoked@example.org', { password: 'quite another phrase' });
    await world.identity.revokeAllOf(person);
    assert.equal((await browser.send('GET', '/me')).status, 401);
  });

  test('shows own sessions and ends them one by one or all others', async () => {
    await world.person(organisation, 'many@example.org');
    const [one, two, three] = [world.browser(), world.browser(), world.browser()] as const;
    for (const each of [one, two, three]) await each.signIn('many@example.org');
    const { items } = (await one.send('GET', '/me/sessions')).body as {
      items: { id: string; current: boolean }[];
    };
    assert.equal(items.length, 3);
    const own = items.find(({ current }) => current);
    const twos = items[1]?.id ?? '';
    assert.notEqual(own?.id, twos);
    assert.equal((await one.send('DELETE', `/me/sessions/${twos}`)).status, 204);
    assert.equal((await one.send('DELETE', `/me/sessions/${twos}`)).status, 404);
    assert.equal((await two.send('GET', '/me')).status, 401);
    assert.equal((await one.send('DELETE', '/me/sessions')).status, 204);
    assert.equal((await three.send('GET', '/me')).status, 401);
    assert.equal((await one.send('GET', '/me')).status, 200);
  });
});

test('cookies are sent over TLS alone where people come by https', async () => {
  const world = await identityWorld({ PUBLIC_URL: 'https://ward.example.org' });
  try {
    await world.person(await world.organisation('CB'), 'tls@example.org');
    const answer = await world.browser().signIn('tls@example.org');
    const cookies = [answer.headers['set-cookie']].flat().map(String);
    assert.equal(cookies.length, 2);
    assert.ok(cookies.every((cookie) => cookie.includes('; Secure')));
  } finally {
    await world.close();
  }
});
