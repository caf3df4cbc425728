import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { nodeModules, root } from '../ensure/paths.mjs';

/**
 * @typedef {object} Family
 * @property {string} name what `npm test -- <name>` asks for
 * @property {string[]} files test files, relative to the root; empty for a check that is one command
 * @property {string[] | null} command arguments for Node.js of a check; null for test files
 * @property {boolean} database needs TEST_DATABASE_URL
 * @property {string} label name in the output; a family that runs file by file has one a file
 * @property {boolean} browser drives a browser
 * @property {number} limitMs longest time it may take
 */

const minutes = 60_000;

/** Folders of src that are tested without a database. */
const pureRooms = new Set(['engine', 'formats', 'documents', 'standards', 'ui', 'web']);
/** Folders of tests that need no database. */
const withoutDatabase = new Set(['tidy', 'runner', 'conformance', 'documents']);
/** Each of their files takes a minute or more: they run file by file, so that no place stays idle. */
const fileByFile = new Set(['simulation', 'journeys', 'tenancy']);
const withBrowser = new Set(['journeys']);
/** Longest time of the families that take long by their nature. */
export const patientLimitMs = 20 * minutes;
/** The longest first: what takes long and begins late is left alone at the end. */
const patient = ['simulation', 'journeys', 'tenancy', 'faults', 'conformance'];

/** Every family that has something to run, in the order in which they start. */
export function findFamilies() {
  return [...checks(), ...roomFamilies(), ...wholeSystemFamilies(), benches()].filter(
    (family) => family.command !== null || family.files.length > 0,
  );
}

/**
 * Narrows the families to what the arguments name: a family, or a part of a test file's path. No argument names them all.
 *
 * @param {Family[]} families
 * @param {string[]} filters
 * @returns {Family[]}
 */
export function selectFamilies(families, filters) {
  if (filters.length === 0) return families;
  return families
    .map((family) => {
      if (filters.includes(family.name)) return family;
      const paths = filters.filter((filter) => /[/.]/.test(filter)).map(asRepositoryPath);
      const files = family.files.filter((file) => paths.some((path) => file.includes(path)));
      return { ...family, files, command: null };
    })
    .filter((family) => family.command !== null || family.files.length > 0);
}

function asRepositoryPath(filter) {
  return filter.replace(/^\.\//, '').replaceAll('\\', '/');
}

function checks() {
  const tsc = join(nodeModules, 'typescript', 'bin', 'tsc');
  const lint = join(root, 'scripts', 'lint.mjs');
  return [
    family('typecheck', { command: [tsc, '-p', root, '--pretty', 'false'] }),
    family('lint', { command: [lint] }),
  ];
}

/** The tests beside the code, one family a room. */
function roomFamilies() {
  return foldersIn('src').map((room) =>
    family(room, { files: testFiles(join('src', room)), database: !pureRooms.has(room) }),
  );
}

/** The families of tests/, one a folder; a name that a room has too gets `tests-` in front. */
function wholeSystemFamilies() {
  const rooms = new Set(foldersIn('src'));
  const rank = (name) => (patient.includes(name) ? patient.indexOf(name) : patient.length);
  const folders = foldersIn('tests').toSorted((one, other) => rank(one) - rank(other));
  return folders.flatMap((name) => {
    const files = testFiles(join('tests', name));
    const browser = withBrowser.has(name);
    const whole = family(rooms.has(name) ? `tests-${name}` : name, {
      ...{ files, browser, database: !withoutDatabase.has(name) },
      limitMs: patient.includes(name) ? patientLimitMs : undefined,
    });
    if (!fileByFile.has(name)) return [whole];
    const labelOf = (file) => `${name}/${basename(file, '.test.ts')}`;
    return files.map((file) => ({ ...whole, label: labelOf(file), files: [file] }));
  });
}

/** That the benches list themselves and make the same data each time; nothing timed. */
function benches() {
  return family('bench', { files: testFiles('bench') });
}

function family(
  name,
  { files = [], command = null, database = false, browser = false, limitMs = 10 * minutes },
) {
  return { name, label: name, files, command, database, browser, limitMs };
}

function foldersIn(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function testFiles(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
