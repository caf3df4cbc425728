import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { classifiedTables } from '#kernel/database/row-security.ts';
import { createTestDatabase, stopTestServer, type TestDatabase } from '#tests/database.ts';
import { schemaDifferences } from '#work/registers/schema-difference.ts';

describe('migrations', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(async () => {
    await test.drop();
    await stopTestServer();
  });

  const asOwner = <T>(work: Parameters<typeof test.database.transaction<T>>[1]) =>
    test.database.transaction({ role: 'owner', scope: [], person: null }, work);

  it('make exactly the tables that the definitions declare', async () => {
    const registers = [...catalogue.registers.values()].map((module) => module.register);
    assert.deepEqual(await asOwner(({ client }) => schemaDifferences(client, registers)), []);
  });

  it('run twice without a change', async () => {
    assert.deepEqual(await migrate(test.url), []);
  });

  it('leave no table without its class and without row security', async () => {
    const tables = await asOwner(({ client }) => classifiedTables(client));
    const { rows } = await asOwner(({ client }) =>
      client.query<{ name: string; secured: boolean; policies: number }>(`
        select c.relname as name, c.relrowsecurity as secured, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')`),
    );
    const state = new Map(rows.map((row) => [row.name, row]));
    for (const table of tables) assert.equal(state.get(table.name)?.secured, true, table.name);
  });

  it('put the owner first in every key of a tenant table, so that no reference can cross owners', async () => {
    const tenants = (await asOwner(({ client }) => classifiedTables(client)))
      .filter((table) => table.class.startsWith('tenant'))
      .map((table) => table.name);
    const { rows } = await asOwner(({ client }) =>
      client.query<{
        table: string;
        name: string;
        kind: string;
        first: string;
        target: string | null;
        deletes: string;
        updates: string;
      }>(
        `select c.conrelid::regclass::text as table, c.conname as name, c.contype as kind, a.attname as first,
          nullif(c.confrelid, 0)::regclass::text as target, c.confdeltype as deletes, c.confupdtype as updates
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype in ('p', 'u', 'f') and c.conrelid::regclass::text = any ($1)`,
        [tenants],
      ),
    );
    for (const key of rows) {
      const betweenTenants =
        key.kind === 'f' && key.target !== null && tenants.includes(key.target);
      if (key.kind !== 'f' || betweenTenants) {
        assert.equal(key.first, 'owner_id', `${key.table} ${key.name}`);
      }
      assert.notEqual(key.deletes, 'n', `${key.table} ${key.name}: no ON DELETE SET NULL`);
      assert.notEqual(key.updates, 'c', `${key.table} ${key.name}: no ON UPDATE CASCADE`);
    }
  });

  it('let shared tables refer to no tenant table', async () => {
    const tables = await asOwner(({ client }) => classifiedTables(client));
    const tenants = tables
      .filter((table) => table.class.startsWith('tenant'))
      .map((table) => table.name);
    const shared = tables.filter((table) => table.class === 'shared').map((table) => table.name);
    const { rows } = await asOwner(({ client }) =>
      client.query<{ name: string }>(
        `select conrelid::regclass || ' to ' || confrelid::regclass as name from pg_constraint
          where contype = 'f' and conrelid::regclass::text = any ($1) and confrelid::regclass::text = any ($2)`,
        [shared, tenants],
      ),
    );
    assert.deepEqual(rows, []);
  });
});
