import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const corpusRoot = resolve(repositoryRoot, '../shared/corpus');

/** The absolute path of one part of the shared corpus (`dpkg/chroot-debian12/status`), or null when the corpus is not beside the checkout. */
export function corpusPath(part: string): string | null {
  const path = join(corpusRoot, part);
  return existsSync(path) ? path : null;
}

/** Like {@link corpusPath}, but skips the running test plainly when the part is missing. */
export function requireCorpus(t: TestContext, part: string): string | null {
  const path = corpusPath(part);
  if (path === null) t.skip(`the shared corpus has no ${part} beside this checkout`);
  return path;
}

/**
 * Unpacks a `.tar.xz` of the corpus once into the temporary folder and returns the folder, or null without the corpus.
 * The folder's name carries the archive's size and time, so a changed archive is unpacked again.
 */
export function extractCorpusArchive(part: string): string | null {
  const archive = corpusPath(part);
  if (archive === null) return null;
  const { size, mtimeMs } = statSync(archive);
  const target = join(
    tmpdir(),
    // Of each user his own: what one made the next may not write to.
    `commonward-corpus-${userInfo().uid}`,
    `${basename(archive)}-${size}-${Math.floor(mtimeMs)}`,
  );
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  execFileSync('tar', ['-xJf', archive, '-C', unfinished]);
  try {
    renameSync(unfinished, target);
  } catch {
    // Another process finished first: its copy is as good as ours.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}
