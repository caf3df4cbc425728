import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

describe('exports', () => {
  let world: HttpWorld;
  let call: Caller;
  before(async () => {
    world = await createHttpWorld({ worker: false });
    const home = await world.organisation('HOME');
    const person = await world.person('exporter', home, ['change-manager', 'asset-manager']);
    call = await world.withToken(person);
    await call('POST', '/systems', {
      fields: { code: 'S1', name: 'First; "quoted"', architecture: 'distributed' },
    });
    await call('POST', '/systems', {
      fields: { code: 'S2', name: 'Second', architecture: 'centralised' },
    });
    await world.query(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, opened_at, updated_at)
       values ($1, gen_random_uuid(), 'change', 1, 'CH-1', 'One change', 'requested', $2, $2)`,
      [home, new Date()],
    );
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const lines = (text: string) => text.replace('\uFEFF', '').trimEnd().split('\r\n');

  it('give the chosen columns after the title, in the order of the list', async () => {
    const answer = await call(
      'GET',
      '/exports/csv?register=systems&columns=architecture&sort=-code&code=S1,S2',
    );
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(lines(answer.text), [
      'name,architecture',
      'Second,centralised',
      '"First; ""quoted""",distributed',
    ]);
  });

  it('give every column when none is chosen', async () => {
    const answer = await call('GET', '/exports/csv?register=systems&code=S1');
    const [head = '', ...rows] = lines(answer.text);
    assert.match(head, /^id,code,name,.*,createdAt,updatedAt$/);
    assert.equal(rows.length, 1);
  });

  it('give cases with the filters of their list, as CSV and XLSX', async () => {
    const csv = await call(
      'GET',
      '/exports/csv?register=cases&columns=reference,state,ownerId&q=one',
    );
    assert.deepEqual(lines(csv.text), [
      'title,reference,state,organisation',
      'One change,CH-1,requested,HOME',
    ]);
    const none = await call('GET', '/exports/csv?register=cases&procedure=patch&columns=reference');
    assert.deepEqual(lines(none.text), ['title,reference']);
    const xlsx = await call('GET', '/exports/xlsx?register=cases');
    assert.equal(xlsx.text.slice(0, 2), 'PK');
  });

  it('refuse a column, filter or register that is not there, with its place', async () => {
    for (const query of ['register=systems&columns=secret', 'register=cases&columns=fields']) {
      const answer = await call('GET', `/exports/csv?${query}`);
      assert.deepEqual([answer.status, answer.body['code']], [422, 'invalid-input'], query);
    }
    assert.equal((await call('GET', '/exports/csv?register=nothing')).status, 404);
  });
});
