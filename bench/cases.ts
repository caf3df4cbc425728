import assert from 'node:assert/strict';
import { newId } from '#kernel/database/ids.ts';
import { createHttpWorld, type HttpWorld, type Person } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { type CaseStore, copyCase, fillSmall, settle } from './case-store.ts';
import type { Bench } from './kit/bench.ts';
import { type Figures, percentile } from './kit/figures.ts';
import { type Call, makeCalls } from './kit/load-generator.ts';
import { randomOf } from './kit/seeded.ts';
import { StatementCounter } from './kit/statements.ts';

/** Through HTTP, with row security, trail, worker and validation of responses on. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const sizes = small ? [100, 200] : [1000, 100_000, 1_000_000];
    const world = await createHttpWorld({ worker: true });
    try {
      await atEachSize(figures, world, sizes, small ? 14 : 420);
    } finally {
      await world.close();
      await stopTestServer();
    }
  },
};

interface Reader {
  readonly name: string;
  readonly person: Person;
  readonly token: string;
  /** An asset of the organisation, to which the action refers. */
  readonly asset: string;
  readonly sees: readonly string[];
  /** Cases on which the action may be done now. */
  readonly waiting: string[];
}

const formOf = (asset: string) => ({
  fields: { variant: 'normal', reason: 'A benchmark.', assets: [asset], priority: 'normal' },
});

async function atEachSize(
  figures: Figures,
  world: HttpWorld,
  sizes: readonly number[],
  rounds: number,
): Promise<void> {
  const { store, readers, largeCase } = await prepare(world);
  const [large, small] = readers;
  assert.ok(large !== undefined && small !== undefined);
  await countStatements(figures, world, large, small);
  const medians = new Map<string, number[]>();
  let filled = store.smallSees.length + 1;
  for (const size of sizes) {
    const made = await copyCase(world, store.large, largeCase, size - filled);
    filled = size;
    large.waiting.push(...made.slice(-6000));
    await settle(world);
    for (const reader of readers) {
      const measured = await measure(world, reader, store, rounds);
      for (const [what, times] of Object.entries(measured)) {
        const name = `${what}, ${reader.name}`;
        figures.times(`${name}, ${size.toLocaleString('en-GB')} cases`, times);
        medians.set(name, [...(medians.get(name) ?? []), percentile(times, 0.5)]);
      }
    }
  }
  for (const [name, [first = 1, ...later]] of medians) {
    const ratio = Math.max(...later) / first;
    figures.add(`${name}: slowest size against the smallest`, ratio, 'times', { most: 1.5 });
  }
  await throughput(figures, world, large, rounds * 10);
}

