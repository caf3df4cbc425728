import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Item {
  readonly id: string;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

describe('the reference data of the programme, as the API gives it', () => {
  let world: HttpWorld;
  let liso: Caller;
  let member: Caller;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const body = await world.organisation('BODY');
    liso = await world.withToken(await world.person('liso', body, ['liso']));
    member = await world.withToken(
      await world.person('nina', await world.organisation('NA1'), ['npm']),
    );
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function all(path: string): Promise<Item[]> {
    const items: Item[] = [];
    let next: string | null = null;
    do {
      const more: string = next === null ? '' : `&after=${encodeURIComponent(next)}`;
      const { status, body, text } = await member('GET', `${path}?limit=100${more}`);
      assert.equal(status, 200, text);
      items.push(...(body['items'] as Item[]));
      next = body['next'] as string | null;
    } while (next !== null);
    return items;
  }

  it('threads, communities and the memberships with their dates and footnotes are there for every organisation', async () => {
    const threads = new Map((await all('/business-threads')).map((one) => [one.id, one.fields]));
    assert.deepEqual(
      [...threads.values()].map(({ code }) => code),
      ['COMMON', 'CUST', 'EXC', 'TAX'],
    );
    const communities = await all('/user-communities');
    const desks = communities.find(({ fields }) => fields['code'] === 'NCTS-NSD');
    assert.ok(desks !== undefined);
    assert.equal((desks.fields['systems'] as string[]).length, 1);
    assert.deepEqual(
      (desks.fields['threads'] as string[]).map((id) => threads.get(id)?.['code']),
      ['CUST'],
    );
    const countries = new Map(
      (await all('/memberships')).map(({ fields }) => [fields['country'], fields]),
    );
    assert.equal(countries.size, 45);
    assert.equal(countries.get('HR')?.['validFrom'], '2013-07-01');
    assert.equal(countries.get('GB')?.['validTo'], '2020-01-31');
    assert.equal(countries.get('GR')?.['altCode'], 'EL');
    assert.equal(countries.get('XK')?.['name'], 'Kosovo*');
    assert.match(String(countries.get('XK')?.['footnote']), /without prejudice/);
    assert.match(String(countries.get('AD')?.['footnote']), /2025\/512/);
  });

  it('the control catalogue has 133 controls and 13 of the telecommunications set, all mapped by tables 1 to 14, and nobody changes it', async () => {
    const controls = await all('/controls');
    const core = controls.filter(({ fields }) => fields['set'] === 'core');
    assert.deepEqual([core.length, controls.length], [133, 146]);
    const mappings = await all('/control-mappings');
    const tables = new Set(mappings.map(({ fields }) => fields['tableNumber']).filter(Boolean));
    assert.equal(tables.size, 14);
    const mapped = new Set(mappings.map(({ fields }) => fields['controlId']));
    assert.deepEqual(
      core.filter(({ id }) => !mapped.has(id)).map(({ fields }) => fields['number']),
      [],
    );
    const [first] = controls;
    const changed = await liso('PATCH', `/controls/${first?.id}`, { fields: { title: 'Other' } });
    assert.equal(changed.status, 403, changed.text);
  });

  it('R-TOC-11 the LISO provides common standards, nobody else does, and each change leaves a line in the change log', async () => {
    const fields = {
      code: 'CS-LOG',
      title: 'Common logging policy',
      kind: 'policy',
      edition: '1.0',
      effectiveFrom: '2026-01-01',
    };
    assert.equal((await member('POST', '/common-standards', { fields })).status, 403);
    const made = await liso('POST', '/common-standards', { fields });
    assert.equal(made.status, 201, made.text);
    const edited = await liso(
      'PATCH',
      `/common-standards/${String(made.body['id'])}`,
      { fields: { edition: '1.1' } },
      { 'if-match': '"1"' },
    );
    assert.equal(edited.status, 200, edited.text);
    const log = await all('/reference-changes');
    assert.deepEqual(
      log.map((one) => [one.fields['act'], one.fields['edition'], one.fields['changedFields']]),
      [
        ['changed', '1.1', ['edition']],
        ['entered', '1.0', undefined],
      ],
    );
    assert.equal((await liso('POST', '/reference-changes', { fields: {} })).status, 403);
  });
});
