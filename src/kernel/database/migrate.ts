import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { applyRowSecurity } from './row-security.ts';

const migrationFolder = resolve(fileURLToPath(import.meta.url), '../../../../db/migrations');

/** The SQL files of `db/migrations`, each one migration; a file is never edited once it landed. */
async function sqlMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(migrationFolder)).filter((file) => file.endsWith('.sql')).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    const text = await readFile(join(migrationFolder, file), 'utf8');
    migrations[file.replace(/\.sql$/, '')] = {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}

/** The names of all migrations of this version, in order. */
export async function migrationNames(): Promise<string[]> {
  return Object.keys(await sqlMigrations());
}

/**
 * Brings the database to this version's schema and puts row security on every table.
 * Safe beside a running copy: the migrator holds a lock, and each file is one transaction.
 * @returns the names of the migrations that ran now.
 * @throws Error naming the file that failed; nothing of that file stays.
 */
export async function migrate(url: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
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
      const place = failed === undefined ? '' : ` in ${failed.migrationName}`;
      throw new Error(`Migration failed${place}: ${String(error)}`, { cause: error });
    }
    const ran = (results ?? []).map((result) => result.migrationName);
    const client = await pool.connect();
    try {
      await client.query('begin');
      await applyRowSecurity(client);
      await client.query('commit');
    } finally {
      client.release();
    }
    return ran;
  } finally {
    await db.destroy();
  }
}
