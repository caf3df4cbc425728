import { writeMigration } from './generate/write-migration.ts';

/**
 * `npm run migration:new -- <name>`: writes the next SQL file of db/migrations from the difference between the definitions and the
 * tables that the migrations make. A person reviews it before it lands.
 */
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  console.error('Give the migration a kebab-case name: npm run migration:new -- incident-register');
  process.exitCode = 2;
} else {
  const path = await writeMigration(name);
  console.log(
    path === null
      ? 'The definitions and the tables agree: nothing to write.'
      : `Wrote ${path}. Read it, then run the tests.`,
  );
}
