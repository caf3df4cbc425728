import type pg from 'pg';
import { sha256Hex } from '#engine/canonical.ts';
import { systemAccess } from './system-access.ts';

/** What a table's comment declares: `class: tenant; words for people`. */
export type TableClass =
  | 'tenant'
  | 'tenant, append-only'
  | 'tenant-inbox'
  | 'shared'
  | 'shared, system writes'
  | 'platform'
  | 'platform, app inserts';

export interface ClassifiedTable {
  readonly name: string;
  readonly class: TableClass;
  readonly hasAudience: boolean;
}

const classes: readonly TableClass[] = [
  'tenant',
  'tenant, append-only',
  'tenant-inbox',
  'shared',
  'shared, system writes',
  'platform',
  'platform, app inserts',
];

/**
 * The class of every table of the public schema.
 * @throws Error naming the tables that declare none.
 */
export async function classifiedTables(client: pg.ClientBase): Promise<ClassifiedTable[]> {
  const { rows } = await client.query<{ name: string; comment: string | null; audience: boolean }>(`
    select c.relname as name, obj_description(c.oid) as comment,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'audience' and not a.attisdropped) as audience
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not like 'migration%'
    order by 1`);
  const unclassified: string[] = [];
  const tables: ClassifiedTable[] = [];
  for (const row of rows) {
    const declared = /^class: ([^;]+)(;|$)/.exec(row.comment ?? '')?.[1];
    const found = classes.find((name) => name === declared);
    if (found === undefined) unclassified.push(row.name);
    else tables.push({ name: row.name, class: found, hasAudience: row.audience });
  }
  if (unclassified.length > 0) {
    throw new Error(
      `Every table says its class in its comment ("class: tenant; …"); these do not: ${unclassified.join(', ')}`,
    );
  }
  return tables;
}

/** How long one table's lock is waited for before the queue behind it may pass, and how often it is tried. */
const lockWait = '2s';
const lockTries = 60;

/**
 * Row security, policies and grants of every table, put there by this one script after each migration. What is there already is left alone,
 * because a policy locks its table: beside a running copy, a start without a change must wait for nobody. A change takes one table at a time
 * and gives up its place soon, so that transactions that depend on each other can always end.
 */
export async function applyRowSecurity(client: pg.ClientBase): Promise<void> {
  const steps = [['grant usage on schema public to commonward_app, commonward_system']];
  for (const table of await classifiedTables(client)) steps.push(statementsFor(table));
  const mark = `row security ${sha256Hex(JSON.stringify(steps))}`;
  const { rows } = await client.query<{ mark: string | null }>(
    "select obj_description(to_regnamespace('access'), 'pg_namespace') as mark",
  );
  if (rows[0]?.mark === mark) return;
  for (const statements of steps) await inTurn(client, statements);
  await client.query(`comment on schema access is '${mark}'`);
}

async function inTurn(client: pg.ClientBase, statements: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(
        ['begin', `set local lock_timeout = '${lockWait}'`, ...statements, 'commit'].join(';\n'),
      );
      return;
    } catch (error) {
      await client.query('rollback');
      // 55P03: somebody uses the table.
      if ((error as { code?: string }).code !== '55P03' || attempt >= lockTries) throw error;
    }
  }
}

function statementsFor(table: ClassifiedTable): string[] {
  const name = `public.${table.name}`;
  const policies = ['app_read', 'app_insert', 'app_update', 'app_delete', 'system_all'];
  return [
    `alter table ${name} enable row level security`,
    `revoke all on ${name} from commonward_app, commonward_system`,
    ...policies.map((policy) => `drop policy if exists ${policy} on ${name}`),
    ...appPolicies(table, name),
    ...systemPolicies(table, name),
    ...(table.class.startsWith('tenant') ? [ownersOf(name)] : []),
  ];
}

/**
 * Tells the planner that owners are many, whoever has most rows today. A sample that meets one large organisation only would say that there
 * is one, and the list of a small one would read the whole table.
 */
function ownersOf(name: string): string {
  return `alter table ${name} alter column owner_id set (n_distinct = 200)`;
}

const owned = 'owner_id = any (access.scope())';

function appPolicies(table: ClassifiedTable, name: string): string[] {
  switch (table.class) {
    case 'tenant':
    case 'tenant, append-only': {
      const readable = table.hasAudience ? `${owned} or audience && access.scope()` : owned;
      const read = [
        `create policy app_read on ${name} for select to commonward_app using (${readable})`,
        `create policy app_insert on ${name} for insert to commonward_app with check (${owned})`,
      ];
      if (table.class === 'tenant, append-only') {
        return [`grant select, insert on ${name} to commonward_app`, ...read];
      }
      return [
        `grant select, insert, update, delete on ${name} to commonward_app`,
        ...read,
        `create policy app_update on ${name} for update to commonward_app using (${owned}) with check (${owned})`,
        `create policy app_delete on ${name} for delete to commonward_app using (${owned})`,
      ];
    }
    case 'tenant-inbox': {
      const written = 'record_owner_id = any (access.scope())';
      return [
        `grant select, insert, update, delete on ${name} to commonward_app`,
        `create policy app_read on ${name} for select to commonward_app using (${owned} or ${written})`,
        `create policy app_insert on ${name} for insert to commonward_app with check (${written})`,
        `create policy app_update on ${name} for update to commonward_app using (${written}) with check (${written})`,
        `create policy app_delete on ${name} for delete to commonward_app using (${written})`,
      ];
    }
    case 'shared':
      return [
        `grant select, insert, update, delete on ${name} to commonward_app`,
        `create policy app_read on ${name} for select to commonward_app using (true)`,
        `create policy app_insert on ${name} for insert to commonward_app with check (true)`,
        `create policy app_update on ${name} for update to commonward_app using (true) with check (true)`,
        `create policy app_delete on ${name} for delete to commonward_app using (true)`,
      ];
    case 'shared, system writes':
      return [
        `grant select on ${name} to commonward_app`,
        `create policy app_read on ${name} for select to commonward_app using (true)`,
      ];
    case 'platform, app inserts':
      return [
        `grant insert on ${name} to commonward_app`,
        `create policy app_insert on ${name} for insert to commonward_app with check (true)`,
      ];
    case 'platform':
      return [];
  }
}

function systemPolicies(table: ClassifiedTable, name: string): string[] {
  const access = systemAccess[table.name];
  if (access === undefined) return [];
  return [
    `grant ${access.privileges} on ${name} to commonward_system`,
    `create policy system_all on ${name} to commonward_system using (true) with check (true)`,
  ];
}
