import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RequestError } from './request.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Files as a generator wants them; nothing is written before all of them are known. */
export class Workbench {
  readonly #made = new Map<string, string>();
  readonly #changed = new Map<string, string>();

  exists(path: string): boolean {
    return existsSync(`${root}/${path}`);
  }

  /** A file as it will be, or null when there is none. */
  read(path: string): string | null {
    const text = this.#made.get(path) ?? this.#changed.get(path);
    if (text !== undefined) return text;
    return this.exists(path) ? readFileSync(`${root}/${path}`, 'utf8') : null;
  }

  /** @throws RequestError when the file is there already */
  make(path: string, text: string): void {
    if (this.exists(path)) throw new RequestError(`${path} is there already; nothing was written.`);
    this.#made.set(path, text);
  }

  /** @throws RequestError when `edit` finds no place for its change */
  change(path: string, edit: (text: string) => string | null): void {
    const before = this.#changed.get(path) ?? readFileSync(`${root}/${path}`, 'utf8');
    const after = edit(before);
    if (after === null)
      throw new RequestError(`${path} has no place for the entry; nothing was written.`);
    this.#changed.set(path, after);
  }

  /** Writes everything, formats the sources, and says what was done. */
  finish(): void {
    const files = [...this.#made, ...this.#changed];
    for (const [path, text] of files) {
      mkdirSync(dirname(`${root}/${path}`), { recursive: true });
      writeFileSync(`${root}/${path}`, text);
    }
    const sources = files.map(([path]) => path).filter((path) => path.endsWith('.ts'));
    const lint = spawnSync(process.execPath, [`${root}/scripts/lint.mjs`, '--write', ...sources], {
      cwd: root,
      encoding: 'utf8',
    });
    if (lint.status !== 0) process.stderr.write(lint.stdout + lint.stderr);
    for (const path of this.#made.keys()) console.log(`wrote    ${path}`);
    for (const path of this.#changed.keys()) console.log(`changed  ${path}`);
  }
}
