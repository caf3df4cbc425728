import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { loadDemonstration } from '#apps/demo/load-demo.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { createLog } from '#kernel/log/log.ts';
import { createHttpWorld, type HttpWorld, type Person } from '#tests/access/http-world.ts';
import type { Operation } from '#tests/access/sample-request.ts';
import { stopTestServer } from '#tests/database.ts';
import { bringEvidence } from './bring-evidence.ts';
import { type Foreign, foreignTo } from './foreign-texts.ts';
import { writtenInParts } from './parts-of-records.ts';
import { bodyOf, needleOf, readerOf, searchable, wordsIn } from './reader.ts';

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
const sharedCases = 30;
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

/** What the security officer of each brings in about the incident that both are asked about. */
const evidence = {
  DE: {
    email: 'niso.de@demo.test',
    fileName: 'mitschnitt-am-zugang-der-zollstelle-emmerich.txt',
    title: 'Mitschnitt am Zugang der Zollstelle Emmerich',
    content: 'Um 04:12 bricht die Sitzung der Zollstelle Emmerich ab, ohne Fehlermeldung.',
  },
  FR: {
    email: 'niso.fr@demo.test',
    fileName: 'journal-de-la-passerelle-du-bureau-de-modane.txt',
    title: 'Journal de la passerelle du bureau de Modane',
    content: 'À 04:10 la passerelle du bureau de Modane refuse les certificats du transit.',
  },
} as const;

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
    const caseId = await commonIncident();
    for (const one of Object.values(evidence)) {
      const call = await world.withToken(await personOf(one.email));
      await bringEvidence(call, { ...one, caseId });
    }
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  for (const [code, email] of readers) {
    it(`shows ${code} no words of others, in no list, record, export, search, document or evidence`, async (t) => {
      const organisation = await idOf(code);
      const foreign = await foreignTo(world, organisation);
      assert.ok(foreign.texts.length > 300, `${foreign.texts.length} texts are hidden`);
      const parts = await writtenInParts(world, organisation);
      const texts = foreign.texts.filter((text) => !parts.includes(text));
      assert.ok(texts.length > 200, `${texts.length} texts are hidden`);
      const hidden = [...texts, ...(await hiddenFiles(organisation))].map(
        (words) => [needleOf(words), words] as const,
      );
      const readAs = await readerOf(world, await personOf(email));
      const faults: string[] = [];
      const formats = new Set<string>();
      let read = 0;
      for (const { path, foreign: mustFail } of visits(paths, foreign)) {
        const answer = await readAs(path);
        const words = searchable(await wordsIn(answer));
        if (answer.status < 400) {
          read += words.length;
          formats.add(answer.headers.get('content-type')?.split(';')[0] ?? '');
          if (mustFail && !isEmpty(bodyOf(answer))) faults.push(`GET ${path}: ${answer.status}`);
        }
        for (const [found, text] of hidden) {
          if (words.includes(found)) faults.push(`GET ${path}: ${text.slice(0, 80)}`);
        }
      }
      assert.deepEqual(faults.slice(0, 20), []);
      for (const format of [
        'csv',
        'spreadsheetml',
        'wordprocessingml',
        'pdf',
        'html',
        'calendar',
      ]) {
        assert.ok(
          [...formats].some((type) => type.includes(format)),
          `${format} was read`,
        );
      }
      t.diagnostic(`${hidden.length} hidden texts, ${read} characters read`);
    });

    it(`gives ${code} its own evidence with its words, and not a word of that of the other`, async () => {
      const caseId = await commonIncident();
      const readAs = await readerOf(world, await personOf(evidence[code].email));
      const { items } = bodyOf(await readAs(`/cases/${caseId}/evidence?limit=100&count=true`));
      const own = items as { id: string; title: string }[];
      assert.deepEqual(
        own.map(({ title }) => title),
        [evidence[code].title],
      );
      const kept = await world.query<{ id: string; title: string }>(
        'select id, title from evidence',
      );
      assert.equal(kept.length, 2);
      for (const { id, title } of kept) {
        const isOwn = title === evidence[code].title;
        for (const path of ['', '/bytes', '/history']) {
          const { status } = await readAs(`/evidence/${id}${path}`);
          assert.equal(status, isOwn ? 200 : 404, `${title}${path}`);
        }
      }
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

  async function personOf(email: string): Promise<Person> {
    const [found] = await world.query<{ id: string; organisationId: string }>(
      `select p.id, p.organisation_id as "organisationId" from person p where p.email = $1`,
      [email],
    );
    assert.ok(found, email);
    return { ...found, email };
  }

  /** An incident to which both may bring evidence. */
  async function commonIncident(): Promise<string> {
    const open = await Promise.all(
      Object.values(evidence).map(async ({ email }) => {
        const readAs = await readerOf(world, await personOf(email));
        const { items } = bodyOf(await readAs('/cases?procedure=incident-coordination&limit=50'));
        const found: string[] = [];
        for (const { id } of items as { id: string }[]) {
          if (bodyOf(await readAs(`/cases/${id}/evidence`))['mayContribute'] === true)
            found.push(id);
        }
        return found;
      }),
    );
    const common = open[0]?.find((id) => open.every((ids) => ids.includes(id)));
    assert.ok(common, 'there is an incident that both may bring evidence to');
    return common;
  }

  /** Names and hashes of files that the organisation cannot read: they stand alone, and are no prose. */
  async function hiddenFiles(organisation: string): Promise<string[]> {
    const files = await world.query<{ names: string[] }>(
      `select array[file_name, sha256] as names from evidence where owner_id <> $1 and not $1 = any (audience)`,
      [organisation],
    );
    assert.ok(files.length > 0, 'somebody else keeps evidence');
    return files.flatMap(({ names }) => names);
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
    if (path === '/exports/{format}') return exports();
    const filled = path.replace('{register}', 'assets');
    const named = [...filled.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    if (named.length === 0) return [{ path: `${filled}${query}`, foreign: false }];
    const at = (ids: ReadonlyMap<string, readonly string[]>, count: number, isForeign: boolean) =>
      (ids.get(table) ?? []).slice(-count).map((id) => ({
        path: `${withIds(filled, named, id, ids)}${query}`,
        foreign: isForeign,
      }));
    // Of what was shared every case: each procedure gives other things.
    const shared = table === 'procedure_case' ? at(foreign.shared, sharedCases, false) : [];
    const own = at(foreign.own, ownOfKind, false);
    return [...at(foreign.ids, foreignOfKind, true), ...own, ...shared];
  });
}

/** Everything that can be exported, in each format. */
function exports(): Visit[] {
  return ['cases', ...catalogue.registers.keys()].flatMap((register) =>
    ['csv', 'xlsx'].map((format) => ({
      ...{ path: `/exports/${format}?register=${register}`, foreign: false },
    })),
  );
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
