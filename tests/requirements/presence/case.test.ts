import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { away, type Group, leave, namesOf, roleIn, substitute, until } from './leave.ts';

const manager = 'change-manager';

describe('a case whose state waits for a role says that nobody is there', () => {
  let world: HttpWorld;
  let home: string;
  let mia: Person;
  let asMia: Caller;
  let reader: Caller;
  let caseId: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    home = await world.organisation('HOME');
    mia = await world.person('mia', home, [manager]);
    asMia = await world.withToken(mia);
    reader = await world.withToken(await world.person('rui', home, []));
    const opened = await reader('POST', '/cases', {
      ...{ procedure: 'change', title: 'A change' },
      fields: { origin: 'other', reason: 'A fix.' },
    });
    assert.equal(opened.status, 201, opened.text);
    caseId = (opened.body['case'] as { id: string }).id;
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function waiting(): Promise<Group> {
    const { body, status, text } = await reader('GET', `/cases/${caseId}`);
    assert.equal(status, 200, text);
    return roleIn(body['waitingFor'], manager);
  }

  it('away without a substitute, with one, back again', async () => {
    assert.deepEqual([namesOf(await waiting()), (await waiting()).nobody], [[['mia', null]], null]);
    const back = await leave(asMia, mia);
    assert.deepEqual(
      [namesOf(await waiting()), (await waiting()).nobody],
      [[['mia', until]], away],
    );
    const sub = await world.person('sam', home, []);
    const end = await substitute(world, sub, manager, mia);
    assert.equal((await waiting()).nobody, null, 'the substitute is there');
    assert.deepEqual(namesOf(await waiting()), [
      ['mia', until],
      ['sam', null],
    ]);
    await end();
    assert.deepEqual((await waiting()).nobody, away);
    await back();
    assert.equal((await waiting()).nobody, null, 'back again');
  });

  it('held by two of whom one is away, it waits for nobody who is not there', async () => {
    const otto = await world.person('otto', home, [manager]);
    const back = await leave(asMia, mia);
    assert.equal((await waiting()).nobody, null);
    const backToo = await leave(await world.withToken(otto), otto);
    assert.deepEqual((await waiting()).nobody, away);
    await backToo();
    await back();
  });

  it('held for another system alone, or by somebody who has left, it is not held', async () => {
    await world.query(
      'update role_holding set system_id = gen_random_uuid() where person_id = $1',
      [mia.id],
    );
    await world.query('update person set ended_at = now() where name = $1', ['otto']);
    const seen = await waiting();
    assert.deepEqual([seen.people, seen.nobody], [[], { since: null, until: null }]);
    await world.query('update role_holding set system_id = null where person_id = $1', [mia.id]);
    assert.deepEqual(namesOf(await waiting()), [['mia', null]]);
  });
});
