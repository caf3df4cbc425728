import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type AccessEvent, readAccessLog } from './read-access-log.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

async function read(text: string | Uint8Array) {
  const items: Awaited<ReturnType<ReturnType<typeof readAccessLog>['next']>>['value'][] = [];
  const source = (async function* () {
    yield typeof text === 'string' ? Buffer.from(text) : text;
  })();
  for await (const item of readAccessLog(source, { now })) items.push(item);
  return items;
}

const events = async (text: string): Promise<AccessEvent[]> =>
  (await read(text)).filter((one): one is AccessEvent => one.kind === 'event');

const sshd = (message: string) => `Nov 22 01:37:30 vm sshd[15705]: ${message}`;

describe('logs of remote access', () => {
  it('reads what sshd says of who came from where, and when', async () => {
    const [one] = await events(
      sshd('Accepted publickey for svc-vendor from 198.51.100.7 port 40729 ssh2: RSA SHA256:abc'),
    );
    assert.deepEqual(
      { ...one, text: '' },
      {
        ...{ kind: 'event', line: 1, at: '2026-11-22T01:37:30.000Z', host: 'vm', text: '' },
        ...{ service: 'ssh', outcome: 'accepted', account: 'svc-vendor', source: '198.51.100.7' },
        ...{ method: 'publickey', times: 1 },
      },
    );
  });

  it('reads time stamps with a zone, and the names that OpenSSH 10 gives its processes', async () => {
    const line =
      '2026-11-22T02:37:30.123456+01:00 vm sshd-session[7]: Failed password for bob from 2001:db8::7 port 22 ssh2';
    const [one] = await events(line);
    assert.equal(one?.at, '2026-11-22T01:37:30.123Z');
    assert.deepEqual([one?.outcome, one?.source], ['failed', '2001:db8::7']);
  });

  it('takes a line without a year for one of the last twelve months', async () => {
    const [one] = await events('Dec 31 23:59:59 vm sshd[1]: Invalid user x from 192.0.2.1');
    assert.equal(one?.at, '2025-12-31T23:59:59.000Z');
    assert.equal(
      (await read('Feb 31 23:59:59 vm sshd[1]: Invalid user x from 192.0.2.1'))[0]?.kind,
      'fault',
    );
  });

  it('believes the address that sshd wrote, not the one that a name pretends', async () => {
    const [one] = await events(
      sshd(
        'Failed password for invalid user root from 10.0.0.1 port 22 ssh2 from 203.0.113.9 port 5 ssh2',
      ),
    );
    assert.equal(one?.source, '203.0.113.9');
    const [other] = await events(
      sshd('Invalid user bob from 10.0.0.1 port 22 from 203.0.113.9 port 5'),
    );
    assert.equal(other?.source, '203.0.113.9');
  });

  it('counts what syslog wrote once for all', async () => {
    const [one] = await events(
      sshd('message repeated 5 times: [ Failed password for root from 192.0.2.9 port 5 ssh2]'),
    );
    assert.deepEqual([one?.outcome, one?.source, one?.times], ['failed', '192.0.2.9', 5]);
  });

  it('reads OpenVPN', async () => {
    const found = await events(
      [
        '2026-11-21 14:15:50 192.0.2.4:5631 [UNDEF] Peer Connection Initiated with [AF_INET]192.0.2.4:5631',
        '2026-11-21 14:15:51 192.0.2.4:5631 [client3] Peer Connection Initiated with [AF_INET]192.0.2.4:5631',
        '2026-11-21 14:16:51 client1/192.0.2.13:54321 AUTH: Received control message: AUTH_FAILED',
        '2026-11-21 14:17:51 192.0.2.33:54321 VERIFY ERROR: depth=0, error=expired: CN=malicious',
      ].join('\n'),
    );
    assert.deepEqual(
      found.map(({ outcome, account, source }) => [outcome, account, source]),
      [
        ['accepted', 'client3', '192.0.2.4'],
        ['failed', 'client1', '192.0.2.13'],
        ['failed', 'malicious', '192.0.2.33'],
      ],
    );
  });

  it('passes over what is not about access, and names lines that are of no log', async () => {
    const items = await read(
      [
        sshd('Server listening on 0.0.0.0 port 22.'),
        'Nov 22 01:37:31 vm cron[9]: Accepted password for root from 1.2.3.4 port 5 ssh2',
        'no log at all',
        '',
      ].join('\n'),
    );
    assert.deepEqual(
      items.map((one) => one.kind === 'fault' && [one.place.line, one.code]),
      [[3, 'not-a-log-line']],
    );
    await assert.rejects(read('\n\n'), { code: 'not-a-log' });
  });

  it('takes as long for a hostile line as for a good one', async () => {
    const long = sshd(`Failed password for ${' from 1 port '.repeat(4000)}`);
    const begun = performance.now();
    await read(`${long}\n${sshd(`Accepted x for ${'a '.repeat(20_000)}`)}`);
    assert.ok(performance.now() - begun < 2000);
  });
});

const corpus = new URL('../../../../shared/corpus/logs-remote-access/', import.meta.url);

describe('logs of remote access as machines wrote them', {
  skip: !existsSync(corpus) && 'platform: no corpus',
}, () => {
  const expected = existsSync(corpus)
    ? (JSON.parse(readFileSync(new URL('EXPECTED.json', corpus), 'utf8')) as Record<
        string,
        Record<string, number>
      >)
    : {};
  for (const name of ['own/bullseye/auth.log', 'own/bookworm/auth.log', 'loghub/OpenSSH.log']) {
    it(`${name}: finds each sign-in, failure and unknown user`, async () => {
      const found = await events(readFileSync(new URL(name, corpus), 'utf8'));
      const count = (outcome: string, method: string) =>
        found.filter((one) => one.outcome === outcome && one.method === method).length;
      const of = expected[name] ?? {};
      assert.equal(count('accepted', 'publickey'), of['accepted_publickey']);
      assert.equal(count('accepted', 'password'), of['accepted_password']);
      assert.equal(count('failed', 'password'), of['failed_password']);
      assert.equal(count('refused', 'unknown-user'), of['invalid_user']);
    });
  }
});
