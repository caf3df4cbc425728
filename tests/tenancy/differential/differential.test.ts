import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { loadDemonstration } from '#apps/demo/load-demo.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import { createLog } from '#kernel/log/log.ts';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import type { Operation } from '#tests/access/sample-request.ts';
import { stopTestServer } from '#tests/database.ts';
import { allRoles } from '../fill.ts';
import { foreignTo } from '../foreign-texts.ts';
import { contentOf, type Reader, readerOf } from '../reader.ts';
import { pathsFor, type Reads, unknownParameters } from './every-read.ts';
import { removeHidden } from './without-hidden.ts';

/**
 * A stream without an end, addresses that are secrets whose guesses are counted, and how the process is. And with whom an officer liaises:
 * that of an administration that the incident concerns is named to him so that both speak directly (R-INC-8).
 */
const left = /\/events$|^\/calendar-feeds\/|^\/(ready|metrics)$|\/liaison-partners$/;

interface Compared {
  readonly code: string;
  /** One of its people, who has tasks of his own. */
  readonly email: string | null;
  /** Whose records are hidden from it: the control, for whom answers do change. */
  readonly hidden: string;
}

/** Two administrations, with which much was shared and much not, and an organisation that nothing was shared with. */
const readers: readonly Compared[] = [
  { code: 'DE', email: 'npm.de@demo.test', hidden: 'FR' },
  { code: 'FR', email: 'niso.fr@demo.test', hidden: 'DE' },
  { code: 'BALTLINK', email: null, hidden: 'DE' },
];

/** What somebody reads, by path, and how. */
interface Asked {
  readonly read: Reader;
  readonly paths: readonly string[];
}

describe('nothing that is hidden counts', () => {
  let world: HttpWorld;
  let reads: Reads;

  before(async () => {
    // Answers are compared, so no time passes between them.
    const clock = new SettableClock(new Date());
    world = await createHttpWorld({ worker: false, clock });
    const { test, files, identity } = world;
    await loadDemonstration({
      runner: { database: test.database, clock },
      ...{ catalogue, files, identity, log: createLog('silent'), say: () => undefined },
    });
    const { body } = await world.nobody('GET', '/openapi.json');
    const paths = body['paths'] as Record<string, Record<string, Operation>>;
    reads = Object.entries(paths).flatMap(([path, { get }]) => {
      const short = path.replace(/^\/api\/v1/, '');
      return get === undefined || left.test(short) ? [] : [[short, get] as const];
    });
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  it('knows every parameter that may narrow what is counted', () => {
    assert.ok(reads.length > 400, `${reads.length} reads`);
    assert.deepEqual(unknownParameters(reads), []);
  });

  for (const { code, email, hidden } of readers) {
    it(`answers ${code} as if what is hidden were not there: every count, list, search, export, record and document`, async (t) => {
      const all = [await everything(code)];
      if (email !== null) all.push(await ownDesk(code, email));
      const control = await lists(hidden);
      const before = await answersTo(all);
      const shown = await answersTo([control]);
      const removed = await removeHidden(world, await idOf('organisation', 'code', code));
      try {
        const changed = differences(before, await answersTo(all));
        assert.deepEqual(changed.slice(0, 20), []);
        // What was taken away was there, and counted for those who may see it.
        const missed = differences(shown, await answersTo([control]));
        assert.ok(missed.length > 20, `${missed.length} answers to ${hidden} changed`);
      } finally {
        await removed.restore();
      }
      const rows = [...removed.rows.values()].reduce((sum, one) => sum + one, 0);
      assert.ok(
        removed.rows.size > 80 && rows > 10_000,
        `${rows} rows of ${removed.rows.size} tables`,
      );
      const told = [...before.values()].filter((answer) => answer.startsWith('200 ')).length;
      assert.ok(told > 500, `${told} answers tell something`);
      t.diagnostic(`${told} answers without ${rows} rows of ${removed.rows.size} tables`);
    });
  }

  /** Whatever the organisation can read at all, by somebody with every role. */
  async function everything(code: string): Promise<Asked> {
    const organisation = await idOf('organisation', 'code', code);
    const read = await readerOf(world, await world.person(`all-${code}`, organisation, allRoles));
    const seen = await foreignTo(world, organisation);
    return { read, paths: await pathsFor(read, reads, seen, organisation) };
  }

  /** What is about the reader himself, or for everybody: a register gives its readers one answer. */
  async function ownDesk(code: string, email: string): Promise<Asked> {
    const organisation = await idOf('organisation', 'code', code);
    const person = {
      id: await idOf('person', 'email', email),
      email,
      organisationId: organisation,
    };
    const read = await readerOf(world, person);
    const seen = await foreignTo(world, organisation);
    const desk = reads.filter(
      ([path]) =>
        !catalogue.registers.has(path.split('/')[1] ?? '') && !path.startsWith('/exports'),
    );
    return { read, paths: await pathsFor(read, desk, seen, organisation) };
  }

  async function lists(code: string): Promise<Asked> {
    const organisation = await idOf('organisation', 'code', code);
    const read = await readerOf(
      world,
      await world.person(`control-${code}-${Math.random()}`, organisation, allRoles),
    );
    const paths = [...catalogue.registers.keys()].map(
      (register) => `/${register}?count=true&limit=200`,
    );
    return { read, paths: [...paths, '/cases?count=true', '/tasks', '/requests', '/deliverables'] };
  }

  /** What each is answered, by his place and the path. */
  async function answersTo(all: readonly Asked[]): Promise<ReadonlyMap<string, string>> {
    const answers = new Map<string, string>();
    for (const [place, { read, paths }] of all.entries()) {
      for (const path of paths) answers.set(`${place} ${path}`, await contentOf(await read(path)));
    }
    return answers;
  }

  async function idOf(table: string, column: string, value: string): Promise<string> {
    const [found] = await world.query<{ id: string }>(
      `select id from ${table} where ${column} = $1`,
      [value],
    );
    assert.ok(found, value);
    return found.id;
  }
});

/** Each answer that became another, from where on. */
function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...before].flatMap(([path, answer]) => {
    const other = after.get(path) ?? '';
    if (answer === other) return [];
    const same = [...answer].findIndex((sign, at) => sign !== other[at]);
    const at = Math.max(0, same - 80);
    return [`${path}: ${answer.slice(at, at + 200)} | ${other.slice(at, at + 200)}`];
  });
}
