import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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

/** A system as the reference of the programme names it; the product calls `central` centralised, the word of the Security Plan. */
interface Named {
  readonly id: string;
  readonly name: string;
  readonly thread: string;
  readonly architecture: 'central' | 'distributed';
}

describe('the systems of the programme, as the API gives them', () => {
  let world: HttpWorld;
  let manager: Caller;
  let member: Caller;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const body = await world.organisation('BODY');
    const person = await world.person('manager', body, ['security-manager']);
    manager = await world.withToken(person);
    member = await world.withToken(
      await world.person('nina', await world.organisation('NA1'), ['npm']),
    );
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function systems(filter = ''): Promise<Item[]> {
    const { status, body, text } = await member('GET', `/systems?limit=100${filter}`);
    assert.equal(status, 200, text);
    return body['items'] as Item[];
  }
  const codes = (found: readonly Item[]) => found.map(({ fields }) => String(fields['code']));

  it('R-GEN-3 all 43 are there, each with the name, thread, architecture and level of the reference', async (t) => {
    const found = await systems();
    assert.equal(found.length, 43);
    const byArchitecture = Map.groupBy(found, ({ fields }) => fields['architecture']);
    const counts = [...byArchitecture].map(([name, { length }]) => [name, length]).sort();
    assert.deepEqual(counts, [
      ['centralised', 33],
      ['distributed', 10],
    ]);
    const path = new URL('../../../shared/reference/refdata.json', import.meta.url);
    if (!existsSync(path)) return t.skip('the shared reference is not beside this checkout');
    const reference = JSON.parse(readFileSync(path, 'utf8')) as {
      systems: (Named & { securityLevel?: string })[];
    };
    const expected = reference.systems.map(({ id, name, thread, architecture, securityLevel }) => ({
      ...{ code: id, name, thread, securityLevel },
      architecture: architecture === 'central' ? 'centralised' : architecture,
    }));
    assert.deepEqual(
      found.map(({ fields: { code, name, thread, architecture, securityLevel } }) => ({
        ...{ code, name, thread, securityLevel, architecture },
      })),
      expected.toSorted((one, other) => (one.code < other.code ? -1 : 1)),
    );
  });

  it('R-GEN-3 are asked for by architecture, by thread and by both', async () => {
    const all = await systems();
    const having = (architecture: string | null, thread: string | null) =>
      codes(
        all.filter(
          ({ fields }) =>
            (architecture === null || fields['architecture'] === architecture) &&
            (thread === null || fields['thread'] === thread),
        ),
      );
    for (const architecture of ['centralised', 'distributed']) {
      const found = await systems(`&architecture=${architecture}`);
      assert.deepEqual(codes(found), having(architecture, null));
      for (const thread of ['CUST', 'EXC', 'TAX']) {
        const both = await systems(`&architecture=${architecture}&thread=${thread}`);
        assert.deepEqual(codes(both), having(architecture, thread));
        assert.ok(both.length > 0, `${architecture} ${thread}`);
      }
    }
    assert.deepEqual(codes(await systems('&thread=EXC')), ['EMCS', 'SEED']);
    assert.deepEqual(codes(await systems('&thread=COMMON')), having(null, 'COMMON'));
    assert.deepEqual(await systems('&architecture=central'), []);
  });

  it('R-GEN-3 have the level that they are classified with, on the scale of the reference, and are asked for by it', async () => {
    const [transit] = (await systems()).filter(({ fields }) => fields['code'] === 'NCTS');
    const path = `/systems/${transit?.id}`;
    const level = (who: Caller, securityLevel: string) =>
      who('PATCH', path, { fields: { securityLevel } });
    assert.equal((await level(member, 'STRATEGIC')).status, 403);
    assert.equal((await level(manager, 'HIGH')).status, 422);
    assert.deepEqual(await systems('&securityLevel=STRATEGIC'), []);
    for (const given of ['MODERATE', 'CRITICAL', 'STRATEGIC']) {
      const changed = await level(manager, given);
      assert.equal(changed.status, 200, changed.text);
      assert.deepEqual(codes(await systems(`&securityLevel=${given}`)), ['NCTS']);
    }
    assert.deepEqual(await systems('&securityLevel=CRITICAL'), []);
  });
});
