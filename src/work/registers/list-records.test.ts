import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import type { RecordPage } from '#work/contract.ts';
import { listRecords } from './list-records.ts';

/** Assets of an owner, some of them shown to another organisation. */
const asset = `insert into asset (owner_id, id, state, name, kind, audience, created_at, updated_at)
  select $1, gen_random_uuid(), 'registered', $2 || ' ' || lpad(n::text, 6, '0'), $3, $4, now(), now() from generate_series(1, $5) n returning id`;
const inbox = `insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
  select $1, 'assets', id::text, id, owner_id, now() from asset where owner_id = $2 and audience @> array[$1]::uuid[]`;

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

describe('a list of records', () => {
  let world: HttpWorld;
  const ids = { sharer: '', reader: '', both: '', third: '' };
  const callers: Partial<Record<keyof typeof ids, Caller>> = {};

  before(async () => {
    world = await createHttpWorld({ worker: false });
    for (const name of Object.keys(ids) as (keyof typeof ids)[]) {
      ids[name] = await world.organisation(name.toUpperCase());
      const person = await world.person(name, ids[name], ['asset-manager']);
      callers[name] = await world.withToken(person);
    }
    const { sharer, reader, third } = ids;
    await world.query(asset, [sharer, 'Shared host', 'host', [reader], 700]);
    await world.query(asset, [sharer, 'Shared service', 'service', [reader], 60]);
    await world.query(asset, [sharer, 'Kept back', 'host', [], 40]);
    await world.query(asset, [reader, 'Own host', 'host', [], 350]);
    await world.query(asset, [third, 'Of a third', 'host', [], 20_000]);
    await world.query(inbox, [reader, sharer]);
    await world.query('analyze asset');
    await world.query('analyze shared_with_me');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const list = async (who: keyof typeof ids, query: string): Promise<RecordPage> => {
    const answer = await callers[who]?.('GET', `/assets?${query}`);
    assert.ok(answer !== undefined);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as RecordPage;
  };

  it('counts what is shared like what is owned, up to a bound, and nothing of others', async () => {
    const total = async (who: keyof typeof ids, query: string) =>
      (await list(who, `limit=1&count=true&${query}`)).total;
    assert.deepEqual(await total('reader', 'kind=service'), { count: 60, bounded: false });
    assert.deepEqual(await total('reader', 'kind=host'), { count: 1000, bounded: true });
    assert.deepEqual(await total('reader', 'q=Own'), { count: 350, bounded: false });
    assert.deepEqual(await total('reader', 'q=Shared'), { count: 760, bounded: false });
    assert.deepEqual(await total('reader', 'q=Kept'), { count: 0, bounded: false });
    assert.deepEqual(await total('both', ''), { count: 0, bounded: false });
  });

  it('is filtered by owner, whether it is the reader’s organisation or one that shares', async () => {
    const { sharer, reader, third } = ids;
    for (const [owner, count] of [
      [sharer, 760],
      [reader, 350],
      [third, 0],
    ] as const) {
      const page = await list('reader', `limit=1&count=true&ownerId=${owner}`);
      assert.deepEqual(page.total, { count, bounded: false });
      assert.equal(page.items.length, Math.min(count, 1));
    }
  });

  it('holds each record once, page after page, also what is shared among one’s own organisations', async () => {
    const { sharer, reader, both } = ids;
    await world.query(
      `insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
       select $1, kind, sort_key, record_id, record_owner_id, since from shared_with_me where owner_id = $2`,
      [both, reader],
    );
    await world.query('update asset set audience = audience || $1::uuid[] where owner_id = $2', [
      [both],
      sharer,
    ]);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await inScope([sharer, reader, both], { limit: 200, after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(seen.length, 700 + 60 + 40 + 350);
  });

  it('reads and counts by indexes under row-level security, without a look at what others own', async () => {
    const statements: Statement[] = [];
    await inScope([ids.reader], { limit: 50, count: 'true' }, statements);
    const asked = statements.filter(({ text }) => text.includes('from asset r'));
    assert.equal(asked.length, 2, 'one for the page, one for the count');
    for (const { text, values } of asked) {
      const plan = await explained(text, values);
      assert.doesNotMatch(plan, /Seq Scan on asset/, plan);
      assert.match(plan, /Index (Only )?Scan using \w+ on asset|Bitmap Heap Scan on asset/, plan);
    }
  });

  type Wanted = { limit: number; after?: string | undefined; count?: 'true' };

  /** As the database role of requests, for a reader of several organisations. */
  async function inScope(
    organisations: readonly string[],
    wanted: Wanted,
    statements?: Statement[],
  ): Promise<RecordPage> {
    const register = catalogue.registers.get('assets')?.register;
    assert.ok(register !== undefined);
    return world.test.database.transaction(
      { role: 'app', scope: organisations, person: null, readOnly: true },
      async ({ client, db }) => {
        const watched = {
          query: (statement: Statement) => {
            statements?.push(statement);
            return client.query(statement as never);
          },
        };
        const scope = { organisations };
        const context = { db, client: watched, scope, now: new Date() } as unknown as ReadContext;
        return listRecords(context, catalogue, register, { ...wanted, filters: {} });
      },
    );
  }

  async function explained(text: string, values: readonly unknown[]): Promise<string> {
    return world.test.database.transaction(
      { role: 'app', scope: [ids.reader], person: null, readOnly: true },
      async ({ client }) => {
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [
          ...values,
        ]);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      },
    );
  }
});
