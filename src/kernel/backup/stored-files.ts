import { createReadStream, existsSync } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileOnDisk {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
}

/** Names that stored files have; anything else below the folder (a write under way) is no stored file. */
export const storedName =
  /^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const unfinished = /(^|\/)(incoming|unfinished)-[^/]*$/;

/** The stored files below a folder, one at a time: there may be many. */
export async function* filesBelow(folder: string, prefix = ''): AsyncGenerator<FileOnDisk> {
  if (!existsSync(join(folder, prefix))) return;
  for await (const entry of await opendir(join(folder, prefix))) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (!storedName.test(path) || unfinished.test(path)) continue;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else if (entry.isFile()) {
      const bytes = await sizeOf(join(folder, path));
      if (bytes !== null) yield { path, bytes };
    }
  }
}

/** Null for a file that was destroyed, as retention rules may do, since its folder was listed. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function readStored(folder: string, path: string): AsyncIterable<Buffer> {
  return createReadStream(join(folder, path), { highWaterMark: 256 * 1024 });
}
