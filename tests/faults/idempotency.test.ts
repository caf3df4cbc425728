import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

describe('a change that is sent again with its Idempotency-Key', () => {
  let world: HttpWorld;
  let ours: string;
  let call: Caller;
  let colleague: Caller;
  const asset = { fields: { name: 'Router 7', kind: 'equipment', vendor: 'V', product: 'P' } };
  before(async () => {
    world = await createHttpWorld({ worker: false });
    ours = await world.organisation('OURS');
    call = await world.withToken(await world.person('ines', ours, ['asset-manager']));
    colleague = await world.withToken(await world.person('otto', ours, ['asset-manager']));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });
  const keyed = (key: string) => ({ 'idempotency-key': key });
  const count = async (table: string) =>
    (await world.query<{ n: number }>(`select count(*) as n from ${table}`))[0]?.n;

  test('is done once, also when both arrive at the same moment, and answers the same', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call('POST', '/assets', asset, keyed('one'))),
    );
    const again = await call('POST', '/assets', asset, keyed('one'));
    for (const answer of [...answers, again]) {
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.text, again.text);
      assert.equal(answer.headers.get('location'), again.headers.get('location'));
      assert.equal(answer.headers.get('etag'), again.headers.get('etag'));
    }
    assert.equal(await count('asset'), 1);
    const trail = await world.query("select 1 from trail_entry where action = 'assets.create'");
    assert.equal(trail.length, 1);
  });

  test('opens one case, and performs its action once', async () => {
    const body = {
      procedure: 'change',
      title: 'Replace the router',
      fields: { origin: 'other', reason: 'It is old' },
    };
    const opened = await call('POST', '/cases', body, keyed('open-1'));
    assert.equal(opened.status, 201, opened.text);
    const again = await call('POST', '/cases', body, keyed('open-1'));
    assert.equal(again.text, opened.text);
    assert.equal(await count('procedure_case'), 1);
  });

  test('takes an import in once', async () => {
    const csv = 'name,kind\nSwitch 1,equipment\n';
    const first = await call('POST', '/imports/csv', csv, keyed('import-1'));
    assert.equal(first.status, 202, first.text);
    assert.equal((await call('POST', '/imports/csv', csv, keyed('import-1'))).text, first.text);
    assert.equal(await count('import_run'), 1);
    const other = await call(
      'POST',
      '/imports/csv',
      `${csv}Switch 2,equipment\n`,
      keyed('import-1'),
    );
    assert.equal(other.body['code'], 'idempotency-key-reused');
  });

  test('a key says the same thing only: another change with it is refused, and nothing is written', async () => {
    const before = await count('asset');
    const other = await call(
      'POST',
      '/assets',
      { fields: { ...asset.fields, name: 'Other' } },
      keyed('one'),
    );
    assert.equal(other.status, 422, other.text);
    assert.equal(other.body['code'], 'idempotency-key-reused');
    assert.equal(
      (await call('POST', '/cases', { procedure: 'change', title: 'x' }, keyed('one'))).status,
      422,
    );
    assert.equal(await count('asset'), before);
    for (const bad of ['', 'with blank', 'x'.repeat(201)]) {
      const refused = await call('POST', '/assets', asset, keyed(bad));
      assert.equal(refused.status, 422, bad);
    }
    assert.equal(await count('asset'), before);
  });

  test("another person's key is another key", async () => {
    const mine = await call('POST', '/assets', asset, keyed('shared-word'));
    const theirs = await colleague('POST', '/assets', asset, keyed('shared-word'));
    assert.equal(theirs.status, 201);
    assert.notEqual(theirs.body['id'], mine.body['id']);
  });

  test('what was refused is not kept: it may be tried again with the same key', async () => {
    const refused = await call(
      'POST',
      '/assets',
      { fields: { kind: 'equipment' } },
      keyed('retry'),
    );
    assert.equal(refused.status, 422);
    assert.equal((await call('POST', '/assets', asset, keyed('retry'))).status, 201);
  });

  test('a key is free again after a day', async () => {
    const first = await call('POST', '/assets', asset, keyed('old'));
    await world.query("update idempotency_key set at = at - interval '25 hours' where key = 'old'");
    const later = await call('POST', '/assets', asset, keyed('old'));
    assert.equal(later.status, 201);
    assert.notEqual(later.body['id'], first.body['id']);
  });
});
