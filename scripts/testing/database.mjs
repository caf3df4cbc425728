import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The database server of the run: the user's (DATABASE_URL), or an embedded one in a folder that is thrown away.
 *
 * @returns {Promise<{ url: string, stop?: () => Promise<void> }>}
 */
export async function startDatabase() {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL };
  const { startEmbeddedPostgres } = await import(
    '../../src/kernel/embedded-postgres/embedded-postgres.ts'
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-test-'));
  // As root the server runs as another account, which must be able to pass.
  chmodSync(dataDir, 0o711);
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({
      dataDir,
      durability: 'none',
      settings: { max_connections: '200' },
    });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
