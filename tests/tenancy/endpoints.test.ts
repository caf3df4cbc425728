import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { newId } from '#kernel/database/ids.ts';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { type Operation, requestFor, sampleOf } from '#tests/access/sample-request.ts';
import { stopTestServer } from '#tests/database.ts';
import { type Filled, fill, valuesFor } from './fill.ts';

describe('tenancy: every endpoint as the other organisation', () => {
  let world: HttpWorld;
  let ours: Filled;
  let theirs: Filled;
  /** Of everything of theirs, when all was quiet. */
  let versions: ReadonlyMap<string, unknown>;
  let operations: { method: string; path: string; operation: Operation }[];

  before(async () => {
    world = await createHttpWorld({ worker: true });
    theirs = await fill(world, 'THEIRS', 'zebra');
    ours = await fill(world, 'OURS', 'heron');
    const document = await world.nobody('GET', '/openapi.json');
    const paths = document.body['paths'] as Record<string, Record<string, Operation>>;
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...{ method: method.toUpperCase(), path: path.replace(/^\/api\/v1/, ''), operation },
      })),
    );
    await imported(theirs);
    await reactionsDone();
    versions = await versionsOf(theirs);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function imported(one: Filled): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { body } = await one.call('GET', `/imports/${one.imports[0]}`);
      if (body['state'] === 'done') return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the import does not end');
  }

  /** What filling set off may change records once more. */
  async function reactionsDone(): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const [waiting] = await world.query<{ n: number }>(
        'select count(*)::int as n from outbox_event where relayed_at is null',
      );
      if (waiting?.n === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the reactions do not end');
  }

  async function versionsOf(one: Filled): Promise<ReadonlyMap<string, unknown>> {
    const found = new Map<string, unknown>();
    for (const [register, id] of one.records) {
      const { body } = await one.call('GET', `/${register}/${id}`);
      found.set(`${register}/${id}`, (body['record'] as { version: number }).version);
    }
    for (const id of one.cases) {
      const { body } = await one.call('GET', `/cases/${id}`);
      found.set(`cases/${id}`, (body['case'] as { version: number }).version);
    }
    return found;
  }

  /** Every id of the organisation, by the first part of the path where it belongs. */
  function idsOf(one: Filled, path: string): readonly string[] {
    const [, part = ''] = path.split('/');
    const record = one.records.get(part);
    if (record !== undefined) return [record];
    const named: Record<string, readonly string[]> = {
      ...{ cases: one.cases, imports: one.imports, tasks: one.tasks, 'saved-views': one.views },
    };
    return named[part] ?? [];
  }

  function tells(text: string, one: Filled): string | null {
    const secrets = [one.mark, ...one.records.values(), ...one.cases, ...one.imports, ...one.views];
    return secrets.find((secret) => text.includes(secret)) ?? null;
  }

  it('has something to hide: the owner sees a record of every register, a case of every procedure, an import, a view', async () => {
    for (const one of [ours, theirs]) {
      for (const [register, id] of one.records) {
        const seen = await one.call('GET', `/${register}/${id}`);
        assert.equal(seen.status, 200, `${register}: ${seen.text}`);
      }
      assert.equal(one.cases.length, catalogue.procedures.size, 'a case of every procedure');
      assert.equal(one.views.length, 1);
    }
  });

  it('shows nothing of theirs in any list, search, count, export or trail', async () => {
    for (const { method, path, operation } of operations) {
      if (method !== 'GET' || path.includes('{id}') || path.includes('{entry}')) continue;
      const formats = path === '/exports/{format}' ? [...ours.records.keys()] : [''];
      for (const register of formats) {
        const query = register === '' ? wide(operation) : `?register=${register}`;
        const filled = requestFor(path, { ...operation, parameters: [] }).path.replace(
          '{format}',
          'csv',
        );
        const answer = await ours.call('GET', `${filled}${query}`);
        assert.ok(answer.status < 500, `${path}: ${answer.text}`);
        assert.equal(tells(answer.text, theirs), null, `${path}${query} tells of theirs`);
      }
    }
    const search = await ours.call('GET', `/search?q=${theirs.mark}`);
    assert.deepEqual(search.body['items'], []);
    const own = await ours.call('GET', `/search?q=${ours.mark}`);
    assert.notDeepEqual(own.body['items'], []);
    for (const query of [`ownerId=${theirs.organisation}`, `q=${theirs.mark}`, 'count=true']) {
      for (const register of ours.records.keys()) {
        const answer = await ours.call('GET', `/${register}?${query}`);
        assert.equal(tells(answer.text, theirs), null, `${register}?${query}`);
      }
    }
    for (const query of ['', `&organisation=${theirs.organisation}`]) {
      const exported = await ours.call('GET', `/trail/export?details=true${query}`);
      assert.equal(tells(exported.text, theirs), null, `/trail/export ${query}`);
    }
  });

  /** Asks for as much as the list gives. */
  function wide(operation: Operation): string {
    const query = new URLSearchParams();
    for (const { name, in: place, required, schema } of operation.parameters ?? []) {
      if (place !== 'query') continue;
      if (name === 'count') query.set(name, 'true');
      else if (name === 'limit') query.set(name, '100');
      else if (name === 'register') query.set(name, 'assets');
      else if (required === true) query.set(name, String(sampleOf(schema)));
    }
    return query.size === 0 ? '' : `?${query}`;
  }

  it('answers every read and every change of a record of theirs as it answers for one that is not there', async () => {
    let asked = 0;
    for (const { method, path, operation } of operations) {
      if (!path.includes('{id}')) continue;
      for (const id of idsOf(theirs, path)) {
        const absent = newId();
        const ask = async (wanted: string) => {
          const request = requestFor(path, operation, (name, schema) =>
            name === 'id'
              ? wanted
              : name === 'owner'
                ? theirs.organisation
                : (nameOf(name, path) ?? sampleOf(schema)),
          );
          return ours.call(method, request.path, request.body);
        };
        const answer = await ask(id);
        const unknown = await ask(absent);
        asked += 1;
        const where = `${method} ${path}`;
        assert.equal(answer.status, unknown.status, `${where}: ${answer.text} / ${unknown.text}`);
        assert.equal(
          answer.text.replaceAll(id, ''),
          unknown.text.replaceAll(absent, ''),
          `${where} tells that it is there`,
        );
        assert.equal(tells(answer.text.replaceAll(id, ''), theirs), null, where);
        if (method !== 'GET' && path !== '/saved-views/{id}') {
          const each = outcomesOf(answer.body['rows']);
          const statuses = answer.status === 200 ? each : [answer.status];
          assert.ok(
            statuses.length > 0 && statuses.every((status) => [403, 404].includes(status)),
            `${where}: ${answer.status} ${answer.text}`,
          );
        }
      }
    }
    assert.ok(asked > 100, `${asked} requests`);
  });

  /** Of a request for many rows each has its own answer. */
  function outcomesOf(rows: unknown): number[] {
    const answers = Array.isArray(rows) ? (rows as { problem?: { status?: number } }[]) : [];
    return answers.map(({ problem }) => problem?.status ?? 200);
  }

  function nameOf(name: string, path: string): string | null {
    if (name !== 'action') return null;
    const lifeCycle = catalogue.registers.get(path.split('/')[1] ?? '')?.register.lifeCycle;
    const procedure = catalogue.procedures.get('change')?.procedure;
    return Object.keys((lifeCycle ?? procedure)?.actions ?? {})[0] ?? null;
  }

  it('left everything of theirs as it was', async () => {
    assert.ok(versions.size > theirs.cases.length);
    assert.deepEqual(await versionsOf(theirs), versions);
  });

  it('creates for nobody but its own organisation', async () => {
    for (const [register] of theirs.records) {
      const made = await ours.call('POST', `/${register}`, {
        ownerId: theirs.organisation,
        fields: {},
      });
      assert.equal(made.status, 403, `${register}: ${made.text}`);
    }
    const opened = await ours.call('POST', '/cases', {
      ...{ procedure: 'change', organisation: theirs.organisation, title: 'Theirs' },
      fields: { origin: 'other', reason: 'x' },
    });
    assert.equal(opened.status, 403);
    const csv = await ours.call(
      'POST',
      `/imports/csv?organisation=${theirs.organisation}`,
      'product\nX\n',
    );
    assert.equal(csv.status, 403);
  });

  it('uniqueness: a value that is taken elsewhere is free here, and its being taken is not told', async () => {
    let tried = 0;
    for (const { register } of catalogue.registers.values()) {
      if (register.class !== 'tenant' || (register.unique ?? []).length === 0) continue;
      if (register.access.create.length === 0) continue;
      const seen = await theirs.call('GET', `/${register.id}/${theirs.records.get(register.id)}`);
      const { fields } = seen.body['record'] as { fields: Record<string, unknown> };
      const values = valuesFor(register, ours.mark, references(), 'required');
      for (const name of (register.unique ?? []).flat()) {
        const field = register.fields[name];
        const given = fields[name];
        const writable = field?.kind !== 'reference' && field?.computed !== true;
        if (writable && given !== undefined) values[name] = given;
      }
      const made = await ours.call('POST', `/${register.id}`, { fields: values });
      tried += 1;
      assert.equal(made.status, 201, `${register.id}: ${made.text}`);
      // A value that only the product enters is missing here, and what is missing is not unique.
      const entered = made.body['fields'] as Record<string, unknown>;
      if (!register.unique?.some((names) => names.every((name) => entered[name] != null))) continue;
      const again = await ours.call('POST', `/${register.id}`, { fields: values });
      assert.equal(again.body['code'], 'not-unique', `${register.id}: ${again.text}`);
    }
    assert.ok(tried >= 4, `${tried} registers`);
  });

  function references(): Map<string, string> {
    return new Map([
      ...sharedIds,
      ...ours.records,
      ['people', ours.person.id],
      ['organisations', ours.organisation],
    ]);
  }

  it("references: another organisation's record is refused exactly as one that is not there", async () => {
    const told: string[] = [];
    for (const { register } of catalogue.registers.values()) {
      if (register.class !== 'tenant' || register.access.create.length === 0) continue;
      for (const [name, field] of Object.entries(register.fields)) {
        if (field.kind !== 'reference' && field.kind !== 'references') continue;
        const target = field.to === 'cases' ? theirs.cases[0] : theirs.records.get(field.to);
        if (target === undefined || field.computed === true) continue;
        const ask = async (id: string) => {
          const fields = valuesFor(register, newId(), references(), 'required');
          fields[name] = field.kind === 'reference' ? id : [id];
          return ours.call('POST', `/${register.id}`, { fields });
        };
        const absent = newId();
        const answer = await ask(target);
        const unknown = await ask(absent);
        const where = `${register.id}.${name}`;
        assert.equal(answer.status, unknown.status, `${where}: ${answer.text} / ${unknown.text}`);
        if (answer.status >= 400) {
          assert.equal(
            answer.text.replaceAll(target, ''),
            unknown.text.replaceAll(absent, ''),
            where,
          );
        }
        if (answer.status < 400) told.push(where);
      }
    }
    assert.deepEqual(told, [], 'took a reference to a record of another organisation');
  });

  it('references of cases: the same, in the fields of a case', async () => {
    const took: string[] = [];
    for (const { procedure } of catalogue.procedures.values()) {
      for (const [name, field] of Object.entries(procedure.fields)) {
        if (field.kind !== 'reference' && field.kind !== 'references') continue;
        const target = field.to === 'cases' ? theirs.cases[0] : theirs.records.get(field.to);
        if (target === undefined || field.computed === true) continue;
        const ask = async (id: string) => {
          const fields = valuesFor(procedure, 'word', references(), 'required');
          fields[name] = field.kind === 'reference' ? id : [id];
          return ours.call('POST', '/cases', { procedure: procedure.id, title: 'Case', fields });
        };
        const absent = newId();
        const answer = await ask(target);
        const unknown = await ask(absent);
        const where = `${procedure.id}.${name}`;
        assert.equal(answer.status, unknown.status, `${where}: ${answer.text} / ${unknown.text}`);
        if (answer.status < 400) took.push(where);
      }
    }
    assert.deepEqual(took, [], 'took a reference to a record of another organisation');
  });

  const sharedIds = new Map<string, string>();
  before(async () => {
    const [advisory] = await world.query<{ id: string }>('select id from advisory limit 1');
    if (advisory !== undefined) sharedIds.set('advisories', advisory.id);
  });
});
