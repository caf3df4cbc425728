import { readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '#apps/catalogue.ts';
import { missingSql } from '#work/registers/schema-difference.ts';

/**
 * `npm run migration:new -- <name>`: writes the next SQL file of db/migrations from the difference between the definitions and the
 * tables that the migrations make. A person reviews it before it lands.
 */
const folder = resolve(fileURLToPath(import.meta.url), '../../db/migrations');
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  console.error('Give the migration a kebab-case name: npm run migration:new -- incident-register');
  process.exit(2);
}
const { createTestDatabase, stopTestServer } = await import('#tests/database.ts');
const test = await createTestDatabase();
try {
  const registers = [...catalogue.registers.values()].map((module) => module.register);
  const sql = await test.database.transaction(
    { role: 'owner', scope: [], person: null },
    ({ client }) => missingSql(client, registers),
  );
  if (sql === '') {
    console.log('The definitions and the tables agree: nothing to write.');
  } else {
    const last = readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .at(-1);
    const number = String(Number(last?.slice(0, 4) ?? '0') + 1).padStart(4, '0');
    const path = `${folder}/${number}-${name}.sql`;
    writeFileSync(path, `${sql}\n`);
    console.log(`Wrote db/migrations/${number}-${name}.sql. Read it, then run the tests.`);
  }
} finally {
  await test.drop();
  await stopTestServer();
}
