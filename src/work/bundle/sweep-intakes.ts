import type { Runner } from '#kernel/command/command.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { forgetUnused } from '#work/evidence/unused-bytes.ts';

/** How long a bundle waits for somebody to import it. */
export const intakeLifeMs = 24 * 3_600_000;

interface Old {
  owner_id: string;
  id: string;
  sha256: string;
  taken: string[];
}

/**
 * Forgets bundles that nobody imported within a day, with what an import that did not end left in the store. Bytes that a record refers to stay.
 * @returns how many bundles
 */
export async function sweepIntakes(runner: Runner, files: FileStore): Promise<number> {
  const before = new Date(runner.clock.now().getTime() - intakeLifeMs);
  const old = await runner.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) =>
      (
        await client.query<Old>(
          'delete from bundle_intake where received_at < $1 returning owner_id, id, sha256, taken',
          [before],
        )
      ).rows,
  );
  for (const one of old) await forgetBytes(runner, files, one.owner_id, [one.sha256, ...one.taken]);
  return old.length;
}

export async function forgetBytes(
  runner: Runner,
  files: FileStore,
  ownerId: string,
  hashes: readonly string[],
): Promise<void> {
  for (const sha256 of new Set(hashes)) await forgetUnused(runner, files, ownerId, sha256);
}
