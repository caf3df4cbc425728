import type { Rule } from './house.ts';
import {
  distributable,
  noDatabaseClock,
  noLooseEnds,
  nothingForeign,
  statesMoveInTheEngine,
} from './rules/banned-text.ts';
import { noDeadFiles } from './rules/dead-files.ts';
import { importCycles, importDirections, noBarrels, purity } from './rules/imports.ts';
import { kebabCase, tellingNames } from './rules/names.ts';
import { fileSize, folderSize, functionSize } from './rules/sizes.ts';
import {
  colonsAreTexts,
  completeTexts,
  type EqualText,
  equalTexts,
  frenchSpaces,
  oneText,
} from './rules/texts.ts';
import { knownRequirements, oneTitle } from './rules/writing.ts';

/** Every rule of the house. */
export function allRules(listedEqualTexts: readonly EqualText[]): Rule[] {
  return [
    importDirections,
    purity,
    importCycles,
    noBarrels,
    noDeadFiles,
    tellingNames,
    kebabCase,
    fileSize,
    functionSize,
    folderSize,
    noLooseEnds,
    nothingForeign,
    noDatabaseClock,
    distributable,
    statesMoveInTheEngine,
    completeTexts,
    colonsAreTexts,
    frenchSpaces,
    oneText,
    equalTexts(listedEqualTexts),
    oneTitle,
    knownRequirements,
  ];
}
