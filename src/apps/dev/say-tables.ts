import { catalogue } from '#apps/catalogue.ts';
import { Database } from '#kernel/database/database.ts';
import { createLog } from '#kernel/log/log.ts';
import { schemaDifferences } from '#work/registers/schema-difference.ts';

/**
 * Says where the tables of `DATABASE_URL` are not those that the registers declare: a field without a migration, or a migration that was
 * written again after this database had run it. Silent when they agree.
 */
async function sayTables(url: string): Promise<void> {
  const database = new Database({
    url,
    poolSize: 1,
    namedStatements: false,
    log: createLog('warn'),
  });
  try {
    const registers = [...catalogue.registers.values()].map((module) => module.register);
    const differences = await database.transaction(
      { role: 'owner', scope: [], person: null, readOnly: true },
      ({ client }) => schemaDifferences(client, registers),
    );
    if (differences.length === 0) return;
    const lines = [
      'The tables are not those that the registers declare:',
      ...differences.map((difference) => `  ${difference}`),
      'Write a migration: npm run migration:new -- <name>. If the last one was written again after it ran here, begin with an empty',
      'data folder: stop, and remove data (DATA_DIR).',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await database.close();
  }
}

const url = process.env['DATABASE_URL'];
if (url !== undefined) await sayTables(url);
