import { type House, isTestFile, type Offence, type Rule, type SourceFile } from '../house.ts';
import type { Import } from '../imports.ts';
import {
  areaOf,
  importMatrix,
  impurePackages,
  partOf,
  pureParts,
  typeOnlyParts,
} from './import-matrix.ts';

/** Imports go one way between the rooms. */
export const importDirections: Rule = {
  name: 'imports go one way',
  advice:
    'tests/tidy/rules/import-matrix.ts says who may import whom. What happens in another area after something happens here is a hand-off declared in a procedure, or a reaction of that area to an event.',
  check: (house) =>
    house.sources
      .filter(({ path }) => !isTestFile(path))
      .flatMap((file) => file.imports.flatMap((each) => directionOffence(house, file, each))),
};

/** Pure rooms reach no machine, no network and no database. */
export const purity: Rule = {
  name: 'pure rooms stay pure',
  advice:
    'Take bytes, time and randomness as arguments; what reads files or talks to the world belongs to the kernel or an area.',
  check: (house) =>
    house.sources
      .filter(({ path }) => !isTestFile(path) && pureParts.has(partOf(path)))
      .flatMap((file) => file.imports.flatMap((each) => purityOffence(file, each))),
};

/** No file reaches itself through its imports; type-only imports are erased and do not count. */
export const importCycles: Rule = {
  name: 'no import cycles',
  advice: 'Move what both need into a file of its own that imports neither.',
  check: findCycles,
};

/** No file hands on others' exports. */
export const noBarrels: Rule = {
  name: 'no barrels',
  advice:
    'Import from the file that defines the name; index files and re-exports hide where it lives.',
  check: (house) =>
    house.sources.flatMap(({ path, imports }) => [
      ...(/(?:^|\/)index\.(?:ts|tsx|mjs)$/.test(path)
        ? [{ path, message: 'is an index file' }]
        : []),
      ...imports
        .filter((each) => each.reExport)
        .map(({ line, specifier }) => ({ path, line, message: `re-exports ${specifier}` })),
    ]),
};

function directionOffence(house: House, file: SourceFile, each: Import): Offence[] {
  const target = house.resolveImport(file.path, each.specifier);
  if (target === null) return [];
  const from = partOf(file.path);
  const to = partOf(target);
  const offence = { path: file.path, line: each.line };
  const allowed =
    importMatrix[from].includes(to) ||
    (each.typeOnly && mayUseTypes(from) && typeOnlyParts.includes(to));
  if (!allowed) return [{ ...offence, message: `${from} imports ${to} (${target})` }];
  const area = areaOf(file.path);
  const otherArea = areaOf(target);
  const crosses = area !== null && otherArea !== null && area !== otherArea;
  if (crosses && !isShared(target) && !isOfOwnArea(area, target)) {
    return [
      { ...offence, message: `area ${area} imports ${target}, no contract or declared query` },
    ];
  }
  return [];
}

function mayUseTypes(part: string): boolean {
  return ['contracts', 'ui', 'web', 'areas-web'].includes(part);
}

/** What the procedures of one management area share lies directly in the area's folder and its `web`, beside theirs (decision 0008). */
function isOfOwnArea(procedure: string, target: string): boolean {
  const [area = ''] = procedure.split('/');
  return (
    procedure.includes('/') &&
    new RegExp(`^src/areas/${area}/(?:[^/]+\\.ts|web/[^/]+\\.tsx)$`).test(target)
  );
}

function isShared(target: string): boolean {
  return target.endsWith('/contract.ts') || /\/queries\//.test(target);
}

function purityOffence(file: SourceFile, each: Import): Offence[] {
  const { specifier, line, typeOnly } = each;
  if (specifier.startsWith('.') || specifier.startsWith('#') || typeOnly) return [];
  const part = partOf(file.path);
  const isImpure =
    part === 'contracts'
      ? specifier !== 'zod'
      : impurePackages.test(specifier) || (isBrowser(part) && specifier.startsWith('node:'));
  return isImpure ? [{ path: file.path, line, message: `${part} imports ${specifier}` }] : [];
}

function isBrowser(part: string): boolean {
  return part === 'ui' || part === 'web' || part === 'areas-web';
}

function findCycles(house: House): Offence[] {
  const known = new Map(house.sources.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const offences: Offence[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(path)), path];
      offences.push({ path, message: `imports itself: ${cycle.join(' → ')}` });
      return;
    }
    state.set(path, 'open');
    for (const each of known.get(path)?.imports ?? []) {
      const target = each.typeOnly ? null : house.resolveImport(path, each.specifier);
      if (target !== null && known.has(target)) visit(target, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of house.sources) visit(path, []);
  return offences;
}
