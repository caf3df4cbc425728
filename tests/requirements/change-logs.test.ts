import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Entry {
  readonly fields: {
    readonly act: string;
    readonly changedFields?: readonly string[];
    readonly changes: readonly { field: string; before?: string; after?: string }[];
  };
}

describe('services and contracts, each with a change log', () => {
  let world: HttpWorld;
  let manager: Caller;
  let member: Caller;
  let stranger: Caller;
  let owner: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const telco = await world.organisation('TELCO');
    const person = await world.person('manager', telco, ['security-manager']);
    owner = person.id;
    manager = await world.withToken(person);
    member = await world.withToken(await world.person('member', telco, []));
    const other = await world.organisation('OTHER');
    stranger = await world.withToken(await world.person('stranger', other, ['security-manager']));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function made(register: string, fields: object): Promise<string> {
    const { status, body, text } = await manager('POST', `/${register}`, { fields });
    assert.equal(status, 201, text);
    return String(body['id']);
  }

  const line = (kind: string, reference: string, parentId?: string) => ({
    ...{ kind, reference, validFrom: '2026-01-01' },
    ...(parentId === undefined ? {} : { parentId }),
  });

  async function logOf(call: Caller, record: string): Promise<Entry['fields'][]> {
    const { status, body, text } = await call('GET', `/own-changes?record=${record}&sort=-at`);
    assert.equal(status, 200, text);
    return (body['items'] as Entry[]).map(({ fields }) => fields);
  }

  it('R-GEN-5 a service keeps what changed, from what to what, for the own organisation alone, and nobody edits it', async () => {
    const service = await made('services', {
      ...{ name: 'Transit', class: 'trans-european', owner, level: 'normal' },
      consumers: ['national-administration'],
    });
    const change = { fields: { level: 'vital', consumers: ['national-administration', 'public'] } };
    const etag = { 'if-match': '"1"' };
    assert.equal((await manager('PATCH', `/services/${service}`, change, etag)).status, 200);
    const [changed, entered] = await logOf(member, service);
    assert.deepEqual([changed?.act, entered?.act], ['changed', 'entered']);
    assert.deepEqual(changed?.changedFields, ['consumers', 'level']);
    const level = changed.changes.find(({ field }) => field === 'level');
    assert.deepEqual([level?.before, level?.after], ['normal', 'vital']);
    assert.deepEqual(await logOf(stranger, service), []);
    const forged = { subject: 'X', subjectKind: 'services', record: service, act: 'ended' };
    assert.equal((await manager('POST', '/own-changes', { fields: forged })).status, 403);
  });

  it('R-DOC-7 a line of a contract stands under one of the kind above it; its end is in the log', async () => {
    const framework = await made('contracts', line('framework-contract', 'FC-1'));
    const specific = await made('contracts', line('specific-contract', 'SC-1', framework));
    const work = await made('contracts', line('work-package', 'WP-1', specific));
    await made('contracts', line('deliverable', 'DLV-1', work));
    for (const wrong of [
      line('framework-contract', 'FC-2', framework),
      line('specific-contract', 'SC-2', work),
      line('deliverable', 'DLV-2', framework),
    ]) {
      const refused = await manager('POST', '/contracts', { fields: wrong });
      assert.equal(refused.status, 422, refused.text);
      assert.match(refused.text, /fields\/parentId/);
    }
    const { body } = await manager('GET', `/contracts?parentId=${framework}`);
    assert.equal((body['items'] as unknown[]).length, 1);
    const end = { fields: { validTo: '2026-12-31' } };
    const ended = await manager('PATCH', `/contracts/${specific}`, end, { 'if-match': '"1"' });
    assert.equal(ended.status, 200, ended.text);
    const [entry] = await logOf(manager, specific);
    assert.equal(entry?.act, 'ended');
    const parent = (await logOf(manager, work))[0]?.changes.find(
      ({ field }) => field === 'parentId',
    );
    assert.equal(parent?.after, 'SC-1', 'told by its reference');
  });
});
