import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { newId } from '#kernel/database/ids.ts';
import { type ClassifiedTable, classifiedTables } from '#kernel/database/row-security.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';

interface Column {
  name: string;
  type: string;
  required: boolean;
  check: string | null;
}

/** A value that fits a column, so that any table can be given a row without knowing it. */
function sampleOf(column: Column, owner: string): unknown {
  if (column.name === 'owner_id' || column.name === 'record_owner_id') return owner;
  if (column.check?.includes('{64}') === true) return randomBytes(32).toString('hex');
  const [option] = /'([^']+)'::text/.exec(column.check ?? '')?.slice(1) ?? [];
  if (option !== undefined && column.type === 'text') return option;
  switch (column.type) {
    case 'uuid':
      return newId();
    case 'uuid[]':
    case 'text[]':
    case 'timestamp with time zone[]':
      return [];
    case 'text':
      return `sample ${newId()}`;
    case 'integer':
    case 'bigint':
    case 'double precision':
    case 'smallint':
      return 1;
    case 'boolean':
      return false;
    case 'date':
      return '2026-01-01';
    case 'timestamp with time zone':
      return new Date('2026-01-01T00:00:00Z');
    case 'jsonb':
      return '{}';
    case 'bytea':
      return Buffer.from('sample');
    default:
      throw new Error(`no sample for ${column.type} of ${column.name}`);
  }
}

describe('tenancy: every table as each organisation', () => {
  let world: World;
  let ours: string;
  let theirs: string;
  let tables: ClassifiedTable[];

  before(async () => {
    world = await createWorld();
    ours = await world.organisation('OURS');
    theirs = await world.organisation('THEIRS');
    tables = await asOwner(({ client }) => classifiedTables(client));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const asOwner = <T>(work: Parameters<World['test']['database']['transaction']>[1]) =>
    world.test.database.transaction({ role: 'owner', scope: [], person: null }, work) as Promise<T>;
  const asOrganisation = <T>(
    scope: string[],
    work: Parameters<World['test']['database']['transaction']>[1],
  ) => world.test.database.transaction({ role: 'app', scope, person: null }, work) as Promise<T>;

  async function columnsOf(table: string): Promise<Column[]> {
    const result = await asOwner<{ rows: Column[] }>(({ client }) =>
      client.query(
        `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
          a.attnotnull and not a.atthasdef and a.attidentity = '' as required,
          (select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c'
            and k.conkey = array[a.attnum] limit 1) as check
        from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
        [table],
      ),
    );
    return result.rows;
  }

  /** A row of the owner in any table; references are not checked, because only visibility is asked about. */
  async function plant(table: string, owner: string): Promise<void> {
    const columns = (await columnsOf(table)).filter((column) => column.required);
    await asOwner(async ({ client }) => {
      await client.query('set local session_replication_role = replica');
      await client.query(
        `insert into ${table} (${columns.map((column) => `"${column.name}"`).join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
        columns.map((column) => sampleOf(column, owner)),
      );
    });
  }

  const tenants = () => tables.filter((table) => table.class.startsWith('tenant'));

  it('shows no row of another owner, in any tenant table', async () => {
    for (const table of tenants()) {
      await plant(table.name, theirs);
      await plant(table.name, ours);
      const seen = await asOrganisation<{ rows: { owner_id: string }[] }>([ours], ({ client }) =>
        client.query(`select owner_id from ${table.name}`),
      );
      assert.ok(seen.rows.length > 0, `${table.name}: its own row is visible`);
      assert.ok(
        seen.rows.every((row) => row.owner_id === ours),
        `${table.name} shows a row of another owner`,
      );
      const none = await asOrganisation<{ rows: unknown[] }>([], ({ client }) =>
        client.query(`select 1 from ${table.name}`),
      );
      assert.equal(none.rows.length, 0, `${table.name} shows rows without any scope`);
    }
  });

  it('lets nobody change, move or remove a row of another owner', async () => {
    for (const table of tenants()) {
      for (const statement of [
        `update ${table.name} set owner_id = owner_id where owner_id = '${theirs}'`,
        `delete from ${table.name} where owner_id = '${theirs}'`,
      ]) {
        const outcome = await asOrganisation<{ rowCount: number | null }>([ours], ({ client }) =>
          client.query(statement),
        ).catch((error: { code?: string }) => error.code);
        // 42501: the table is append-only for requests, which is stricter still.
        if (typeof outcome === 'string') assert.equal(outcome, '42501', statement);
        else assert.equal((outcome as { rowCount: number | null }).rowCount, 0, statement);
      }
    }
  });

  it('lets nobody write a row for another owner', async () => {
    for (const table of tenants()) {
      const columns = (await columnsOf(table.name)).filter((column) => column.required);
      const attempt = asOrganisation([ours], ({ client }) =>
        client.query(
          `insert into ${table.name} (${columns.map((column) => `"${column.name}"`).join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
          columns.map((column) => sampleOf(column, theirs)),
        ),
      );
      await assert.rejects(
        attempt,
        { code: '42501' },
        `${table.name} took a row for another owner`,
      );
    }
  });

  it('keeps what belongs to the platform from every organisation', async () => {
    for (const table of tables.filter((one) => one.class.startsWith('platform'))) {
      const attempt = asOrganisation([ours], ({ client }) =>
        client.query(`select 1 from ${table.name}`),
      );
      await assert.rejects(attempt, { code: '42501' }, `${table.name} can be read`);
    }
  });
});