async function prepare(world: HttpWorld) {
  const large = await world.organisation('LARGE');
  const small = await world.organisation('SMALL');
  const people = {
    large: await world.person('lara', large, ['change-manager']),
    small: await world.person('saul', small, ['change-manager']),
  };
  const openFor = async (person: Person): Promise<string> => {
    const call = await world.withToken(person);
    const fields = { reason: 'A benchmark.', origin: 'other' };
    const opened = await call('POST', '/cases', { procedure: 'change', title: 'Change', fields });
    assert.equal(opened.status, 201, opened.text);
    return String((opened.body['case'] as { id: string }).id);
  };
  const largeCase = await openFor(people.large);
  const smallCase = await openFor(people.small);
  const store = await fillSmall(world, { large, largeCase, small, smallCase });
  const reader = async (name: string, person: Person, sees: readonly string[]): Promise<Reader> => {
    const { token } = await world.identity.createToken({
      personId: person.id,
      name: 'bench',
      scopes: ['*'],
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    const asset = newId();
    await world.query(
      `insert into asset (owner_id, id, name, kind, state, created_at, updated_at) values ($1, $2, 'Host', 'host', 'identified', $3, $3)`,
      [person.organisationId, asset, new Date()],
    );
    return { name, person, token, asset, sees, waiting: [] };
  };
  const readers = [
    await reader('owner of most', people.large, []),
    await reader('one that sees 20', people.small, store.smallSees),
  ];
  return { store, readers, largeCase };
}

/** How many statements each kind of request takes, besides begin, settings and commit. */
async function countStatements(
  figures: Figures,
  world: HttpWorld,
  large: Reader,
  small: Reader,
): Promise<void> {
  const counter = new StatementCounter(small.person.id);
  const call = async (one: Call): Promise<number> => {
    // The first one also loads the person.
    const { others } = await makeCalls({
      base: world.base,
      token: small.token,
      calls: [one],
      atOnce: 1,
    });
    assert.deepEqual(others, {});
    return counter.take();
  };
  await call({ method: 'GET', path: '/me' });
  const [first = ''] = small.sees;
  const most = { most: 3 };
  figures.add('statements of a list', await call(listCall), 'statements', most);
  figures.add('statements of a read', await call(readCall(first)), 'statements', most);
  const sharedCase = small.sees.at(-1) ?? '';
  figures.add(
    'statements of a read of a shared case',
    await call(readCall(sharedCase)),
    'statements',
    most,
  );
  figures.add(
    'statements of an action',
    await call(actionCall(small.asset)(first)),
    'statements',
    most,
  );
  counter.stop();
  await putBack(world, small);
  large.waiting.length = 0;
}

const listCall: Call = { method: 'GET', path: '/cases?limit=20' };
const readCall = (id: string): Call => ({ method: 'GET', path: `/cases/${id}` });
const actionCall =
  (asset: string) =>
  (id: string): Call => ({
    method: 'POST',
    path: `/cases/${id}/actions/formulate`,
    body: formOf(asset),
  });

/** The few cases of the small organisation wait again. */
async function putBack(world: HttpWorld, reader: Reader): Promise<void> {
  await world.query(
    `update procedure_case set state = 'requested', fields = '{"reason": "A benchmark.", "origin": "other"}' where owner_id = $1`,
    [reader.person.organisationId],
  );
}

async function measure(
  world: HttpWorld,
  reader: Reader,
  store: CaseStore,
  rounds: number,
): Promise<Record<string, readonly number[]>> {
  const random = randomOf(7);
  const seen = reader.sees.length > 0 ? reader.sees : reader.waiting;
  const any = () => seen[Math.floor(random() * seen.length)] ?? '';
  const run = (calls: readonly Call[]) =>
    makeCalls({ base: world.base, token: reader.token, calls, atOnce: 1 }).then(
      ({ times, others }) => {
        assert.deepEqual(others, {});
        return times;
      },
    );
  const many = <T>(make: () => T): T[] => Array.from({ length: rounds }, make);
  await run(many(() => readCall(any())));
  const list = await run(many(() => listCall));
  const read = await run(many(() => readCall(any())));
  const act: number[] = [];
  while (act.length < rounds) {
    if (reader.person.organisationId === store.small) await putBack(world, reader);
    const own = reader.sees.length > 0 ? store.smallOwn : reader.waiting.splice(0, rounds);
    act.push(...(await run(own.map(actionCall(reader.asset)))));
  }
  return { 'list of 20': list, 'read of one': read, 'one action': act };
}

/** How many requests a second are answered at the largest size, with those who ask on the same cores. */
async function throughput(
  figures: Figures,
  world: HttpWorld,
  reader: Reader,
  calls: number,
): Promise<void> {
  const random = randomOf(11);
  const any = () => reader.waiting[Math.floor(random() * reader.waiting.length)] ?? '';
  const reads = Array.from({ length: calls }, () => readCall(any()));
  const lists = Array.from({ length: calls }, () => listCall);
  const actions = reader.waiting.splice(0, calls / 2).map(actionCall(reader.asset));
  for (const [name, planned, least] of [
    ['reads of one', reads, 500],
    ['lists of 20', lists, 500],
    ['actions', actions, 150],
  ] as const) {
    const plan = { base: world.base, token: reader.token, atOnce: 8 };
    const { times, seconds, others } = await makeCalls({ ...plan, calls: planned });
    assert.deepEqual(others, {});
    figures.add(`${name} a second, 8 at once`, times.length / seconds, 'requests/s', { least });
    figures.times(`${name}, 8 at once`, times);
  }
}
