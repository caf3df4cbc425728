import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Item {
  readonly id: string;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

describe('the directory of contacts and the duties of an organisation', () => {
  let world: HttpWorld;
  let home: string;
  let partner: string;
  let proposer: Caller;
  let approver: Caller;
  let guest: Caller;
  let stranger: Caller;
  let officer: Person;
  let contact: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    home = await world.organisation('HOME');
    partner = await world.organisation('PARTNER');
    officer = await world.person('officer', home, ['niso']);
    proposer = await world.withSession(officer);
    approver = await world.withSession(await world.person('manager', home, ['npm']));
    guest = await world.withSession(await world.person('guest', partner, ['liso']));
    const away = await world.organisation('AWAY');
    stranger = await world.withSession(await world.person('stranger', away, ['niso']));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const propose = (call: Caller, fields: object): Promise<Answer> =>
    call('POST', '/cases', {
      ...{ procedure: 'contact-change', title: 'The security desk' },
      fields: { reason: 'As told by the desk.', ...fields },
    });

  async function proposed(fields: object): Promise<string> {
    const answer = await propose(proposer, fields);
    assert.equal(answer.status, 201, answer.text);
    return (answer.body['case'] as { id: string }).id;
  }

  const act = (call: Caller, id: string, action: string): Promise<Answer> =>
    call('POST', `/cases/${id}/actions/${action}`, { comment: 'Looked at.' });

  async function all(call: Caller, path = '/contacts'): Promise<Item[]> {
    const { status, body, text } = await call('GET', path);
    assert.equal(status, 200, text);
    return body['items'] as Item[];
  }

  const desk = {
    ...{ change: 'enter', name: 'Security desk', function: 'Reports of incidents' },
    ...{ phone: '+49 228 5550100', hours: 'Around the clock', aroundTheClock: true },
    ...{ languages: ['de', 'en'], escalationLevel: 1 },
  };

  it('R-INC-8 a contact is there once a second person approved it, and for whom it is shared with', async () => {
    const id = await proposed({ ...desk, sharedWith: [partner] });
    assert.deepEqual(await all(proposer), [], 'nothing before the approval');
    const own = await act(proposer, id, 'approve');
    assert.equal(own.status, 409, own.text);
    assert.deepEqual(
      (own.body['refusals'] as { rule: string }[]).map(({ rule }) => rule),
      ['segregation'],
    );
    assert.equal((await act(guest, id, 'approve')).status, 404);
    const approved = await act(approver, id, 'approve');
    assert.equal(approved.status, 200, approved.text);
    const [made] = await all(approver);
    contact = made?.id ?? '';
    assert.equal(made?.fields['phone'], '+49 228 5550100');
    assert.deepEqual(
      (await all(guest)).map(({ id: seen }) => seen),
      [contact],
    );
    assert.deepEqual(await all(stranger), []);
    assert.equal((await stranger('GET', `/contacts/${contact}`)).status, 404);
  });

  it('no line of the directory is written or deleted by hand, whatever the role', async () => {
    const fields = { name: 'X', function: 'X', aroundTheClock: false, validFrom: '2026-01-01' };
    assert.equal((await approver('POST', '/contacts', { fields })).status, 403);
    const changed = await approver('PATCH', `/contacts/${contact}`, {
      fields: { phone: '+1 23456' },
    });
    assert.ok([403, 428].includes(changed.status), changed.text);
    const etag = { 'if-match': '"1"' };
    assert.equal(
      (await approver('PATCH', `/contacts/${contact}`, { fields: { phone: '+1 23456' } }, etag))
        .status,
      403,
    );
    assert.equal((await approver('DELETE', `/contacts/${contact}`, undefined, etag)).status, 403);
  });

  it('a change shows what was beside what would be; the history keeps the old values, and a partner no longer named sees nothing', async () => {
    const id = await proposed({
      ...{ change: 'change', contact, phone: '+49 228 5550199', sharedWith: [home] },
    });
    const { body } = await approver('GET', `/cases/${id}`);
    const { fields } = body['case'] as { fields: { differences: Record<string, string>[] } };
    assert.deepEqual(fields.differences, [
      { field: 'phone', before: '+49 228 5550100', after: '+49 228 5550199' },
      { field: 'sharedWith', before: 'PARTNER', after: 'HOME' },
    ]);
    const late = await proposed({ change: 'change', contact, hours: 'Monday to Friday' });
    assert.equal((await act(approver, id, 'approve')).status, 200);
    const [now] = await all(approver);
    assert.equal(now?.fields['phone'], '+49 228 5550199');
    assert.deepEqual(await all(guest), []);
    const history = await approver('GET', `/contacts/${contact}/history`);
    assert.match(history.text, /5550100/);
    const stale = await act(approver, late, 'approve');
    assert.equal(stale.status, 409);
    assert.equal(stale.body['code'], 'contact-changed');
    assert.equal((await act(approver, late, 'refuse')).status, 200);
  });

  it('what says nothing, or is about a contact of others, is refused with its place', async () => {
    const codes = async (call: Caller, fields: object): Promise<unknown> => {
      const answer = await propose(call, fields);
      assert.equal(answer.status, 422, answer.text);
      return answer.text;
    };
    assert.match(String(await codes(proposer, { change: 'enter', name: 'X' })), /fields\/function/);
    assert.match(
      String(await codes(proposer, { change: 'change', contact, phone: '+49 228 5550199' })),
      /fields\/change/,
    );
    assert.match(String(await codes(stranger, { change: 'end', contact })), /fields\/contact/);
    const id = await proposed({ change: 'end', contact });
    assert.equal((await act(approver, id, 'approve')).status, 200);
    const [ended] = await all(approver);
    assert.equal(ended?.fields['validTo'], new Date().toISOString().slice(0, 10));
  });

  it('a duty tells who has it now, by whom it is taken over, and when nobody has it', async () => {
    const hours = Date.now();
    const at = (offset: number): string => new Date(hours + offset * 3_600_000).toISOString();
    const made = await proposer('POST', '/duty-rotas', {
      fields: {
        ...{ name: 'Officer on duty', role: 'niso', cover: 'around-the-clock' },
        ...{ zone: 'Europe/Berlin', opensAt: '08:00', closesAt: '17:00', workdays: ['monday'] },
        sharedWith: [partner],
      },
    });
    assert.equal(made.status, 201, made.text);
    const rota = (made.body['record'] as Item | undefined)?.id ?? String(made.body['id']);
    const turn = { rota, person: officer.id, contact };
    const first = await proposer('POST', '/duty-shifts', {
      fields: { ...turn, startsAt: at(-1), endsAt: at(10) },
    });
    assert.equal(first.status, 201, first.text);
    const second = { ...turn, startsAt: at(12), endsAt: at(30) };
    assert.equal((await proposer('POST', '/duty-shifts', { fields: second })).status, 201);
    for (const call of [approver, guest]) {
      const { body, status, text } = await call('GET', `/duties?organisation=${home}`);
      assert.equal(status, 200, text);
      const [duty] = body['items'] as {
        now: { person: string; phone: string | null }[];
        next: { startsAt: string };
        gaps: { from: string; to: string }[];
      }[];
      assert.deepEqual(
        duty?.now.map(({ person }) => person),
        ['officer'],
      );
      assert.deepEqual([duty.gaps[0]?.from, duty.gaps[0]?.to], [at(10), at(12)]);
      assert.equal(duty.next.startsAt, at(12));
    }
    assert.deepEqual((await stranger('GET', '/duties')).body['items'], []);
    assert.deepEqual(await all(stranger, '/duty-shifts'), []);
    const detail = await proposer('GET', `/duty-shifts?sort=startsAt`);
    const [begun] = detail.body['items'] as Item[];
    const early = await approver('POST', `/duty-shifts/${begun?.id}/actions/hand-over`, {
      fields: { handOver: 'Not mine.' },
    });
    assert.equal(early.status, 409, 'only the person on duty hands over');
    const handed = await proposer('POST', `/duty-shifts/${begun?.id}/actions/hand-over`, {
      fields: { handOver: 'One incident is open: the gateway in Bonn.' },
    });
    assert.equal(handed.status, 200, handed.text);
  });
});
