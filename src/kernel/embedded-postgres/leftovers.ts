import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import type { Location } from './location.ts';
import { isAlive, processesWorkingIn, signalProcess, waitUntilGone } from './processes.ts';

const shutdownTimeoutMs = 30_000;

/**
 * Ends what a killed parent left behind in this cluster, so that a new server can start. The caller holds the lock of the
 * data folder: nobody uses such a server any more.
 *
 * A living server is shut down in order (fast, then immediate); children that outlived a killed server are ended; the pid
 * files of a dead server are removed, because its id may belong to somebody else by now, which PostgreSQL itself takes for a
 * living server. Shared memory needs no care: the server finds its predecessor's segment by a key made from the folder, and
 * releases it when nobody is attached.
 */
export async function endLeftovers(
  location: Location,
  log: (message: string) => void,
): Promise<void> {
  const { cluster, socketFolder } = location;
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const postmaster = readPostmasterPid(pidFile);
  const working = processesWorkingIn(cluster);
  const knowsProcesses = process.platform === 'linux';
  const alive =
    postmaster !== null && isAlive(postmaster) && (working.includes(postmaster) || !knowsProcesses);
  if (alive) {
    log('Stopping the database server of an earlier run');
    await stopPostmaster(postmaster);
  }
  await endOrphans(cluster, log);
  // A zombie, or a stranger with the same id, would pass for a living server.
  if (!knowsProcesses) return;
  rmSync(pidFile, { force: true });
  if (socketFolder !== null) rmSync(join(socketFolder, '.s.PGSQL.5432.lock'), { force: true });
}

/**
 * Shuts a server down: fast (sessions ended, everything written), and after 30 s immediately (the next start recovers).
 *
 * @throws EmbeddedPostgresError when it does not end at all
 */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalProcess(pid, signal);
    if (await waitUntilGone([pid], shutdownTimeoutMs)) return;
  }
  throw new EmbeddedPostgresError(`The database server (process ${pid}) does not end.`);
}

/** Children of a server that was killed end by themselves as soon as they look; one deep in work is told to. */
async function endOrphans(cluster: string, log: (message: string) => void): Promise<void> {
  const signals = [null, 'SIGQUIT', 'SIGKILL'] as const;
  for (const signal of signals) {
    const orphans = processesWorkingIn(cluster);
    if (orphans.length === 0) return;
    if (signal !== null) {
      log(`Ending ${orphans.length} process(es) of a killed database server`);
      for (const pid of orphans) signalProcess(pid, signal);
    }
    if (await waitUntilGone(orphans, signal === null ? 1000 : 5000)) return;
  }
  throw new EmbeddedPostgresError(
    `Processes of an earlier database server in ${cluster} do not end.`,
  );
}

function readPostmasterPid(path: string): number | null {
  const pid = Number.parseInt(readFileSync(path, 'utf8').split('\n')[0] ?? '', 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}
