import { orderingOfParsed, type VersionOrdering } from './ordering.ts';
import { compareSemver, parseLenientSemver, type SemverKey } from './semver.ts';

function parseNuget(version: string): SemverKey {
  return parseLenientSemver(version.toLowerCase());
}

/**
 * NuGet's order: up to four numbers, then SemVer 2 pre-release labels without regard to case; build metadata is ignored
 * (NuGet "Package versioning"). Strings that are no version are read leniently like {@link parseLenientSemver} says.
 */
export const nugetOrdering: VersionOrdering = orderingOfParsed(
  'nuget',
  parseNuget,
  compareSemver,
  (v) => /^v?\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/i.test(v),
);
