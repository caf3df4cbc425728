import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { findBinaries } from './binaries.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { AlreadyRunningError, EmbeddedPostgresError } from './errors.ts';
import { isAlive, signalProcess, waitUntilGone } from './processes.ts';

const holderProgram = fileURLToPath(new URL('./fixtures/hold-database.ts', import.meta.url));
const root = process.getuid?.() === 0;
const ordinaryUid = 65_534;
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that every account may pass through, as a data folder is one for root by default. */
function newFolder(mode = 0o755): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'commonward-pg-')));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

interface Holder {
  readonly pid: number;
  readonly url: string;
  readonly serverPid: number;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A parent process of its own that runs the embedded database of `dataDir` until it is ended. */
async function startHolder(dataDir: string, uid?: number): Promise<Holder> {
  const child = spawn(process.execPath, [holderProgram, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
  });
  while (!output.includes('\n')) {
    assert.equal(child.exitCode, null, 'the holder ended before it was ready');
    await delay(10);
  }
  const { url, pid: serverPid } = JSON.parse(output) as { url: string; pid: number };
  return {
    pid: child.pid!,
    url,
    serverPid,
    end: async (signal) => {
      const ended = once(child, 'exit');
      signalProcess(child.pid!, signal);
      await ended;
    },
  };
}

test('a first start makes a cluster with the settings that keep data, a second keeps what was written', async () => {
  const dataDir = newFolder();
  const first = await startEmbeddedPostgres({ dataDir });
  await query(first.url, 'create table kept (word text); insert into kept values ($$été$$)');
  const [settings] = await query(
    first.url,
    `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
       current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
       current_setting('password_encryption') as passwords, upper('été') as upper`,
  );
  assert.deepEqual(settings, {
    fsync: 'on',
    checksums: 'on',
    encoding: 'UTF8',
    addresses: '',
    passwords: 'scram-sha-256',
    upper: 'ÉTÉ',
  });
  await first.stop();
  await first.stop();
  assert.equal(isAlive(first.pid), false);
  assert.equal(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777, 0o600);
  const second = await startEmbeddedPostgres({ dataDir });
  assert.deepEqual(await query(second.url, 'select word from kept'), [{ word: 'été' }]);
  await second.stop();
});

test('a wrong password is refused', async () => {
  const server = await startEmbeddedPostgres({ dataDir: newFolder(), durability: 'none' });
  const url = new URL(server.url);
  url.password = 'guessed';
  await assert.rejects(query(url.href, 'select 1'), /password authentication failed/);
  await server.stop();
});

test('a second start beside a running one is refused and harms nothing', async () => {
  const dataDir = newFolder();
  const holder = await startHolder(dataDir);
  await query(holder.url, 'create table kept (n int); insert into kept values (1)');
  await assert.rejects(startEmbeddedPostgres({ dataDir }), (error) => {
    assert.ok(error instanceof AlreadyRunningError);
    assert.equal(error.pid, holder.pid);
    return true;
  });
  assert.deepEqual(await query(holder.url, 'select n from kept'), [{ n: 1 }]);
  await holder.end('SIGTERM');
  assert.equal(isAlive(holder.serverPid), false);
});

test('of many starts at once exactly one runs', async () => {
  const dataDir = newFolder();
  const stale = { pid: 999_999_999, startedAt: 'long ago' };
  const before = await startEmbeddedPostgres({ dataDir, durability: 'none' });
  await before.stop();
  writeFileSync(join(dataDir, 'postgres', 'lock'), JSON.stringify(stale));
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => startEmbeddedPostgres({ dataDir, durability: 'none' })),
  );
  const started = results.filter((result) => result.status === 'fulfilled');
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(started.length, 1);
  assert.ok(refused.every((result) => result.reason instanceof AlreadyRunningError));
  await started[0]!.value.stop();
});

test('after kill -9 of the parent the next start ends the orphan and finds every commit', async () => {
  const dataDir = newFolder();
  const holder = await startHolder(dataDir);
  await query(holder.url, 'create table kept (n int); insert into kept values (1)');
  await holder.end('SIGKILL');
  assert.equal(isAlive(holder.serverPid), true, 'the server outlives its killed parent');
  const next = await startEmbeddedPostgres({ dataDir });
  assert.equal(isAlive(holder.serverPid), false);
  assert.deepEqual(await query(next.url, 'select n from kept'), [{ n: 1 }]);
  await next.stop();
});

test('after kill -9 of parent and server, with a session at work, the next start recovers', async () => {
  const dataDir = newFolder();
  const holder = await startHolder(dataDir);
  await query(holder.url, 'create table kept (n int); insert into kept values (1)');
  const atWork = query(holder.url, 'select count(*) from generate_series(1, 1e10::bigint)');
  const interrupted = assert.rejects(atWork);
  await delay(200);
  signalProcess(holder.serverPid, 'SIGKILL');
  await holder.end('SIGKILL');
  const next = await startEmbeddedPostgres({ dataDir });
  await interrupted;
  assert.deepEqual(await query(next.url, 'select n from kept'), [{ n: 1 }]);
  await next.stop();
});

