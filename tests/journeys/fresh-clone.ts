import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a clone would hold if this checkout were committed, in a folder of its own; nothing is built there. The packages are those of the
 * checkout: tests download nothing. Returns the folder.
 */
export function freshClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'commonward-clone-'));
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const deleted = execFileSync('git', ['ls-files', '-z', '-d'], { cwd: root, encoding: 'utf8' });
  const gone = new Set(deleted.split('\0'));
  for (const path of listed.split('\0').filter((name) => name !== '' && !gone.has(name))) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    copyFileSync(join(root, path), join(clone, path));
  }
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'dir');
  return clone;
}
