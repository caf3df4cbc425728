import type { Rule } from '../house.ts';

const empty = /(?:^|[-.])(?:utils?|helpers?|common|misc|stuff|manager)(?:$|[-.])/;
const kebab = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
/** Names that the world outside gives. */
const given =
  /^(?:README|ARCHITECTURE|CONTRIBUTING|CHANGELOG|LICENSE|PROVENANCE)(?:\.[a-z]+)?$|^\$|^__root/;

/** A name says what is inside. */
export const tellingNames: Rule = {
  name: 'no empty names',
  advice:
    'utils, helpers, common and misc attract everything: name the file or folder after the one thing that it is about.',
  check: (house) =>
    house.files
      .filter(({ path }) => path.split('/').some((part) => empty.test(part)))
      .map(({ path }) => ({ path, message: 'has an empty name' })),
};

/** Files and folders are in kebab-case. */
export const kebabCase: Rule = {
  name: 'names are in kebab-case',
  advice: 'Lower-case words joined by hyphens, as in authorise-change.ts.',
  check: (house) =>
    house.files
      .filter(({ path }) => path.split('/').some((part) => !kebab.test(part) && !given.test(part)))
      .map(({ path }) => ({ path, message: 'is not in kebab-case' })),
};
