import { Database } from '#kernel/database/database.ts';
import type { Log } from '#kernel/log/log.ts';

/** Connections that the demonstration needs at once: three organisations, four inventories each in turn, four reactions. */
const poolSize = 6;

/**
 * The same database by connections that do not wait for the disk at each commit (`synchronous_commit` off, PostgreSQL §30.3): a crash loses
 * the last moments of a loading that is incomplete then anyway, and nothing else. A pooler in front may refuse such connections; then those
 * of the product are used.
 */
export async function openQuickDatabase(
  database: Database,
  log: Log,
): Promise<{ database: Database; close(): Promise<void> }> {
  const url = new URL(database.url);
  const given = url.searchParams.get('options');
  const options = [given, '-c synchronous_commit=off'].filter((one) => one !== null).join(' ');
  url.searchParams.set('options', options);
  const quick = new Database({ url: url.href, poolSize, namedStatements: true, log });
  try {
    await quick.transaction(
      { role: 'owner', scope: [], person: null, readOnly: true },
      ({ client }) => client.query('select 1'),
    );
    return { database: quick, close: () => quick.close() };
  } catch (error) {
    log.debug({ err: error }, 'the demonstration uses the connections of the product');
    await quick.close();
    return { database, close: async () => undefined };
  }
}
