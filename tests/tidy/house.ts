import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findImports, type Import } from './imports.ts';
import { type Token, tokenise } from './tokens.ts';

/** A text file of the repository. Paths are relative to its root, with `/`. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript or JavaScript file. */
export interface SourceFile extends HouseFile {
  readonly tokens: readonly Token[];
  readonly imports: readonly Import[];
}

/** Everything that the rules look at. */
export interface House {
  /** All text files, sources included. */
  readonly files: readonly HouseFile[];
  readonly sources: readonly SourceFile[];
  /** The path of the file that an import names, or null when it names a package. */
  resolveImport(from: string, specifier: string): string | null;
}

/** What a rule found. */
export interface Offence {
  readonly path: string;
  readonly line?: number;
  readonly message: string;
}

/** One rule of the house. */
export interface Rule {
  readonly name: string;
  /** What to do instead, shown below the offences. */
  readonly advice: string;
  check(house: House): Offence[];
}

const rooms = ['src', 'tests', 'bench', 'tools', 'scripts', 'bin', 'docs', 'db', '.ci'];
const sourcePattern = /\.(?:ts|tsx|mjs)$/;
const textPattern = /\.(?:ts|tsx|mjs|json|md|sql|css|html|sh|yaml|yml)$|\/run$/;
/** Data with words of their own: catalogues, recorded documents, what is made by a tool. */
const leftOut =
  /(?:^|\/)(?:node_modules|dist|data|fixtures|generated)(?:\/|$)|^src\/standards\/(?!requirements\.json$).*\.json$/;

/** The repository that this file stands in. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Reads the repository's own files, without fixtures and catalogues. */
export function readHouse(root: string): House {
  const contents = new Map<string, string>();
  const read = (path: string): void => {
    contents.set(path, readFileSync(join(root, path), 'utf8'));
  };
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() && textPattern.test(entry.name) && entry.name !== 'package-lock.json') {
      read(entry.name);
    }
    if (!entry.isDirectory() || !rooms.includes(entry.name)) continue;
    for (const path of filesBelow(root, entry.name)) if (textPattern.test(path)) read(path);
  }
  return makeHouse(contents);
}

/** A house of the given files; tests plant offences with it. */
export function makeHouse(contents: ReadonlyMap<string, string>): House {
  const files = [...contents].map(([path, text]) => ({ path, text }));
  const sources = files
    .filter(({ path }) => sourcePattern.test(path))
    .map(({ path, text }) => {
      const tokens = tokenise(text);
      return { path, text, tokens, imports: findImports(tokens) };
    });
  return {
    files,
    sources,
    resolveImport: (from, specifier) => {
      if (specifier.startsWith('#')) {
        const outside = /^#(?:tests|tools|bench)\//.test(specifier);
        return outside ? specifier.slice(1) : `src/${specifier.slice(1)}`;
      }
      if (!specifier.startsWith('.')) return null;
      const [path = ''] = specifier.split('?');
      return posix.join(posix.dirname(from), path);
    },
  };
}

/** True for files that only tests use. */
export function isTestFile(path: string): boolean {
  return path.startsWith('tests/') || path.includes('.test.') || path.includes('/fixtures/');
}

function filesBelow(root: string, folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (leftOut.test(path)) continue;
    if (entry.isDirectory()) found.push(...filesBelow(root, path));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}
