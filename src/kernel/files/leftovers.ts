import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '#kernel/config/config.ts';
import { isId } from '#kernel/database/ids.ts';

/** What is written aside while a file or a part comes in, and renamed when it is whole. */
const asidePattern = /^(incoming|\d+)-[0-9a-f-]{36}$/;

/** What an installation's folder of files holds beside stored files. */
export class Leftovers {
  readonly #folder: string;

  constructor(config: Pick<Config, 'FILES_URL' | 'dataDir'>) {
    const { FILES_URL, dataDir } = config;
    this.#folder = FILES_URL === undefined ? join(dataDir, 'files') : fileURLToPath(FILES_URL);
  }

  /** Owners who have a folder. */
  async owners(): Promise<string[]> {
    return (await namesIn(this.#folder)).filter(isId);
  }

  /** Uploads of an owner that have parts on the disk. */
  async uploadsOf(ownerId: string): Promise<string[]> {
    return (await namesIn(join(this.#folder, ownerId, 'uploads'))).filter(isId);
  }

  /**
   * Removes what a process that was killed had only begun to write. What is written right now is younger than `before`.
   * @returns how many there were
   */
  async clearBegun(ownerId: string, before: Date): Promise<number> {
    const uploads = join(this.#folder, ownerId, 'uploads');
    const folders = [
      join(this.#folder, ownerId),
      ...(await namesIn(uploads)).map((name) => join(uploads, name)),
    ];
    let cleared = 0;
    for (const folder of folders) {
      for (const name of await namesIn(folder)) {
        if (!asidePattern.test(name)) continue;
        const path = join(folder, name);
        const { mtime } = await stat(path).catch(() => ({ mtime: before }));
        if (mtime >= before) continue;
        await rm(path, { force: true });
        cleared += 1;
      }
    }
    return cleared;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
