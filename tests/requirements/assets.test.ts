import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Item {
  readonly id: string;
  readonly state?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

describe('asset management through HTTP', () => {
  let world: HttpWorld;
  let manager: Caller;
  let owner: Caller;
  let ownerId: string;
  let stranger: Caller;
  const classes = new Map<string, string>();

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const telco = await world.organisation('TELCO');
    manager = await world.withToken(await world.person('ana', telco, ['asset-manager']));
    const person = await world.person('olaf', telco, []);
    owner = await world.withToken(person);
    ownerId = person.id;
    const other = await world.person('sten', await world.organisation('OTHER'), ['asset-manager']);
    stranger = await world.withToken(other);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function made(register: string, fields: object, who = manager): Promise<string> {
    const answer = await who('POST', `/${register}`, { fields });
    assert.equal(answer.status, 201, `${register}: ${answer.text}`);
    return String(answer.body['id']);
  }

  async function itemsOf(path: string, who = manager): Promise<Item[]> {
    const { status, body, text } = await who('GET', path);
    assert.equal(status, 200, text);
    return body['items'] as Item[];
  }

  const act = (who: Caller, id: string, action: string, fields: object = {}): Promise<Answer> =>
    who('POST', `/assets/${id}/actions/${action}`, { comment: 'So.', fields });

  const read = async (id: string): Promise<Item> =>
    (await manager('GET', `/assets/${id}`)).body['record'] as Item;

  it('R-GEN-3 equipment, procedures and standards belong to a distributed or a centralised system, and to none that is not known', async () => {
    const systems = await itemsOf('/systems?limit=100');
    for (const architecture of ['distributed', 'centralised']) {
      const system = systems.find(({ fields }) => fields['architecture'] === architecture);
      assert.ok(system !== undefined, architecture);
      for (const kind of ['equipment', 'procedure', 'standard']) {
        await made('assets', { name: `${architecture} ${kind}`, kind, systemId: system.id });
      }
      const linked = await itemsOf(`/assets?systemId=${system.id}`);
      assert.deepEqual(linked.map(({ fields }) => fields['kind']).sort(), [
        'equipment',
        'procedure',
        'standard',
      ]);
    }
    const nowhere = { name: 'Nowhere', kind: 'equipment', systemId: ownerId };
    const refused = await manager('POST', '/assets', { fields: nowhere });
    assert.ok([409, 422].includes(refused.status), refused.text);
    const unknownKind = { name: 'A building', kind: 'building' };
    assert.equal((await manager('POST', '/assets', { fields: unknownKind })).status, 422);
  });

  it('R-AM-5 a scheme states its number of categories and their benefit, and holds no more', async () => {
    for (const axis of ['by-item', 'by-business-process']) {
      const stated = {
        name: axis,
        axis,
        categoryCount: 1,
        rationale: 'One to begin with.',
        active: true,
      };
      const silent = await manager('POST', '/asset-schemes', { fields: stated });
      assert.equal(silent.status, 422, 'without its benefit');
      const scheme = await made('asset-schemes', {
        ...stated,
        benefit: 'Handling rules per class.',
      });
      classes.set(axis, await made('asset-categories', { scheme, code: 'A', name: `A ${axis}` }));
      const second = { scheme, code: 'B', name: `B ${axis}` };
      assert.equal((await manager('POST', '/asset-categories', { fields: second })).status, 409);
    }
  });

  it('R-AM-4 an asset is classified by item and by business process, each from its own scheme', async () => {
    const id = await made('assets', { name: 'mail-1', kind: 'host' });
    const both = {
      classByItem: classes.get('by-item'),
      classByProcess: classes.get('by-business-process'),
    };
    const crossed = { ...both, classByItem: both.classByProcess };
    assert.equal((await act(manager, id, 'classify', crossed)).status, 422);
    assert.equal(
      (await act(manager, id, 'classify', { classByItem: both.classByItem })).status,
      422,
    );
    assert.equal((await act(manager, id, 'classify', both)).status, 200);
    const { fields } = await read(id);
    assert.deepEqual([fields['classByItem'], fields['classByProcess']], Object.values(both));
  });

  it('R-AM-6 R-AM-7 is registered with an owner who confirms so himself and values it; nobody else does', async () => {
    const [asset] = await itemsOf('/assets?q=mail-1');
    assert.ok(asset !== undefined);
    const rating = { confidentiality: 2, integrity: 4, availability: 3 };
    assert.equal((await act(manager, asset.id, 'register')).status, 422, 'without an owner');
    assert.equal((await act(manager, asset.id, 'register', { owner: ownerId })).status, 200);
    assert.equal((await act(owner, asset.id, 'value', rating)).status, 409, 'before he confirmed');
    assert.equal((await act(manager, asset.id, 'confirm-ownership')).status, 409, 'not the owner');
    assert.equal((await act(owner, asset.id, 'confirm-ownership')).status, 200);
    assert.equal((await act(manager, asset.id, 'value', rating)).status, 409, 'not the owner');
    assert.equal((await act(owner, asset.id, 'value', { ...rating, integrity: 9 })).status, 422);
    assert.equal((await act(owner, asset.id, 'value', rating)).status, 200);
    const { state, fields } = await read(asset.id);
    assert.deepEqual([state, fields['value'], fields['valueClass']], ['valued', 4, 'critical']);
    const edited = await manager('PATCH', `/assets/${asset.id}`, { fields: { integrity: 1 } });
    assert.equal(edited.status >= 400, true, 'a value changes by valuing alone');
    assert.equal((await stranger('GET', `/assets/${asset.id}`)).status, 404);
  });
});
