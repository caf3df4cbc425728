import type { Runner } from '#kernel/command/command.ts';
import type { FileStore } from '#kernel/files/file-store.ts';

const usedText = `
select 1 from evidence where owner_id = $1 and sha256 = $2 and state <> 'destroyed'
union all select 1 from import_run where owner_id = $1 and digest = $2
union all select 1 from foreign_case_part where owner_id = $1 and sha256 = $2
union all select 1 from bundle_intake where owner_id = $1 and sha256 = $2
union all select 1 from deliverable where owner_id = $1 and position($2 in renderings::text) > 0
limit 1`;

/** Removes stored bytes that no record of their owner refers to any more. False: something does, or there were none. */
export async function forgetUnused(
  runner: Runner,
  files: FileStore,
  ownerId: string,
  sha256: string,
): Promise<boolean> {
  const used = await runner.database.transaction(
    { role: 'app', scope: [ownerId], person: null, readOnly: true },
    async ({ client }) => (await client.query(usedText, [ownerId, sha256])).rowCount !== 0,
  );
  return used ? false : files.removeFile(ownerId, sha256);
}
