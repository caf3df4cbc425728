import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { type Caller, createHttpWorld, type HttpWorld, type Person } from './http-world.ts';

interface Seen {
  parties: { organisationId: string }[];
  tasks: { subject: string; answer: unknown }[];
  links: { title: string }[];
}

describe('what is read and changed of one record', () => {
  let world: HttpWorld;
  let owner: Caller;
  let parties: { person: Person; call: Caller }[];
  let caseId: string;
  let ownerId: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    ownerId = await world.organisation('OWNER');
    const mara = await world.person('mara', ownerId, ['asset-manager', 'change-manager']);
    owner = await world.withToken(mara);
    parties = [];
    for (const name of ['anna', 'bert']) {
      const person = await world.person(name, await world.organisation(`OF-${name}`), [
        'informed-party',
      ]);
      parties.push({ person, call: await world.withToken(person) });
    }
    const opened = await owner('POST', '/cases', {
      procedure: 'change',
      title: 'A change that two others take part in',
      fields: { origin: 'other', reason: 'It has to be.' },
    });
    assert.equal(opened.status, 201, opened.text);
    caseId = (opened.body['case'] as { id: string }).id;
    await takePart();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** Both become parties of the case, are asked something, and answer; a case that they do not see is linked to it. */
  async function takePart(): Promise<void> {
    const organisations = parties.map(({ person }) => person.organisationId);
    const runner = { database: world.test.database, clock: systemClock };
    const scope = { organisations: [ownerId] };
    const who = { principal: systemPrincipal('test'), scope, role: 'app' as const };
    const other = await owner('POST', '/cases', {
      procedure: 'change',
      title: 'Nobody else’s business',
      fields: { origin: 'other', reason: 'It is ours.' },
    });
    await inWriteTransaction(runner, who, async (context) => {
      await addParties(
        context,
        { ownerId, id: caseId },
        organisations.map((organisationId) => ({ organisationId, role: 'informed-party' })),
      );
      await insertTasks(
        context,
        organisations.map((organisationId, index) => ({
          ...{ ownerId, organisationId, caseId, procedure: 'change', task: 'ask' },
          ...{ role: 'informed-party', clause: '§12', dueAt: null, required: false },
          subject: `asked of ${index}`,
        })),
      );
      await context.client.query(
        `insert into hand_off (owner_id, id, hand_off, from_case_id, from_state, to_procedure, mandatory, state, title, payload,
           payload_hash, to_case_id, created_at) values ($1, $2, 'x', $3, 'requested', 'change', false, 'accepted', 'x', '{}', 'x', $4, $5)`,
        [ownerId, newId(), caseId, (other.body['case'] as { id: string }).id, context.now],
      );
    });
    await world.query(
      `update task set state = 'done', answer = jsonb_build_object('said', subject), done_at = $1, done_by = null where case_id = $2`,
      [new Date(), caseId],
    );
  }

  const seenBy = async (call: Caller): Promise<Seen> => {
    const answer = await call('GET', `/cases/${caseId}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as Seen;
  };

  it('shows the owner of a case every party and answer, and a party its own only', async () => {
    const all = await seenBy(owner);
    assert.deepEqual(
      [all.parties.length, all.tasks.length, all.links.length],
      [2, 2, 1],
      'the owner sees all',
    );
    for (const [index, { person, call }] of parties.entries()) {
      const seen = await seenBy(call);
      assert.deepEqual(
        seen.parties.map(({ organisationId }) => organisationId),
        [person.organisationId],
      );
      assert.deepEqual(
        seen.tasks.map(({ answer }) => answer),
        [{ said: `asked of ${index}` }],
      );
      assert.deepEqual(seen.links, [], 'a case that is not shared is not named');
    }
  });

  it('tells a party by history and audience of nobody but the owner and itself', async () => {
    for (const [index, { call }] of parties.entries()) {
      const other = parties[1 - index]?.person.organisationId ?? '';
      for (const path of ['', '/history', `/audience?owner=${ownerId}`]) {
        const answer = await call('GET', `/cases/${caseId}${path}`);
        assert.equal(answer.status, 200, answer.text);
        assert.ok(!answer.text.includes(other), `${path} names the other party`);
        assert.ok(!answer.text.includes('OF-'.concat(index === 0 ? 'bert' : 'anna')), path);
      }
      const history = await call('GET', `/cases/${caseId}/history`);
      assert.match(history.text, /change\.open/);
    }
    const all = await owner('GET', `/cases/${caseId}/audience?owner=${ownerId}`);
    assert.equal((all.body['items'] as unknown[]).length, 3);
    assert.match((await owner('GET', `/cases/${caseId}/history`)).text, /audience\.widen/);
  });

  it('answers 412 to a change and to a deletion of what changed since it was read', async () => {
    const fields = { title: 'Mine', person: parties[0]?.person.id };
    const call = parties[0]?.call ?? owner;
    const subscription = await call('POST', '/subscriptions', {
      fields: { ...fields, exploitedOnly: false, ownAssetsOnly: false, active: true },
    });
    assert.equal(subscription.status, 201, subscription.text);
    const path = `/subscriptions/${String(subscription.body['id'])}`;
    const read = subscription.headers.get('etag') ?? '';
    const body = { fields: { title: 'Mine, renamed' } };
    assert.equal((await call('PATCH', path, body, { 'if-match': read })).status, 200);
    for (const [method, sent] of [
      ['PATCH', body],
      ['DELETE', undefined],
    ] as const) {
      const stale = await call(method, path, sent, { 'if-match': read });
      assert.deepEqual([stale.status, stale.body['code']], [412, 'stale-version'], method);
    }
    const now = (await call('GET', path)).headers.get('etag') ?? '';
    assert.equal((await call('DELETE', path, undefined, { 'if-match': now })).status, 200);
    assert.equal((await call('GET', path)).status, 404);
    const history = await call('GET', `${path}/history`);
    assert.equal(history.status, 200, 'what was deleted keeps its history');
    assert.match(history.text, /subscriptions\.delete/);
  });

  it('answers 404 to the history of what is absent, not visible, or of another kind', async () => {
    const stranger = await world.person('stranger', await world.organisation('STRANGER'), [
      'asset-manager',
    ]);
    const call = await world.withToken(stranger);
    for (const path of ['cases', 'assets', 'advisories', 'deliverables', 'people']) {
      const answer = await owner('GET', `/${path}/${newId()}/history`);
      assert.equal(answer.status, 404, `${path}: ${answer.text}`);
    }
    assert.equal((await call('GET', `/cases/${caseId}/history`)).status, 404);
    assert.equal((await owner('GET', `/assets/${caseId}/history`)).status, 404);
    assert.equal((await owner('GET', `/cases/${caseId}/history`)).status, 200);
  });
});
