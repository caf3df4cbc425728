import { posix } from 'node:path';
import type { House, Rule, SourceFile } from '../house.ts';
import { findGlobs } from '../imports.ts';

/** Every source is imported, named by another file, found by a glob, or a test. */
export const noDeadFiles: Rule = {
  name: 'no dead files',
  advice:
    'Remove it, or import it where it belongs. An entry is named in package.json or a configuration file.',
  check: (house) => {
    const alive = namedFiles(house);
    const patterns = house.sources.flatMap(globPatterns);
    return house.sources
      .filter(({ path }) => path.startsWith('src/') || path.startsWith('tools/'))
      .filter(({ path }) => !/\.test\.|\.d\.ts$/.test(path))
      .filter(({ path }) => !alive.has(path) && !patterns.some((pattern) => pattern.test(path)))
      .map(({ path }) => ({ path, message: 'is imported by nobody' }));
  },
};

/** Files that an import, or a string or a file of configuration, names. */
function namedFiles(house: House): Set<string> {
  const named = new Set<string>();
  for (const { path, imports, tokens } of house.sources) {
    for (const { specifier } of imports) {
      const target = house.resolveImport(path, specifier);
      if (target !== null && target !== path) named.add(target);
    }
    for (const { kind, text } of tokens) {
      if (kind !== 'string' || !/\.(?:tsx?|mjs|js)'?"?$/.test(text)) continue;
      const name = text.slice(1, -1);
      named.add(posix.join(posix.dirname(path), name)).add(posix.normalize(name));
    }
  }
  const configuration = house.files.filter(({ path }) => /^[^/]+\.(?:json|ts)$|\.html$/.test(path));
  for (const { path, text } of configuration) {
    for (const name of text.match(/[\w@./-]+\.(?:tsx?|mjs)\b/g) ?? []) {
      named.add(posix.normalize(name)).add(posix.join(posix.dirname(path), name));
      named.add(posix.join(posix.dirname(path), `./${name}`));
    }
  }
  return named;
}

function globPatterns({ path, tokens }: SourceFile): RegExp[] {
  return findGlobs(tokens).map((glob) => {
    const full = glob.startsWith('/') ? glob.slice(1) : posix.join(posix.dirname(path), glob);
    const pattern = full
      .replaceAll(/[.+^$()|[\]\\]/g, '\\$&')
      .replaceAll(/\{([^}]*)\}/g, (_all, names: string) => `(?:${names.replaceAll(',', '|')})`)
      .replaceAll('**/', '\u0000')
      .replaceAll('*', '[^/]*')
      .replaceAll('\u0000', '(?:.*/)?');
    return new RegExp(`^${pattern}$`);
  });
}
