import type pg from 'pg';
import type { Register } from '#engine/register.ts';
import { createTableSql, wantedColumns } from './register-ddl.ts';

interface CatalogueColumn {
  table: string;
  name: string;
  type: string;
  not_null: boolean;
}

async function tablesOf(client: pg.ClientBase): Promise<Map<string, Map<string, CatalogueColumn>>> {
  const { rows } = await client.query<CatalogueColumn>(`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`);
  const tables = new Map<string, Map<string, CatalogueColumn>>();
  for (const row of rows) {
    const columns = tables.get(row.table) ?? new Map<string, CatalogueColumn>();
    columns.set(row.name, row);
    tables.set(row.table, columns);
  }
  return tables;
}

function sharedTable(registers: ReadonlyMap<string, Register>, id: string): string | null {
  const target = registers.get(id);
  return target?.class === 'shared' ? target.table : null;
}

/** SQL that brings the tables to the definitions: new tables and new columns. What cannot be done by adding is a comment to decide on. */
export async function missingSql(
  client: pg.ClientBase,
  registers: readonly Register[],
): Promise<string> {
  const tables = await tablesOf(client);
  const byId = new Map(registers.map((register) => [register.id, register]));
  const statements: string[] = [];
  for (const register of registers) {
    const present = tables.get(register.table);
    if (present === undefined) {
      statements.push(createTableSql(register, byId));
      continue;
    }
    for (const wanted of wantedColumns(register, (id) => sharedTable(byId, id))) {
      if (present.has(wanted.name)) continue;
      const notNull = wanted.notNull ? '-- decide how existing rows are filled: not null\n' : '';
      statements.push(
        `${notNull}alter table ${register.table} add column "${wanted.name}" ${wanted.type} ${wanted.tail};`,
      );
    }
  }
  return statements.join('\n\n');
}

/** Readable differences between definitions and tables, empty when they agree. */
export async function schemaDifferences(
  client: pg.ClientBase,
  registers: readonly Register[],
): Promise<string[]> {
  const tables = await tablesOf(client);
  const byId = new Map(registers.map((register) => [register.id, register]));
  const differences: string[] = [];
  for (const register of registers) {
    const present = tables.get(register.table);
    if (present === undefined) {
      differences.push(`no table ${register.table} for the register ${register.id}`);
      continue;
    }
    const wantedNames = new Set<string>();
    for (const wanted of wantedColumns(register, (id) => sharedTable(byId, id))) {
      wantedNames.add(wanted.name);
      const found = present.get(wanted.name);
      const place = `${register.table}.${wanted.name}`;
      if (found === undefined) differences.push(`no column ${place}`);
      else if (found.type !== wanted.type)
        differences.push(`${place} is ${found.type}, not ${wanted.type}`);
      else if (found.not_null !== wanted.notNull) {
        differences.push(`${place} is ${found.not_null ? '' : 'not '}not null`);
      }
    }
    for (const name of present.keys()) {
      if (!wantedNames.has(name)) differences.push(`${register.table}.${name} is in no definition`);
    }
  }
  return differences;
}
