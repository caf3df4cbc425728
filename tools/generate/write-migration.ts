import { readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '#apps/catalogue.ts';
import { createTestDatabase, stopTestServer } from '#tests/database.ts';
import { missingSql } from '#work/registers/schema-difference.ts';

const folder = resolve(fileURLToPath(import.meta.url), '../../../db/migrations');

/**
 * Writes the next SQL file of db/migrations from the difference between the definitions and the tables that the migrations make.
 * Returns its path in the repository, or null when they agree.
 */
export async function writeMigration(name: string): Promise<string | null> {
  const test = await createTestDatabase();
  try {
    const registers = [...catalogue.registers.values()].map((module) => module.register);
    const sql = await test.database.transaction(
      { role: 'owner', scope: [], person: null },
      ({ client }) => missingSql(client, registers),
    );
    if (sql === '') return null;
    const last = readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .at(-1);
    const number = String(Number(last?.slice(0, 4) ?? '0') + 1).padStart(4, '0');
    writeFileSync(`${folder}/${number}-${name}.sql`, `${sql}\n`);
    return `db/migrations/${number}-${name}.sql`;
  } finally {
    await test.drop();
    await stopTestServer();
  }
}
