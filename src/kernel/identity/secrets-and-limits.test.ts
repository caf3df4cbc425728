import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { KeyRing } from './key-ring.ts';
import { argon2Parameters, Passwords, passwordFaults } from './password.ts';
import { seal, unseal } from './secrets.ts';
import { type Attempts, accountRule, addressSubject, countAttempt } from './throttle.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonward-keys-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a password hash records argon2id, its parameters and the number of its pepper', async () => {
  const keys = KeyRing.open(folder);
  const passwords = new Passwords(keys);
  const hash = await passwords.hash('correct horse battery');
  assert.match(
    hash,
    /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  );
  assert.deepEqual(argon2Parameters, { memory: 19_456, passes: 2, parallelism: 1 });
  assert.equal(await passwords.verify(hash, 'correct horse battery'), true);
  assert.equal(await passwords.verify(hash, 'correct horse batterY'), false);
  assert.equal(passwords.isOutdated(hash), false);
  // The same text typed with composed or decomposed letters is the same password.
  const accents = await passwords.hash('pass\u00e9 compos\u00e9');
  assert.equal(await passwords.verify(accents, 'passe\u0301 compose\u0301'), true);
});

test('without a hash the same work is done and the answer is no', async () => {
  const passwords = new Passwords(KeyRing.open(folder));
  const before = process.cpuUsage();
  assert.equal(await passwords.verify(null, 'anything at all'), false);
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system > 3000, 'less than 3 ms of work: the hash was not computed');
});

test('the database alone does not verify a password, and a new pepper replaces the old one step by step', async () => {
  const own = mkdtempSync(join(tmpdir(), 'commonward-keys-'));
  try {
    const old = new Passwords(KeyRing.open(folder));
    const hash = await old.hash('correct horse battery');
    const elsewhere = new Passwords(KeyRing.open(own));
    assert.equal(await elsewhere.verify(hash, 'correct horse battery'), false);
    const key = Buffer.alloc(32, 7).toString('base64');
    writeFileSync(join(folder, 'keys', 'identity-2.key'), key, { mode: 0o600 });
    const rotated = new Passwords(KeyRing.open(folder));
    assert.equal(await rotated.verify(hash, 'correct horse battery'), true);
    assert.equal(rotated.isOutdated(hash), true);
    assert.match(await rotated.hash('correct horse battery'), /keyid=2/);
    rmSync(join(folder, 'keys', 'identity-2.key'));
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
});

test('key files are for the owner alone, and a broken one is named', () => {
  KeyRing.open(folder);
  assert.equal(statSync(join(folder, 'keys')).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, 'keys', 'identity-1.key')).mode & 0o777, 0o600);
  const broken = join(folder, 'keys', 'identity-3.key');
  writeFileSync(broken, 'short');
  assert.throws(() => KeyRing.open(folder), /identity-3\.key does not hold 32 bytes/);
  rmSync(broken);
});

test('what is sealed opens for its owner only, and not when altered', () => {
  const keys = KeyRing.open(folder);
  const sealed = seal(keys, 'totp a', 'SECRET');
  assert.equal(unseal(keys, 'totp a', sealed), 'SECRET');
  assert.throws(() => unseal(keys, 'totp b', sealed));
  assert.throws(() => unseal(keys, 'totp a', `${sealed.slice(0, -2)}AA`));
  assert.throws(() => unseal(keys, 'totp a', 'nonsense'));
});

test('new passwords: length counts, the own address does not serve', () => {
  const faults = (password: string) =>
    passwordFaults(password, { email: 'ines.moreau@example.org' }).map(({ code }) => code);
  assert.deepEqual(faults('elevenchars'), ['too-short']);
  assert.deepEqual(faults('aaaaaaaaaaaaaaaa'), ['too-simple']);
  assert.deepEqual(faults('INES.MOREAU 2026!'), ['too-simple']);
  assert.deepEqual(faults('x'.repeat(300)), ['too-long']);
  assert.deepEqual(faults('quiet river stones'), []);
});

test('no sequence of failures runs more than five checks in fifteen minutes, and blocks double up to four hours', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(minutes, (waits) => {
      let at = Date.UTC(2026, 0, 1);
      let state: Attempts | null = null;
      const ran: number[] = [];
      for (const wait of waits) {
        at += wait * 60_000;
        const { after: next, blockedForMs } = countAttempt(state, accountRule, new Date(at));
        state = next;
        assert.ok(blockedForMs <= accountRule.longestBlockMs);
        if (blockedForMs === 0) ran.push(at);
        const recent = ran.filter((each) => each > at - accountRule.windowMs).length;
        // Two windows may touch; within one, and after a block, never more than the limit each.
        assert.ok(recent <= 2 * accountRule.attempts - 1);
      }
    }),
    { numRuns: 300 },
  );
  let state: Attempts | null = null;
  let at = Date.UTC(2026, 0, 1);
  const blocks: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      state = countAttempt(state, accountRule, new Date(at)).after;
    }
    const blocked: number = countAttempt(state, accountRule, new Date(at)).blockedForMs;
    blocks.push(blocked / 60_000);
    at += blocked;
  }
  assert.deepEqual(blocks, [15, 30, 60, 120, 240, 240]);
});

test('one IPv6 customer is one address', () => {
  assert.equal(addressSubject('2001:db8:1:2:3:4:5:6'), 'address:2001:db8:1:2::/64');
  assert.equal(addressSubject('2001:db8::1'), 'address:2001:db8:0:0::/64');
  assert.equal(addressSubject('::1'), 'address:0:0:0:0::/64');
  assert.equal(addressSubject('::ffff:192.0.2.1'), 'address:::ffff:192.0.2.1');
  assert.equal(addressSubject('192.0.2.1'), 'address:192.0.2.1');
});
