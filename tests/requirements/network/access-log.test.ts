import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { type Desk, deskOf, refusalsOf } from './area-desk.ts';

const minute = 60_000;
const at = (minutes: number): string => new Date(Date.now() + minutes * minute).toISOString();

describe('records of remote access from logs, through HTTP', () => {
  let world: HttpWorld;
  let desk: Desk;
  let authoriser: Caller;
  let administrator: Caller;
  let member: Caller;
  let team: Caller;
  let caseId: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    desk = deskOf();
    const telco = await world.organisation('TELCO');
    const made = async (name: string, ...roles: string[]) => {
      const person = await world.person(name, telco, roles);
      return { call: await world.withToken(person), id: person.id };
    };
    const requester = await made('rita');
    member = requester.call;
    authoriser = (await made('raul', 'remote-access-authoriser')).call;
    administrator = (await made('ada', 'remote-access-administrator')).call;
    team = (await made('ines', 'isirt')).call;
    const security = (await made('sven', 'security-manager')).call;
    const management = (await made('olga', 'operations-management')).call;
    const rule = { code: 'R-1', title: 'Year', source: 'Policy, 1', statement: 'A year at most.' };
    const ruleId = await desk.created(security, 'remote-access-rules', {
      ...rule,
      maximumDays: 366,
    });
    const today = { validFrom: at(0).slice(0, 10) };
    await desk.done(management, `remote-access-rules/${ruleId}`, 'approve', today);
    caseId = await desk.opened(member, 'remote-access', 'Telecommuting', {
      ...{ kind: 'telecommuting', user: requester.id, account: 'rita', purpose: 'Fridays.' },
      ...{ scope: 'Shell.', hosts: ['jump-1'], sources: ['192.0.2.0/24'] },
      ...{ startsAt: at(-60), endsAt: at(600) },
    });
    for (const { id } of await desk.ofCase(authoriser, 'remote-access-checks', caseId)) {
      await desk.done(authoriser, `remote-access-checks/${id}`, 'comply', { reason: 'Short.' });
    }
    await desk.done(authoriser, `cases/${caseId}`, 'authorise');
    await desk.done(administrator, `cases/${caseId}`, 'provision', { measures: 'Key.' });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const line = (minutes: number, host: string, message: string) =>
    `${at(minutes)} ${host} sshd-session[7]: ${message}`;
  const log = () =>
    [
      line(-30, 'jump-1', 'Accepted publickey for rita from 192.0.2.7 port 5 ssh2: RSA x'),
      line(-120, 'jump-1', 'Accepted publickey for rita from 192.0.2.7 port 5 ssh2: RSA x'),
      line(-20, 'db-1', 'Accepted publickey for rita from 192.0.2.7 port 5 ssh2: RSA x'),
      line(-15, 'jump-1', 'Accepted password for mallory from 203.0.113.9 port 5 ssh2'),
      ...[1, 2, 3, 4, 5, 6].map((one) =>
        line(
          -10,
          'jump-1',
          `Failed password for root from 203.0.113.${one > 5 ? 5 : 8} port 5${one} ssh2`,
        ),
      ),
      'this is no log line',
    ].join('\n');

  async function imported(text: string): Promise<Record<string, unknown>> {
    const sent = await administrator('POST', '/imports/access-log?fileName=auth.log', text, {
      'content-type': 'application/octet-stream',
    });
    assert.equal(sent.status, 202, sent.text);
    for (let tries = 0; tries < 300; tries += 1) {
      const { body } = await administrator('GET', `/imports/${sent.body['id']}`);
      if (body['finishedAt'] !== null) return body['rows'] as Record<string, unknown>;
      await delay(100);
    }
    assert.fail('the import did not end');
  }

  const items = async (who: Caller, path: string) =>
    (await who('GET', path)).body['items'] as {
      id: string;
      state?: string;
      fields: Record<string, unknown>;
    }[];

  it('R-RA-6 a log becomes access records, the abnormal ones marked and judged before a review may say that all is normal', async () => {
    const refused = await member('POST', '/imports/access-log?fileName=auth.log', 'x', {
      'content-type': 'application/octet-stream',
    });
    assert.equal(refused.status, 403, refused.text);
    const text = log();
    const report = await imported(text);
    assert.deepEqual([report['accepted'], report['refused']], [10, 1], JSON.stringify(report));
    const again = await imported(text);
    assert.deepEqual([again['accepted'], again['unchanged']], [0, 10], JSON.stringify(again));
    const open = await items(authoriser, '/abnormal-accesses?limit=50');
    assert.deepEqual(
      open.map(({ fields }) => [fields['kind'], fields['account'], fields['records']]).sort(),
      [
        ['many-failures', undefined, 1],
        ['outside-period', 'rita', 1],
        ['outside-scope', 'rita', 1],
        ['unknown-account', 'mallory', 1],
      ],
    );
    const records = await items(authoriser, '/access-records?limit=50');
    assert.equal(records.filter(({ fields }) => fields['access'] === caseId).length, 3);
    assert.equal(
      (await member('GET', '/access-records')).status,
      403,
      'logs are not for everybody',
    );

    const review = {
      ...{ reviewedFrom: at(-200), reviewedTo: at(-1), records: ['audit-trail'] },
      observations: 'As usual.',
    };
    const early = await desk.act(authoriser, `cases/${caseId}`, 'review', review);
    assert.deepEqual(refusalsOf(early), ['abnormal-records-are-judged']);
    const [period] = open.filter(({ fields }) => fields['kind'] === 'outside-period');
    const path = `abnormal-accesses/${period?.id}`;
    assert.deepEqual(refusalsOf(await desk.act(authoriser, path, 'judge-normal')), ['assessment']);
    const assessment = { assessment: 'The administrator tried the key.' };
    await desk.done(authoriser, path, 'judge-normal', assessment);
    await desk.done(authoriser, `cases/${caseId}`, 'report-abnormal', {
      ...review,
      abnormality: 'On a host outside the scope.',
    });
    const later = await items(authoriser, '/abnormal-accesses?limit=50');
    const scope = later.find(({ fields }) => fields['kind'] === 'outside-scope');
    assert.equal(scope?.state, 'reported', 'reported with the access');

    const stranger = later.find(({ fields }) => fields['kind'] === 'unknown-account');
    const reason = { assessment: 'Nobody knows him.' };
    await desk.done(authoriser, `abnormal-accesses/${stranger?.id}`, 'report-incident', reason);
    const { body } = await team('GET', '/tasks?limit=100');
    const tasks = (body['items'] as { task: string }[]).map(({ task }) => task);
    assert.ok(tasks.includes('look-into-access'), tasks.join());
  });
});
