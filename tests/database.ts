import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sha256Hex } from '#engine/canonical.ts';
import { Database } from '#kernel/database/database.ts';
import { migrate, migrationNames } from '#kernel/database/migrate.ts';
import { startEmbeddedPostgres } from '#kernel/embedded-postgres/embedded-postgres.ts';
import { createLog } from '#kernel/log/log.ts';

let serverUrl: Promise<string> | undefined;
let stopServer: (() => Promise<void>) | undefined;
let template: Promise<string> | undefined;

/** The server of this run: the parent's, the user's own, or an embedded one started for this process. */
function testServer(): Promise<string> {
  serverUrl ??= (async () => {
    const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
    if (given !== undefined && given !== '') return given;
    const dataDir = mkdtempSync(join(tmpdir(), 'commonward-test-'));
    const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    stopServer = async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    };
    return server.url;
  })();
  return serverUrl;
}

/** Stops the embedded server if this process started one; call it in the last `after` hook of a file that runs alone. */
export async function stopTestServer(): Promise<void> {
  // A server that others started goes on, and so does its template.
  if (stopServer === undefined) return;
  await stopServer();
  stopServer = undefined;
  serverUrl = undefined;
  template = undefined;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function administer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A migrated database to clone, made once a server and set of migrations. */
function templateDatabase(url: string): Promise<string> {
  template ??= (async () => {
    const name = `template_${sha256Hex((await migrationNames()).join()).slice(0, 12)}_${process.pid}`;
    await administer(url, (client) => client.query(`create database ${name}`));
    await migrate(withDatabase(url, name));
    return name;
  })();
  return template;
}

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own, cloned from the template in a fraction of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const source = await templateDatabase(server);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, (client) =>
    client.query(`create database ${name} template ${source} strategy file_copy`),
  );
  const url = withDatabase(server, name);
  const database = new Database({
    url,
    poolSize: 8,
    namedStatements: true,
    log: createLog('silent'),
  });
  return {
    url,
    database,
    drop: async () => {
      await database.close();
      await administer(server, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}
