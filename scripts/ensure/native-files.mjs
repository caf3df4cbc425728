import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeModules } from './paths.mjs';
import { bundledNode, platformPackages } from './platform.mjs';

/** True when every library link and executable bit is there that the packages' own install scripts would make. */
export function nativeFilesAreReady() {
  return missingLinks().length === 0 && notExecutable().length === 0;
}

/** Makes the links between library names, and the programs executable. */
export function prepareNativeFiles() {
  for (const { target, source } of missingLinks()) symlinkSync(basename(source), target);
  for (const program of notExecutable()) chmodSync(program, statSync(program).mode | 0o111);
}

/** The embedded PostgreSQL lists the links that npm packages cannot carry. */
function missingLinks() {
  const folder = postgresFolder();
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return JSON.parse(readFileSync(list, 'utf8'))
    .map(({ source, target }) => ({ source, target: join(folder, target) }))
    .filter(({ target }) => lstatSync(target, { throwIfNoEntry: false }) === undefined);
}

function notExecutable() {
  if (process.platform === 'win32') return [];
  const bin = join(postgresFolder(), 'native', 'bin');
  const biome = `@biomejs/cli-${process.platform}-${process.arch}`;
  const programs = [
    bundledNode(),
    ...['initdb', 'pg_ctl', 'postgres'].map((name) => join(bin, name)),
    join(nodeModules, biome, 'biome'),
  ];
  return programs.filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && (found.mode & 0o100) === 0;
  });
}

function postgresFolder() {
  return join(nodeModules, platformPackages()?.postgres ?? '');
}
