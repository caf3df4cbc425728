import type { RunAs } from './run-as.ts';

/** The environment of the server's programs: nothing of ours, above all no PG* variable and no secret. */
export function serverEnvironment(): Record<string, string> {
  const kept = process.platform === 'win32' ? ['SystemRoot', 'TEMP', 'TMP'] : [];
  const environment: Record<string, string> = { PATH: process.env.PATH ?? '', LC_ALL: 'C' };
  for (const name of kept) environment[name] = process.env[name] ?? '';
  return environment;
}

/** Options for spawning as the server's account. */
export function spawnIdentity(runAs: RunAs | null): { uid?: number; gid?: number } {
  return runAs === null ? {} : { uid: runAs.uid, gid: runAs.gid };
}
