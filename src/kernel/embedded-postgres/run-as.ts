import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** The account that the database server runs as when this process is root, which PostgreSQL refuses. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const preferredAccounts = ['commonward', 'postgres', 'nobody'];

/**
 * Chooses the account for the server: null when this process is no root and runs the server itself; otherwise the owner of
 * the folder (an existing cluster, or a volume given to somebody), else the first of commonward, postgres, nobody that the
 * machine has, else any other account. Nothing is created on the machine.
 *
 * @param folders looked at in order; the first that exists and is not root's decides
 */
export function chooseRunAs(folders: readonly string[]): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readAccounts();
  for (const folder of folders) {
    const uid = ownerOf(folder);
    const account = accounts.find((each) => each.uid === uid);
    if (uid !== null && uid !== 0 && account !== undefined) return account;
  }
  const account =
    preferredAccounts
      .map((name) => accounts.find((each) => each.name === name && each.uid !== 0))
      .find((each) => each !== undefined) ?? accounts.find((each) => each.uid !== 0);
  if (account === undefined) {
    throw new EmbeddedPostgresError(
      'PostgreSQL does not run as root, and this machine has no other account. Create one, or set DATABASE_URL.',
    );
  }
  return account;
}

/** True when the account may pass through every folder above `path`, and pass through or read `path` itself. */
export function canReach(path: string, account: RunAs, purpose: 'pass' | 'read'): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    const needed = folder === path && purpose === 'read' ? 0o5 : 0o1;
    if ((bits & needed) !== needed) return false;
    if (folder === dirname(folder)) return true;
  }
}

function ownerOf(folder: string): number | null {
  try {
    return statSync(folder).uid;
  } catch {
    return null;
  }
}

function readAccounts(): RunAs[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}
