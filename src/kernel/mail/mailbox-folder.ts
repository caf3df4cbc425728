import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, namesIn, statOf } from '#kernel/files/folder-entries.ts';

/** One message that was delivered into a Maildir. */
export interface MailboxFile {
  readonly path: string;
  readonly name: string;
  /** When it was delivered, in milliseconds since 1970. */
  readonly cameAtMs: number;
  readonly size: number;
}

/** A colon cannot stand in a file name on Windows; programs there write a semicolon. */
const infoMark = process.platform === 'win32' ? ';2,' : ':2,';

/** Makes the three folders of a Maildir. @throws when they cannot be made */
export async function prepareMailbox(root: string): Promise<void> {
  for (const name of ['tmp', 'new', 'cur']) await mkdir(join(root, name), { recursive: true });
}

/**
 * Messages in `new`, the oldest first. Whoever delivers writes in `tmp` and renames, so that what lies in `new` is whole; links and
 * hidden files are left alone.
 * @param most how many are returned at most
 */
export async function deliveredIn(root: string, most: number): Promise<MailboxFile[]> {
  const found: MailboxFile[] = [];
  for (const name of await messagesIn(root)) {
    const path = join(root, 'new', name);
    const stats = await statOf(path);
    if (stats?.isFile() !== true) continue;
    found.push({ path, name, cameAtMs: Math.floor(stats.mtimeMs), size: stats.size });
  }
  found.sort((a, b) => a.cameAtMs - b.cameAtMs || a.name.localeCompare(b.name));
  return found.slice(0, most);
}

/** How many messages lie in `new`. */
export async function countDelivered(root: string): Promise<number> {
  return (await messagesIn(root)).length;
}

/** The bytes of a message, at most `mostBytes` of them; null when it is gone. */
export async function bytesOfMessage(
  { path }: MailboxFile,
  mostBytes: number,
): Promise<Uint8Array | null> {
  try {
    const handle = await open(path);
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.min(size, mostBytes));
      let at = 0;
      while (at < buffer.length) {
        const { bytesRead } = await handle.read(buffer, at, buffer.length - at, at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return buffer.subarray(0, at);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Moves a message to `cur`: seen, and flagged when somebody should look at it. Moved by another worker already: nothing happens. */
export async function moveToCur(
  root: string,
  file: Pick<MailboxFile, 'path' | 'name'>,
  flags: 'S' | 'FS',
): Promise<void> {
  const plain = file.name.split(infoMark)[0] ?? file.name;
  try {
    await rename(file.path, join(root, 'cur', `${plain}${infoMark}${flags}`));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function messagesIn(root: string): Promise<string[]> {
  return (await namesIn(join(root, 'new'))).filter((name) => !name.startsWith('.'));
}
