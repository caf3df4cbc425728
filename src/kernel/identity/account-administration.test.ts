import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { type Browser, type IdentityWorld, identityWorld } from './fixtures/identity-world.ts';

after(stopTestServer);

interface Listed {
  readonly personId: string;
  readonly name: string;
  readonly state: string;
  readonly sessions: number;
}

describe('what the operator sees and does of accounts', () => {
  let world: IdentityWorld;
  let home: string;
  let tenant: string;
  let operator: Browser;
  let operatorId: string;
  let anna: string;
  let bert: string;
  before(async () => {
    world = await identityWorld();
    home = await world.organisation('CB');
    tenant = await world.organisation('NA-1');
    operatorId = await world.person(home, 'operator@example.org', ['system-administrator']);
    anna = await world.person(tenant, 'anna@example.org', ['asset-manager']);
    bert = await world.person(tenant, 'bert@example.org');
    operator = world.browser();
    await operator.signIn('operator@example.org');
  });
  after(() => world.close());

  const items = async (path: string) =>
    (await operator.send('GET', path)).body['items'] as Listed[];

  test('lists people of every organisation with how they get in, page by page, and nobody else may', async () => {
    await world.browser('192.0.2.20').signIn('anna@example.org');
    const all = await items('/accounts');
    assert.deepEqual(
      all.map(({ personId, state, sessions }) => [personId, state, sessions]).sort(),
      [
        [operatorId, 'active', 1],
        [anna, 'active', 1],
        [bert, 'active', 0],
      ].sort(),
    );
    const first = (await operator.send('GET', '/accounts?limit=1')).body;
    const second = await items(`/accounts?limit=2&after=${String(first['next'])}`);
    assert.deepEqual(
      [...(first['items'] as Listed[]), ...second].map(({ name }) => name),
      all.map(({ name }) => name),
    );
    assert.equal((await items(`/accounts?organisation=${tenant}`)).length, 2);
    assert.deepEqual(
      (await items('/accounts?q=BERT')).map(({ personId }) => personId),
      [bert],
    );
    const member = world.browser();
    await member.signIn('anna@example.org');
    for (const path of ['/accounts', `/accounts/${bert}`, '/invitations', '/lockouts']) {
      assert.equal((await member.send('GET', path)).status, 403, path);
    }
  });

  test('grants a role for a period, and as substitute only for who holds it; never to himself', async () => {
    const grant = (person: string, input: object) =>
      operator.send('POST', `/accounts/${person}/roles`, { organisationId: tenant, ...input });
    const later = '2026-06-01T00:00:00.000Z';
    assert.equal((await grant(operatorId, { role: 'auditor' })).status, 403);
    assert.equal(
      (await grant(bert, { role: 'auditor', validTo: '2020-01-01T00:00:00Z' })).status,
      422,
    );
    const made = await grant(bert, { role: 'auditor', validTo: later, reason: 'Yearly audit' });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.equal((await grant(bert, { role: 'auditor' })).body['code'], 'role-held');
    const substitute = { role: 'asset-manager', kind: 'substitute' };
    assert.equal((await grant(bert, substitute)).status, 422);
    assert.equal((await grant(bert, { ...substitute, forPersonId: operatorId })).status, 422);
    assert.equal((await grant(bert, { ...substitute, forPersonId: anna })).status, 201);
    const detail = (await operator.send('GET', `/accounts/${bert}`)).body;
    const roles = detail['roles'] as { id: string; role: string; forPersonId: string | null }[];
    assert.deepEqual(
      roles.map(({ role, forPersonId }) => [role, forPersonId]),
      [
        ['asset-manager', anna],
        ['auditor', null],
      ],
    );
    const holding = String(made.body['id']);
    assert.equal((await operator.send('DELETE', `/accounts/${bert}/roles/${holding}`)).status, 204);
    const again = await operator.send('DELETE', `/accounts/${bert}/roles/${holding}`);
    assert.equal(again.body['code'], 'role-over');
    assert.deepEqual(await world.trail(holding), ['role.grant', 'role.end']);
  });

  test('sees open invitations and takes one back', async () => {
    const invited = await operator.send('POST', '/invitations', {
      email: 'carla@example.org',
      name: 'Carla',
      organisationId: tenant,
    });
    assert.deepEqual(
      (await items('/accounts?state=invited')).map(({ name }) => name),
      ['Carla'],
    );
    const [open] = (await items('/invitations?open=true')) as unknown as { id: string }[];
    assert.equal(open?.id, invited.body['id']);
    const token = String(invited.body['link']).split('#')[1];
    assert.equal((await operator.send('DELETE', `/invitations/${open?.id}`)).status, 204);
    assert.equal((await operator.send('DELETE', `/invitations/${open?.id}`)).status, 404);
    const accept = { token, password: 'a quite long enough one' };
    const answer = await world.browser().send('POST', '/invitations/accept', accept);
    assert.equal(answer.body['code'], 'invitation-invalid');
    assert.deepEqual(await items('/invitations?open=true'), []);
    assert.equal((await items('/invitations')).length, 1);
  });

  test('sees locks of accounts and network addresses and releases each', async () => {
    const attacker = world.browser('198.51.100.7');
    for (let tries = 0; tries < 6; tries += 1) {
      await attacker.signIn('anna@example.org', { password: 'wrong' });
    }
    for (let tries = 0; tries < 50; tries += 1) {
      await attacker.signIn(`nobody-${tries}@example.org`, { password: 'wrong' });
    }
    const locks = (await items('/lockouts')) as unknown as {
      kind: string;
      personId: string | null;
      address: string | null;
    }[];
    assert.ok(locks.some(({ kind, personId }) => kind === 'account' && personId === anna));
    assert.ok(locks.some(({ address }) => address === '198.51.100.7'));
    assert.deepEqual(
      (await items('/accounts?state=locked')).map(({ personId }) => personId),
      [anna],
    );
    assert.equal((await operator.send('DELETE', `/accounts/${anna}/lockout`)).status, 204);
    const release = { address: '198.51.100.7' };
    assert.equal((await operator.send('POST', '/lockouts/release', release)).status, 204);
    assert.equal((await operator.send('POST', '/lockouts/release', release)).status, 404);
    assert.deepEqual(await items('/lockouts'), []);
  });
});
