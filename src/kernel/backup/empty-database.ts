import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { BackupError } from './backup-error.ts';
import { quoted } from './catalog.ts';

/**
 * Makes sure that nothing would be lost: the database has no tables, or it is this product's and nobody used it yet.
 * @throws BackupError `not-empty` naming what is there, `busy` while the product runs on it.
 */
export async function checkEmpty(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ name: string; comment: string | null }>(`
    select 'public.' || c.relname as name, obj_description(c.oid) as comment from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`);
  const ours = rows.some((row) => row.name === 'public.migration');
  if (rows.length > 0 && !ours) {
    throw new BackupError(
      'not-empty',
      `The database holds tables of something else (${rows[0]?.name}). Choose an empty database.`,
    );
  }
  for (const { name, comment } of rows) {
    if (!isContent(name, comment)) continue;
    const found = await client.query(`select from ${quoted(name)} limit 1`);
    if (found.rowCount !== 0) {
      throw new BackupError(
        'not-empty',
        `The installation is in use: ${name} has rows. Restore into an empty one (another DATA_DIR or DATABASE_URL).`,
      );
    }
  }
  await checkIdle(client);
}

/** What people bring, unlike the definitions and key numbers that a first start writes by itself. */
function isContent(name: string, comment: string | null): boolean {
  return (
    comment?.startsWith('class: tenant') === true ||
    ['public.organisation', 'public.person', 'public.account', 'public.api_token'].includes(name)
  );
}

/** How long a product that is just stopping may take to leave; what it had not committed is rolled back first. */
const leavingMs = 10_000;

async function checkIdle(client: PoolClient): Promise<void> {
  const giveUpAt = performance.now() + leavingMs;
  for (;;) {
    const { rows } = await client.query<{ busy: number }>(`
      select count(*)::int as busy from pg_stat_get_activity(null) a
      where a.datid = (select oid from pg_database where datname = current_database())
        and a.pid <> pg_backend_pid() and a.application_name like 'commonward%'`);
    if (rows[0]?.busy === 0) return;
    if (performance.now() > giveUpAt) {
      throw new BackupError('busy', 'Commonward runs on this database. Stop it, then restore.');
    }
    await delay(100);
  }
}

/** Removes what a first start left: schemas, tables, functions and types of the product, so that migrations can begin anew. */
export async function clearDatabase(client: PoolClient): Promise<void> {
  await client.query('drop schema if exists pgboss cascade; drop schema if exists access cascade');
  const { rows } = await client.query<{ text: string }>(`
    select format('drop %s if exists public.%I cascade',
      case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, c.relname) as text
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
      -- Sequences of columns and partitions go with their tables.
      and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('e', 'i', 'a'))
    union all
    select format('drop routine if exists %s cascade', p.oid::regprocedure)
    from pg_proc p where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all
    select format('drop type if exists public.%I cascade', t.typname)
    from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
      and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')`);
  for (const { text } of rows) await client.query(text);
}
