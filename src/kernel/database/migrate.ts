import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { queryBuilderFor } from './client-dialect.ts';
import { applyRowSecurity } from './row-security.ts';

const migrationFolder = resolve(fileURLToPath(import.meta.url), '../../../../db/migrations');

/** The SQL files of `db/migrations` by name, each one migration; a file is never edited once it landed. */
async function migrationTexts(): Promise<Record<string, string>> {
  const files = (await readdir(migrationFolder)).filter((file) => file.endsWith('.sql')).sort();
  const texts: Record<string, string> = {};
  for (const file of files) {
    texts[file.replace(/\.sql$/, '')] = await readFile(join(migrationFolder, file), 'utf8');
  }
  return texts;
}

async function sqlMigrations(): Promise<Record<string, Migration>> {
  const migrations = Object.entries(await migrationTexts()).map(([name, text]) => {
    const up: Migration['up'] = async (db) => {
      await sql.raw(text).execute(db);
    };
    return [name, { up }];
  });
  return Object.fromEntries(migrations);
}

/** The names of all migrations of this version, in order. */
export async function migrationNames(): Promise<string[]> {
  return Object.keys(await migrationTexts());
}

function ofAnotherVersion(migration: string): string {
  return `This database has run the migration ${migration}, which this version does not have. Start the version that made it, or use another data folder (DATA_DIR).`;
}

/**
 * Brings the database to this version's schema and puts row security on every table.
 * Safe beside a running copy: the migrator holds a lock, and each file is one transaction.
 * @returns the names of the migrations that ran now.
 * @throws Error naming the file that failed; nothing of that file stays.
 */
export async function migrate(url: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // A pool ends before its connections are gone; a server that stops just then would otherwise end this process.
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: sqlMigrations },
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    });
    const { error, results } = await migrator.migrateToLatest();
    const failed = results?.find((result) => result.status === 'Error');
    if (error !== undefined) {
      const unknown = /previously executed migration (\S+) is missing/.exec(String(error))?.[1];
      if (unknown !== undefined) throw new Error(ofAnotherVersion(unknown), { cause: error });
      const place = failed === undefined ? '' : ` in ${failed.migrationName}`;
      throw new Error(`Migration failed${place}: ${String(error)}`, { cause: error });
    }
    const ran = (results ?? []).map((result) => result.migrationName);
    const client = await pool.connect();
    try {
      await applyRowSecurity(client);
    } finally {
      client.release();
    }
    return ran;
  } finally {
    await db.destroy();
  }
}

/**
 * Runs the first migrations of this version on an empty database inside the transaction that is open, up to the last one of `names`; a
 * restore makes the schema that its backup had. Row security follows with the next `migrate`.
 * @returns those of `names` that this version does not have; nothing was done then.
 * @throws Error naming the file that failed.
 */
export async function migrateWithin(
  client: pg.PoolClient,
  names: readonly string[],
): Promise<string[]> {
  const known = await migrationTexts();
  const missing = names.filter((name) => known[name] === undefined);
  const last = [...names].sort().at(-1);
  if (missing.length > 0 || last === undefined) return missing;
  // The migrator gives its lock back in the aborted transaction, and that error would hide the one that matters.
  let first: Error | undefined;
  const watched = Object.entries(known).map(([name, text]) => {
    const up = async (): Promise<void> => {
      try {
        await client.query(text);
      } catch (error) {
        first = new Error(`Migration failed in ${name}: ${String(error)}`, { cause: error });
        throw error;
      }
    };
    return [name, { up }];
  });
  const migrator = new Migrator({
    db: queryBuilderFor(client, false) as unknown as Kysely<unknown>,
    provider: {
      getMigrations: async () => Object.fromEntries(watched) as Record<string, Migration>,
    },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
    disableTransactions: true,
  });
  const { error } = await migrator.migrateTo(last);
  if (error !== undefined) {
    throw first ?? new Error(`Migration to ${last} failed: ${String(error)}`, { cause: error });
  }
  return [];
}
