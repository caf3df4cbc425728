import pg from 'pg';
import { clearDatabase } from '#kernel/backup/empty-database.ts';

/** Begun and not ended, nobody signed in, nobody but the demonstration's people is there, and no other copy runs. */
const untouchedText = `
select exists (select from trail_entry where action = 'demonstration.begin')
  and not exists (select from trail_entry where action = 'demonstration.end')
  and not exists (select from account_session) and not exists (select from api_token)
  and not exists (select from person where email not like '%@demo.test')
  and not exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and application_name like 'commonward%') as untouched`;

/**
 * Clears a database that holds nothing but a demonstration whose loading was interrupted, if nobody used it meanwhile: the start then begins
 * anew as if for the first time. Anything else is left as it is.
 * @returns true when it was cleared.
 */
export async function clearInterruptedDemonstration(url: string): Promise<boolean> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const client = await pool.connect();
  try {
    const known = await client.query<{ known: boolean }>(
      `select to_regclass('public.trail_entry') is not null and to_regclass('public.api_token') is not null as known`,
    );
    if (known.rows[0]?.known !== true) return false;
    await client.query('begin');
    const { rows } = await client.query<{ untouched: boolean }>(untouchedText);
    const untouched = rows[0]?.untouched === true;
    if (untouched) await clearDatabase(client);
    await client.query('commit');
    return untouched;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
    await pool.end();
  }
}