test('the pid file of a dead server whose id is in use again does not stop the next start', async () => {
  const dataDir = newFolder();
  const first = await startEmbeddedPostgres({ dataDir });
  const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await first.stop();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    ...(root ? { uid: statSync(join(dataDir, 'postgres')).uid } : {}),
  });
  writeFileSync(pidFile, [String(stranger.pid), ...lines.slice(1)].join('\n'));
  const next = await startEmbeddedPostgres({ dataDir });
  await next.stop();
  assert.equal(isAlive(stranger.pid!), true);
  stranger.kill();
  assert.ok(await waitUntilGone([stranger.pid!], 5000));
});

test('an interrupted first start leaves nothing that is taken for a cluster', async () => {
  const dataDir = newFolder();
  const first = await startEmbeddedPostgres({ dataDir, durability: 'none' });
  await first.stop();
  const base = join(dataDir, 'postgres');
  const { rename } = await import('node:fs/promises');
  await rename(join(base, 'cluster'), join(base, 'cluster.draft.1'));
  const again = await startEmbeddedPostgres({ dataDir, durability: 'none' });
  assert.equal(existsSync(join(base, 'cluster.draft.1')), false);
  await again.stop();
});

test('a cluster of another PostgreSQL release is refused with advice', async () => {
  const dataDir = newFolder();
  const first = await startEmbeddedPostgres({ dataDir, durability: 'none' });
  await first.stop();
  writeFileSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '15\n');
  await assert.rejects(startEmbeddedPostgres({ dataDir }), /made by PostgreSQL 15.*backup/);
});

test('a data folder with blanks, quotes and a very long name works', async () => {
  const dataDir = join(newFolder(), `it's a "folder", ${'long '.repeat(20)}`.trim());
  const server = await startEmbeddedPostgres({ dataDir, durability: 'none' });
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
  folders.push(new URL(server.url).searchParams.get('host')!);
  await server.stop();
});

test('as root the server runs as another account', {
  skip: !root && 'platform: needs root',
}, async () => {
  const server = await startEmbeddedPostgres({ dataDir: newFolder(), durability: 'none' });
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  assert.doesNotMatch(status, /^Uid:\s0\s/m);
  await server.stop();
});

test('as root below a folder that others cannot search, programs and cluster live elsewhere and location names it', {
  skip: !root && 'platform: needs root',
}, async () => {
  const dataDir = join(newFolder(0o700), 'data');
  const systemFolder = newFolder();
  const options = { dataDir, systemFolder, durability: 'none' } as const;
  const first = await startEmbeddedPostgres(options);
  await query(first.url, 'create table kept (n int); insert into kept values (7)');
  await first.stop();
  const base = readFileSync(join(dataDir, 'location'), 'utf8').trim();
  assert.ok(base.startsWith(`${systemFolder}/`));
  assert.equal(existsSync(join(dataDir, 'postgres')), false);
  const second = await startEmbeddedPostgres(options);
  assert.deepEqual(await query(second.url, 'select n from kept'), [{ n: 7 }]);
  await second.stop();
  rmSync(dataDir, { recursive: true });
  const anew = await startEmbeddedPostgres(options);
  assert.deepEqual(await query(anew.url, "select to_regclass('kept') as kept"), [{ kept: null }]);
  await anew.stop();
  const other = readFileSync(join(dataDir, 'location'), 'utf8').trim();
  assert.notEqual(other, base);
  rmSync(other, { recursive: true });
  await assert.rejects(startEmbeddedPostgres(options), EmbeddedPostgresError);
});

test('as root an empty folder that only root can search holds its database itself', {
  skip: !root && 'platform: needs root',
}, async () => {
  const dataDir = newFolder(0o700);
  const systemFolder = newFolder();
  const server = await startEmbeddedPostgres({ dataDir, systemFolder, durability: 'none' });
  await server.stop();
  assert.equal(existsSync(join(dataDir, 'location')), false);
  assert.equal(existsSync(join(dataDir, 'postgres', 'cluster')), true);
  assert.equal(statSync(dataDir).mode & 0o777, 0o711);
});

test('an ordinary user starts it, and root afterwards keeps the owner', {
  skip: !root && 'platform: needs root to become somebody else',
}, async (t) => {
  const binFolder = join(findBinaries().root, 'bin');
  const dataDir = newFolder(0o700);
  chownSync(dataDir, ordinaryUid, ordinaryUid);
  if (!(await ordinaryUserReads(binFolder))) {
    t.skip('platform: the checkout stands below a folder that others cannot search');
    return;
  }
  const holder = await startHolder(dataDir, ordinaryUid);
  await query(holder.url, 'create table kept (n int); insert into kept values (3)');
  await holder.end('SIGTERM');
  const asRoot = await startEmbeddedPostgres({ dataDir });
  assert.deepEqual(await query(asRoot.url, 'select n from kept'), [{ n: 3 }]);
  await asRoot.stop();
  const again = await startHolder(dataDir, ordinaryUid);
  await again.end('SIGTERM');
});

async function ordinaryUserReads(path: string): Promise<boolean> {
  const child = spawn('ls', [path], { stdio: 'ignore', uid: ordinaryUid, gid: ordinaryUid });
  const [code] = await once(child, 'exit');
  return code === 0;
}
