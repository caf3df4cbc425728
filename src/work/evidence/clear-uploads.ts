import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import type { Leftovers } from '#kernel/files/leftovers.ts';
import { forgetUnused } from './unused-bytes.ts';

/** An upload that nobody went on with for this long is over: 7 days. */
const idleMs = 7 * 86_400_000;
/** What was begun to be written this long ago is not being written any more: an hour. */
const begunMs = 3_600_000;

export interface Cleared {
  /** Files and parts of which a killed process had written a beginning. */
  readonly begun: number;
  /** Uploads that nobody went on with. */
  readonly idle: number;
  /** Uploads that were over and whose parts were still there. */
  readonly over: number;
}

const idleText = `
update upload set progress = 'refused', updated_at = $3
where owner_id = $1 and progress = 'receiving' and updated_at < $2 returning id, sha256, file_name as "fileName"`;

/** Ends uploads that nobody goes on with, and removes what killed processes and ended uploads left in the folder of files. */
export async function clearUploads(
  runner: Runner,
  files: FileStore,
  leftovers: Leftovers,
  /** By the clock of the machine, which gives files their times. */
  machineNow = new Date(),
): Promise<Cleared> {
  const cleared = { begun: 0, idle: 0, over: 0 };
  const now = runner.clock.now().getTime();
  for (const ownerId of await leftovers.owners()) {
    const ended = await endIdle(runner, ownerId, new Date(now - idleMs));
    cleared.idle += ended.length;
    cleared.over += await dropEnded(runner, files, leftovers, ownerId);
    for (const { sha256 } of ended) await forgetUnused(runner, files, ownerId, sha256);
    cleared.begun += await leftovers.clearBegun(ownerId, new Date(machineNow.getTime() - begunMs));
  }
  return cleared;
}

async function endIdle(runner: Runner, ownerId: string, before: Date) {
  const who = {
    principal: systemPrincipal('clear-uploads'),
    scope: { organisations: [ownerId] },
    role: 'app',
  } as const;
  return inWriteTransaction(runner, who, async (context) => {
    const { rows } = await context.client.query<{ id: string; sha256: string; fileName: string }>({
      name: 'uploads-idle',
      text: idleText,
      values: [ownerId, before, context.now],
    });
    for (const { id, sha256, fileName } of rows) {
      context.record({
        ...{ ownerId, action: 'evidence.refuse', kind: 'upload', recordId: id, recordVersion: 1 },
        details: { reason: 'idle', fileName, sha256 },
      });
    }
    return rows;
  });
}

/** Parts of uploads that are over, or of which there is no record. */
async function dropEnded(
  runner: Runner,
  files: FileStore,
  leftovers: Leftovers,
  ownerId: string,
): Promise<number> {
  const kept = await leftovers.uploadsOf(ownerId);
  if (kept.length === 0) return 0;
  const receiving = await runner.database.transaction(
    { role: 'app', scope: [ownerId], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{ id: string }>({
        name: 'uploads-receiving',
        text: `select id from upload where owner_id = $1 and id = any ($2::uuid[]) and progress = 'receiving'`,
        values: [ownerId, kept],
      });
      return new Set(rows.map(({ id }) => id));
    },
  );
  const over = kept.filter((id) => !receiving.has(id));
  for (const id of over) await files.dropParts(ownerId, id);
  return over.length;
}
