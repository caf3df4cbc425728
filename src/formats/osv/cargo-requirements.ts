import { FormatError } from '../format-error.ts';
import { semverOrdering } from '../versions/semver.ts';

/** From `from` (null: the beginning) up to but not including `to` (null: without end). */
interface Span {
  from: string | null;
  to: string | null;
}

type Parts = [major: number, minor: number, patch: number];

const comparator =
  /^(>=|<=|>|<|=|\^|~)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(?:\+\S+)?$/;

/** The first version of the next patch, minor or major line, pre-releases included. */
function next(parts: Readonly<Parts>, place: number): string {
  const bumped = parts.map((part, index) =>
    index < place ? part : index === place ? part + 1 : 0,
  );
  return `${bumped.join('.')}-0`;
}

function spanOf(text: string): Span {
  const match = comparator.exec(text);
  if (match === null) {
    throw new FormatError('cargo-bad-requirement', `"${text.slice(0, 40)}" is no requirement`);
  }
  const [, sign = '^', major = '0', minor, patch, pre] = match;
  const parts: Parts = [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
  const given = patch !== undefined ? 2 : minor !== undefined ? 1 : 0;
  const version = `${parts.join('.')}${pre ?? ''}`;
  // Directly above 1.2.3 comes 1.2.4-0, directly above 1.2.3-a comes 1.2.3-a.0.
  const above = pre === undefined ? next(parts, given) : `${version}.0`;
  switch (sign) {
    case '>=':
      return { from: version, to: null };
    case '>':
      return { from: above, to: null };
    case '<':
      return { from: null, to: version };
    case '<=':
      return { from: null, to: above };
    case '=':
      return { from: version, to: above };
    case '~':
      return { from: version, to: next(parts, Math.min(given, 1)) };
    default: {
      const firstSet = parts.findIndex((part) => part > 0);
      return { from: version, to: next(parts, firstSet < 0 ? given : Math.min(firstSet, given)) };
    }
  }
}

function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return semverOrdering.compare(left, right) >= 0 ? left : right;
}

function earlier(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return semverOrdering.compare(left, right) <= 0 ? left : right;
}

/**
 * The OSV events of the versions that meet none of the Cargo version requirements (`>= 1.2, < 2.0`, `^0.6.4`): RustSec
 * says which versions are safe, OSV which are not.
 * @throws FormatError `cargo-bad-requirement`
 */
export function eventsOutside(
  requirements: readonly string[],
): ({ introduced: string } | { fixed: string })[] {
  const safe = requirements.map((requirement) =>
    requirement
      .split(',')
      .map((part) => spanOf(part.trim()))
      .reduce((all, part) => ({ from: later(all.from, part.from), to: earlier(all.to, part.to) })),
  );
  safe.sort((left, right) => {
    if (left.from === null || right.from === null)
      return left.from === right.from ? 0 : left.from === null ? -1 : 1;
    return semverOrdering.compare(left.from, right.from);
  });
  const events: ({ introduced: string } | { fixed: string })[] = [];
  let reached: string | null = '0';
  for (const { from, to } of safe) {
    if (reached === null) break;
    const isGap = from !== null && (reached === '0' || semverOrdering.compare(from, reached) > 0);
    if (isGap) events.push({ introduced: reached }, { fixed: from });
    reached = to === null ? null : reached === '0' ? to : later(reached, to);
  }
  if (reached !== null) events.push({ introduced: reached });
  return events;
}
