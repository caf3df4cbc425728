import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { loadDemonstration } from '#apps/demo/load-demo.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { createLog } from '#kernel/log/log.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import type { Operation } from '#tests/access/sample-request.ts';
import { stopTestServer } from '#tests/database.ts';
import { type Foreign, foreignTo } from './foreign-texts.ts';

/** Tables behind the first word of a path that is no register. */
const tableOf: ReadonlyMap<string, string> = new Map([
  ['accounts', 'person'],
  ['assets', 'asset'],
  ['deliverables', 'deliverable'],
  ['evidence', 'evidence'],
  ['imports', 'import_run'],
  ['questionnaires', 'request_recipient'],
  ['requests', 'request'],
  ['tasks', 'task'],
  ['trail', 'trail_entry'],
  ...[...catalogue.registers.values()].map(({ register }): [string, string] => [
    register.id,
    register.table,
  ]),
]);
/** A stream without an end, and what begins work instead of reading. */
const left = /\/events$/;
/** So many records of each kind are asked for; a record that one may not read is refused before anything is made of it. */
const foreignOfKind = 4;
const ownOfKind = 3;
const mostSearches = 40;

interface Visit {
  readonly path: string;
  readonly foreign: boolean;
}

/** An administration of the demonstration, where every procedure has cases between several of them, and one of its people. */
const readers = [
  ['DE', 'npm.de@demo.test'],
  ['FR', 'niso.fr@demo.test'],
] as const;

describe('what an administration was not shown stays hidden, wherever it asks', () => {
  let world: HttpWorld;
  let paths: readonly (readonly [string, Operation])[];

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const { test, files, identity } = world;
    await loadDemonstration({
      runner: { database: test.database, clock: systemClock },
      ...{ catalogue, files, identity, log: createLog('silent'), say: () => undefined },
    });
    const { body } = await world.nobody('GET', '/openapi.json');
    paths = Object.entries(body['paths'] as Record<string, Record<string, Operation>>).flatMap(
      ([path, operations]) =>
        operations['get'] === undefined || left.test(path)
          ? []
          : [[path.replace(/^\/api\/v1/, ''), operations['get']] as const],
    );
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  for (const [code, email] of readers) {
    it(`shows ${code} no words of others, in no list, record, export, search or document`, async (t) => {
      const organisation = await idOf(code);
      const foreign = await foreignTo(world, organisation);
      assert.ok(foreign.texts.length > 300, `${foreign.texts.length} texts are hidden`);
      const call = await signedIn(email);
      const faults: string[] = [];
      let read = 0;
      for (const { path, foreign: mustFail } of visits(paths, foreign)) {
        const { status, text, body } = await call('GET', path);
        if (status < 400) read += text.length;
        if (mustFail && status < 400 && !isEmpty(body)) faults.push(`GET ${path}: ${status}`);
        for (const words of foreign.texts) {
          if (text.includes(JSON.stringify(words).slice(1, -1))) {
            faults.push(`GET ${path}: ${words.slice(0, 80)}`);
          }
        }
      }
      assert.deepEqual(faults.slice(0, 20), []);
      t.diagnostic(`${foreign.texts.length} hidden texts, ${read} characters read`);
    });

    it(`mails ${code} no words of others`, async () => {
      const organisation = await idOf(code);
      const { texts } = await foreignTo(world, organisation);
      const mails = await world.query<{ words: string }>(
        `select concat_ws(' ', m.subject, m.body_text) as words from mail m join person p on p.id = m.person_id
         where p.organisation_id = $1`,
        [organisation],
      );
      assert.ok(mails.length > 0, 'mails were written');
      const faults = mails.flatMap(({ words }) => texts.filter((text) => words.includes(text)));
      assert.deepEqual(faults, []);
    });
  }

  async function idOf(code: string): Promise<string> {
    const [found] = await world.query<{ id: string }>(
      'select id from organisation where code = $1',
      [code],
    );
    assert.ok(found, code);
    return found.id;
  }

  async function signedIn(email: string): Promise<Caller> {
    const [found] = await world.query<{ id: string; organisationId: string }>(
      `select p.id, p.organisation_id as "organisationId" from person p where p.email = $1`,
      [email],
    );
    assert.ok(found, email);
    return world.withToken({ ...found, email });
  }
});

/** A list of what hangs on a record that one may not read. */
function isEmpty({ items }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(items) && items.length === 0;
}

/** Every path that can be read: lists, exports and searches as they are, records for some that are the reader's and some that are not. */
function visits(paths: readonly (readonly [string, Operation])[], foreign: Foreign): Visit[] {
  return paths.flatMap(([path, operation]): Visit[] => {
    if (path === '/search') return searches(path, foreign);
    const table = tableOf.get(path.split('/')[1] ?? '') ?? 'procedure_case';
    const query = queryOf(operation);
    const filled = path.replace('{format}', 'csv').replace('{register}', 'assets');
    const named = [...filled.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    if (named.length === 0) return [{ path: `${filled}${query}`, foreign: false }];
    const at = (ids: ReadonlyMap<string, readonly string[]>, count: number, isForeign: boolean) =>
      (ids.get(table) ?? []).slice(-count).map((id) => ({
        path: `${withIds(filled, named, id, ids)}${query}`,
        foreign: isForeign,
      }));
    return [...at(foreign.ids, foreignOfKind, true), ...at(foreign.own, ownOfKind, false)];
  });
}

/** The record's id stands first; what hangs on it is taken from what hangs on any. */
function withIds(
  path: string,
  named: readonly string[],
  id: string,
  ids: ReadonlyMap<string, readonly string[]>,
): string {
  const hanging: Readonly<Record<string, string>> = {
    inventory: 'inventory',
    recipient: 'request_recipient',
  };
  return named.reduce((filled, name, index) => {
    const other = ids.get(hanging[name] ?? '')?.at(-1) ?? id;
    return filled.replace(`{${name}}`, index === 0 ? id : other);
  }, path);
}

function queryOf(operation: Operation): string {
  const names = new Set((operation.parameters ?? []).map(({ name }) => name));
  const query = new URLSearchParams();
  if (names.has('limit')) query.set('limit', '100');
  if (names.has('register')) query.set('register', 'assets');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The longest word of a hidden text finds it, if anything does. */
function searches(path: string, { texts }: Foreign): Visit[] {
  const words = texts.map(
    (text) => text.split(/[^\p{L}]+/u).sort((a, b) => b.length - a.length)[0] ?? '',
  );
  return [...new Set(words)].slice(0, mostSearches).map((word) => ({
    path: `${path}?q=${encodeURIComponent(word)}`,
    foreign: false,
  }));
}
