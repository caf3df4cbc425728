import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

describe('delegation inside a case', () => {
  let world: HttpWorld;
  let requester: Caller;
  let manager: Caller;
  let managerPerson: Person;
  let delegate: Person;
  let outsider: Person;
  let caseId: string;
  before(async () => {
    world = await createHttpWorld({ worker: false });
    const home = await world.organisation('HOME');
    const away = await world.organisation('AWAY');
    managerPerson = await world.person('manager', home, ['change-manager']);
    delegate = await world.person('delegate', home, []);
    outsider = await world.person('outsider', away, []);
    const requesting = await world.person('requester', home, [
      'operations-management',
      'change-requester',
    ]);
    manager = await world.withToken(managerPerson);
    requester = await world.withToken(requesting);
    caseId = await someCase(home);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** A case as it stands after it was opened; how it is opened is the concern of its procedure. */
  async function someCase(owner: string, reference = 'CH-1'): Promise<string> {
    const [row] = await world.query<{ id: string }>(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, opened_at, updated_at)
       values ($1, gen_random_uuid(), 'change', 1, $3, 'A change', 'requested', $2, $2) returning id`,
      [owner, new Date(), reference],
    );
    return row?.id ?? '';
  }

  const until = () => new Date(Date.now() + 86_400_000).toISOString();
  const allowed = async (call: Caller): Promise<string[]> => {
    const { body } = await call('GET', `/cases/${caseId}`);
    const actions = body['allowedActions'] as { action: string; refusals: { rule: string }[] }[];
    return actions
      .filter(({ refusals }) => !refusals.some(({ rule }) => rule === 'role'))
      .map(({ action }) => action);
  };

  it('R-TOC-14 gives the same authority in this case alone, until its end, and the trail says on behalf of whom', async () => {
    const before = await allowed(await world.withToken(delegate));
    const offered = await manager('POST', `/cases/${caseId}/delegations`, {
      ...{ personId: delegate.id, role: 'change-manager', until: until(), reason: 'On leave' },
    });
    assert.equal(offered.status, 201, offered.text);
    const call = await world.withToken(delegate);
    const gained = (await allowed(call)).filter((action) => !before.includes(action));
    assert.ok(gained.length > 0);
    const me = (await call('GET', '/me')).body;
    assert.deepEqual(
      (me['roles'] as { kind: string; caseId: string; forPerson: string }[]).map((role) => [
        ...[role.kind, role.caseId, role.forPerson],
      ]),
      [['delegate', caseId, 'manager']],
    );
    const mine = (await call('GET', '/cases?assignee=me')).body['items'] as { id: string }[];
    assert.deepEqual(
      mine.map(({ id }) => id),
      [caseId],
    );
    const detail = (await manager('GET', `/cases/${caseId}`)).body;
    const [shown] = detail['delegations'] as {
      id: string;
      personId: string;
      forPersonId: string;
    }[];
    assert.deepEqual([shown?.personId, shown?.forPersonId], [delegate.id, managerPerson.id]);
    const history = (await manager('GET', `/cases/${caseId}/history`)).body['items'];
    assert.equal((history as { action: string }[])[0]?.action, 'case.delegate');
    const other = await requester('DELETE', `/cases/${caseId}/delegations/${shown?.id}`);
    assert.equal(other.status, 404);
    const ended = await manager('DELETE', `/cases/${caseId}/delegations/${shown?.id}`);
    assert.equal(ended.status, 200, ended.text);
    assert.deepEqual((await manager('GET', `/cases/${caseId}`)).body['delegations'], []);
  });

  it('is refused for roles not held, people of elsewhere, oneself, and a date that does not do', async () => {
    const give = async (call: Caller, more: object) =>
      (
        await call('POST', `/cases/${caseId}/delegations`, {
          ...{ personId: delegate.id, role: 'change-manager', until: until(), ...more },
        })
      ).status;
    assert.equal(await give(requester, {}), 403);
    assert.equal(await give(manager, { personId: outsider.id }), 422);
    assert.equal(await give(manager, { personId: managerPerson.id }), 422);
    assert.equal(await give(manager, { until: '2020-01-01T00:00:00.000Z' }), 422);
    assert.equal(await give(manager, { until: '2036-01-01T00:00:00.000Z' }), 422);
    assert.equal(await give(await world.withToken(outsider), {}), 404);
  });

  it('R-TOC-14 names the rule: overlapping delegations, handing on what was handed on, acting after the end', async () => {
    const path = `/cases/${caseId}/delegations`;
    const offer = { personId: delegate.id, role: 'change-manager', until: until() };
    const given = await manager('POST', path, offer);
    assert.equal(given.status, 201, given.text);
    const second = await manager('POST', path, offer);
    assert.equal(second.status, 409, second.text);
    assert.equal(second.body['rule'], 'delegation-overlaps');
    const call = await world.withToken(delegate);
    const third = await world.person('third', delegate.organisationId, []);
    const onward = await call('POST', path, { ...offer, personId: third.id });
    assert.equal(onward.status, 403, onward.text);
    assert.equal(onward.body['rule'], 'no-re-delegation');
    await world.query('update role_holding set valid_to = $2 where id = $1', [
      given.body['id'],
      new Date(Date.now() - 1000),
    ]);
    world.identity.forget(delegate.id);
    for (const onBehalfOf of [managerPerson.id, null]) {
      const late = await call('POST', `/cases/${caseId}/actions/formulate`, { onBehalfOf });
      assert.equal(late.status, 409, late.text);
      const [refusal] = late.body['refusals'] as { rule: string; name: string }[];
      assert.deepEqual([refusal?.rule, refusal?.name], ['delegation-ended', 'change-manager']);
    }
    const never = await requester('POST', `/cases/${caseId}/actions/formulate`, {});
    assert.equal((never.body['refusals'] as { rule: string }[])[0]?.rule, 'role');
  });

  it('R-TOC-14 is for a period: one that is to come gives nothing yet, and two may follow each other', async () => {
    const other = await someCase(delegate.organisationId, 'CH-2');
    const path = `/cases/${other}/delegations`;
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const offer = { personId: delegate.id, role: 'change-manager' };
    const later = await manager('POST', path, { ...offer, from: inDays(5), until: inDays(9) });
    assert.equal(later.status, 201, later.text);
    const call = await world.withToken(delegate);
    const early = await call('POST', `/cases/${other}/actions/formulate`, {
      onBehalfOf: managerPerson.id,
    });
    assert.match(early.text, /"rule":"(role|on-behalf)/);
    const across = await manager('POST', path, { ...offer, until: inDays(6) });
    assert.deepEqual([across.status, across.body['rule']], [409, 'delegation-overlaps']);
    const sooner = await manager('POST', path, { ...offer, until: inDays(4) });
    assert.equal(sooner.status, 201, sooner.text);
    const reversed = await manager('POST', path, {
      ...{ ...offer, from: inDays(20), until: inDays(19) },
    });
    assert.equal(reversed.status, 422, reversed.text);
    const listed = (await manager('GET', `/cases/${other}`)).body['delegations'];
    assert.equal((listed as unknown[]).length, 2);
  });

  it('R-TOC-14 ends with the authority of who gave it, as a substitute does with the role that he stands in for', async () => {
    const home = delegate.organisationId;
    const leaving = await world.person('leaving', home, ['change-manager']);
    const substitute = await world.person('substitute', home, []);
    await world.query(
      `insert into role_holding (owner_id, id, person_id, role, kind, for_person_id, valid_from, created_at, updated_at)
       values ($1, gen_random_uuid(), $2, 'change-manager', 'substitute', $3, $4, $4, $4)`,
      [home, substitute.id, leaving.id, new Date(Date.now() - 1000)],
    );
    const other = await someCase(home, 'CH-3');
    const given = await (await world.withToken(leaving))('POST', `/cases/${other}/delegations`, {
      ...{ personId: delegate.id, role: 'change-manager', until: until() },
    });
    assert.equal(given.status, 201, given.text);
    const [asDelegate, asSubstitute] = [
      await world.withToken(delegate),
      await world.withToken(substitute),
    ];
    const roles = async (call: Caller) =>
      ((await call('GET', '/me')).body['roles'] as { caseId: string | null }[]).filter(
        ({ caseId: of }) => of === null || of === other,
      ).length;
    assert.deepEqual([await roles(asDelegate), await roles(asSubstitute)], [1, 1]);
    await world.query(
      `update role_holding set valid_to = $2 where person_id = $1 and kind = 'holder'`,
      [leaving.id, new Date(Date.now() - 1)],
    );
    world.identity.forget(leaving.id);
    assert.deepEqual([await roles(asDelegate), await roles(asSubstitute)], [0, 0]);
    const late = await asDelegate('POST', `/cases/${other}/actions/formulate`, {
      onBehalfOf: leaving.id,
    });
    assert.equal(
      (late.body['refusals'] as { rule: string }[])[0]?.rule,
      'delegation-ended',
      late.text,
    );
    const detail = (await manager('GET', `/cases/${other}`)).body;
    assert.deepEqual(detail['delegations'], []);
  });
});
