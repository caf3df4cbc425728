import { codeLines, findFunctions } from '../functions.ts';
import type { House, Offence, Rule, SourceFile } from '../house.ts';

const maxFileLines = 300;
const maxFunctionLines = 70;
const maxComponentLines = 150;
const maxFolderFiles = 40;

/** A file has at most 300 lines of code. */
export const fileSize: Rule = {
  name: `a source file has at most ${maxFileLines} code lines`,
  advice: 'A file has one reason to change: find the second one and give it a file of its own.',
  check: (house) =>
    house.sources.flatMap(({ path, tokens }) => {
      const count = codeLines(tokens).size;
      return count > maxFileLines ? [{ path, message: `has ${count} code lines` }] : [];
    }),
};

/** A function has at most 70 lines of code, a React component 150. */
export const functionSize: Rule = {
  name: `a function has at most ${maxFunctionLines} code lines, a component ${maxComponentLines}`,
  advice: 'Name the steps and make each a function; split a component by what the user sees.',
  check: (house) => house.sources.flatMap(longFunctions),
};

/** A folder holds at most 40 files. */
export const folderSize: Rule = {
  name: `a folder has at most ${maxFolderFiles} files`,
  advice: 'Group what changes together into folders of their own.',
  check: folderOffences,
};

function longFunctions(file: SourceFile): Offence[] {
  const limit = file.path.endsWith('.tsx') ? maxComponentLines : maxFunctionLines;
  const code = file.tokens.filter(({ kind }) => kind !== 'comment');
  return findFunctions(file.tokens)
    .filter(({ codeLines: count }) => count > limit)
    .filter(
      ({ body: [first] }) =>
        !groupsTests(
          file,
          code.slice(0, first).map(({ text }) => text),
        ),
    )
    .map(({ name, line, codeLines: count }) => ({
      path: file.path,
      line,
      message: `${name === '' ? 'a function' : name} has ${count} code lines`,
    }));
}

/** The function given to `describe` only lists tests. */
function groupsTests(file: SourceFile, before: readonly string[]): boolean {
  if (!file.path.includes('.test.')) return false;
  return /(?:^| )(?:describe|suite) \( \S(?:[^()]*?), (?:async )?\( \w* ?\) =>$/.test(
    before.slice(-16).join(' '),
  );
}

/** Migrations are a list in the order of time, one longer with each: there is nothing to group. */
const isHistory = (folder: string): boolean => folder === 'db/migrations';

function folderOffences(house: House): Offence[] {
  const counts = new Map<string, number>();
  for (const { path } of house.files) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => folder !== '' && !isHistory(folder) && count > maxFolderFiles)
    .map(([folder, count]) => ({ path: folder, message: `has ${count} files` }));
}
