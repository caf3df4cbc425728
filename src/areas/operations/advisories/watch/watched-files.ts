import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, namesIn, statOf } from '#kernel/files/folder-entries.ts';
import { headBytes } from './watched-format.ts';

/** One drop of a file: dropped again, it is another one. */
export interface WatchedFile {
  readonly path: string;
  readonly name: string;
  /** Folder below the watched one, named after a format; null directly in it. */
  readonly folder: string | null;
  /** When it came to lie there, in milliseconds since 1970. */
  readonly cameAtMs: number;
  readonly size: number;
}

/** Names under which programs write what is not complete yet. */
const unfinished = /^\.|~$|\.(?:part|partial|tmp|temp|filepart|crdownload|swp)$/i;

/** Makes the folders that a watched folder has. @throws when it cannot be made */
export async function prepareFolder(root: string): Promise<void> {
  for (const name of ['done', 'refused']) await mkdir(join(root, name), { recursive: true });
}

/** Files that lie in the folder and in those below it that are named after a format; links and unfinished files are left alone. */
export async function filesIn(root: string, formats: Iterable<string>): Promise<WatchedFile[]> {
  const found: WatchedFile[] = [];
  for (const folder of [null, ...formats]) {
    const place = folder === null ? root : join(root, folder);
    for (const name of await namesIn(place)) {
      if (unfinished.test(name)) continue;
      const stats = await statOf(join(place, name));
      if (stats?.isFile() !== true) continue;
      const { size, ctimeMs } = stats;
      found.push({ path: join(place, name), name, folder, cameAtMs: Math.floor(ctimeMs), size });
    }
  }
  return found.sort((a, b) => a.cameAtMs - b.cameAtMs || a.name.localeCompare(b.name));
}

/** How many files lie in the folder, and how many were refused and not taken away yet. */
export async function countFiles(
  root: string,
  formats: Iterable<string>,
): Promise<{ waiting: number; refused: number }> {
  const waiting = await filesIn(root, formats);
  const refused = await namesIn(join(root, 'refused'));
  const reports = refused.filter((name) => name.endsWith('.report.json'));
  return { waiting: waiting.length, refused: reports.length };
}

/** The first bytes of a file. */
export async function headOf({ path }: WatchedFile): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(buffer, 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export function bytesOf({ path }: WatchedFile): AsyncIterable<Uint8Array> {
  return createReadStream(path);
}

/**
 * Moves a file to where it is out of the way, with its report beside it. The report is whole before the file moves, so that a crash between
 * the two leaves a file that is moved the next time.
 */
export async function putAway(
  root: string,
  file: WatchedFile,
  to: 'done' | 'refused',
  report: Readonly<Record<string, unknown>>,
): Promise<void> {
  const plain = join(root, to, file.name);
  const stamp = new Date(file.cameAtMs).toISOString().replace(/[:.]/g, '-');
  const taken = await access(plain).then(
    () => true,
    () => false,
  );
  const place = taken ? join(root, to, `${stamp} ${file.name}`) : plain;
  await writeFile(`${place}.report.json.part`, `${JSON.stringify(report, null, 2)}\n`);
  await rename(`${place}.report.json.part`, `${place}.report.json`);
  await rename(file.path, place).catch((error: unknown) => {
    // Another copy of the worker moved it already.
    if (!isMissing(error)) throw error;
  });
}
