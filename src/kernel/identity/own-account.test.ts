import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import {
  type Browser,
  codeFor,
  goodPassword,
  type IdentityWorld,
  identityWorld,
} from './fixtures/identity-world.ts';

after(stopTestServer);

describe('a person’s own account', () => {
  let world: IdentityWorld;
  let organisation: string;
  before(async () => {
    world = await identityWorld();
    organisation = await world.organisation('CB');
  });
  after(() => world.close());

  async function withTotp(email: string): Promise<{ browser: Browser; secret: string }> {
    await world.person(organisation, email);
    const browser = world.browser();
    await browser.signIn(email);
    const offer = await browser.send('POST', '/me/totp', { password: goodPassword });
    assert.equal(offer.status, 200);
    const secret = String(offer.body['secret']);
    const code = codeFor(secret, world.clock.now());
    assert.equal((await browser.send('POST', '/me/totp/confirm', { totp: code })).status, 204);
    return { browser, secret };
  }

  test('keeps the language that a person chooses', async () => {
    const id = await world.person(organisation, 'polyglot@example.org');
    const browser = world.browser();
    await browser.signIn('polyglot@example.org');
    const choose = (locale: string) => browser.send('PATCH', '/me', { locale });
    assert.equal((await choose('fr')).status, 204);
    assert.equal((await choose('fr')).status, 204);
    const { person } = (await browser.send('GET', '/me')).body as { person: { locale: string } };
    assert.equal(person.locale, 'fr');
    assert.equal((await choose('it')).status, 422);
    assert.deepEqual(
      (await world.trail(id)).filter((action) => action === 'people.update'),
      ['people.update'],
    );
  });

  test('changes the password: the session gets a new secret, others end, the old password is over', async () => {
    await world.person(organisation, 'change@example.org');
    const [one, two] = [world.browser(), world.browser()];
    await one.signIn('change@example.org');
    await two.signIn('change@example.org');
    const secret = one.cookies.get('cw_session');
    const wrong = { current: 'not the password', password: 'a new long password' };
    assert.equal((await one.send('POST', '/me/password', wrong)).body['code'], 'bad-credentials');
    const weak = { current: goodPassword, password: 'short' };
    assert.equal((await one.send('POST', '/me/password', weak)).status, 422);
    const named = { current: goodPassword, password: 'xx change xx 1234' };
    assert.equal((await one.send('POST', '/me/password', named)).status, 422);
    const good = { current: goodPassword, password: 'a new long password' };
    assert.equal((await one.send('POST', '/me/password', good)).status, 204);
    assert.notEqual(one.cookies.get('cw_session'), secret);
    assert.equal((await one.send('GET', '/me')).status, 200);
    assert.equal((await two.send('GET', '/me')).status, 401);
    assert.equal((await two.signIn('change@example.org')).status, 401);
    assert.equal((await two.signIn('change@example.org', { password: good.password })).status, 200);
  });

  test('asks for the code once TOTP is on, and takes each code once', async () => {
    const { secret } = await withTotp('totp@example.org');
    const browser = world.browser();
    const missing = await browser.signIn('totp@example.org');
    assert.equal(missing.status, 401);
    assert.equal(missing.body['code'], 'totp-required');
    const used = codeFor(secret, world.clock.now());
    const replay = await browser.signIn('totp@example.org', { totp: used });
    assert.equal(replay.body['code'], 'bad-credentials');
    world.clock.advance(30_000);
    const next = codeFor(secret, world.clock.now());
    const both = await Promise.all([
      world.browser().signIn('totp@example.org', { totp: next }),
      world.browser().signIn('totp@example.org', { totp: next }),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401]);
    world.clock.advance(30_000);
    // The step before is within tolerance, but was used.
    assert.equal((await browser.signIn('totp@example.org', { totp: next })).status, 401);
    const late = codeFor(secret, world.clock.now());
    world.clock.advance(30_000);
    assert.equal((await browser.signIn('totp@example.org', { totp: late })).status, 200);
    world.clock.advance(90_000);
    const old = codeFor(secret, new Date(world.clock.now().getTime() - 60_000));
    assert.equal((await browser.signIn('totp@example.org', { totp: old })).status, 401);
  });

  test('wrong codes lock like wrong passwords, and asking for the code resets nothing', async () => {
    await withTotp('guess@example.org');
    const browser = world.browser('198.51.100.20');
    const seen: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await browser.signIn('guess@example.org');
      seen.push((await browser.signIn('guess@example.org', { totp: '000000' })).status);
    }
    assert.deepEqual(seen, [401, 401, 401, 401, 401, 429]);
  });

  test('keeps the TOTP secret sealed, bound to its person', async () => {
    const { secret } = await withTotp('sealed@example.org');
    const rows = await world.query<{ totp_secret: string }>(
      'select totp_secret from account where totp_secret is not null',
    );
    assert.ok(rows.length > 0 && rows.every((row) => !row.totp_secret.includes(secret)));
    const details = await world.query<{ text: string }>(
      'select details::text as text from trail_entry',
    );
    assert.ok(details.every(({ text }) => !text.includes(secret) && !text.includes(goodPassword)));
  });

  test('offers a QR code, refuses a second secret and a wrong first code, and removes it with the password', async () => {
    const { browser } = await withTotp('qr@example.org');
    const again = await browser.send('POST', '/me/totp', { password: goodPassword });
    assert.equal(again.body['code'], 'totp-active');
    assert.deepEqual((await browser.send('GET', '/me/totp')).body, { active: true });
    assert.equal((await browser.send('DELETE', '/me/totp', { password: 'wrong' })).status, 401);
    assert.equal(
      (await browser.send('DELETE', '/me/totp', { password: goodPassword })).status,
      204,
    );
    assert.deepEqual((await browser.send('GET', '/me/totp')).body, { active: false });
    const offer = await browser.send('POST', '/me/totp', { password: goodPassword });
    assert.match(String(offer.body['qr']), /^<svg /);
    assert.match(String(offer.body['uri']), /^otpauth:\/\/totp\/Commonward:qr%40example\.org\?/);
    const wrong = await browser.send('POST', '/me/totp/confirm', { totp: '000000' });
    assert.equal(wrong.body['code'], 'bad-credentials');
    // Offered and not confirmed: signing in goes without.
    assert.equal((await world.browser().signIn('qr@example.org')).status, 200);
  });

  test('makes tokens that are shown once, limited in scope and time, and revoked', async () => {
    await world.person(organisation, 'token@example.org', ['asset-manager']);
    const browser = world.browser();
    await browser.signIn('token@example.org');
    const inDays = (days: number) =>
      new Date(world.clock.now().getTime() + days * 86_400_000).toISOString();
    const make = (expiresAt: string, scopes = ['assets:read']) =>
      browser.send('POST', '/api-tokens', { name: 'nightly import', scopes, expiresAt });
    assert.equal((await make(inDays(367))).status, 422);
    assert.equal((await make(inDays(-1))).status, 422);
    assert.equal((await make(inDays(1), ['everything'])).status, 422);
    const made = await make(inDays(2));
    assert.equal(made.status, 201);
    const token = String(made.body['token']);
    assert.match(token, /^cw_[A-Za-z0-9_-]{43}$/);
    const program = world.browser();
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await program.send('GET', '/me', undefined, headers)).status, 200);
    // A token does what its scopes say; it neither makes tokens nor touches the account.
    const more = { name: 'x', scopes: ['*'], expiresAt: inDays(1) };
    assert.equal((await program.send('POST', '/api-tokens', more, headers)).status, 403);
    assert.equal((await program.send('GET', '/me/sessions', undefined, headers)).status, 403);
    const listed = (await browser.send('GET', '/api-tokens')).body['items'] as object[];
    assert.equal(listed.length, 1);
    assert.ok(!('token' in (listed[0] ?? {})));
    assert.equal((listed[0] as { lastUsedAt: string }).lastUsedAt, world.clock.now().toISOString());
    const stored = await world.query<{ row: string }>(
      'select api_token::text as row from api_token',
    );
    assert.ok(stored.every(({ row }) => !row.includes(token.slice(3))));
    const other = world.browser();
    await world.person(organisation, 'nosy@example.org');
    await other.signIn('nosy@example.org');
    const url = `/api-tokens/${made.body['id']}`;
    assert.equal((await other.send('DELETE', url)).status, 404);
    assert.equal((await browser.send('DELETE', url)).status, 204);
    assert.equal((await program.send('GET', '/me', undefined, headers)).status, 401);
    const brief = await make(inDays(1));
    const second = { authorization: `Bearer ${brief.body['token']}` };
    assert.equal((await program.send('GET', '/me', undefined, second)).status, 200);
    world.clock.advance(86_400_000);
    assert.equal((await program.send('GET', '/me', undefined, second)).status, 401);
  });
});
