import type { VersionOrdering } from '#formats/versions/ordering.ts';
import { orderingFor } from '#formats/versions/orderings.ts';

/** How a version limits a range; `=` is written without a sign. */
export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Constraint {
  readonly comparator: Comparator;
  /** Decoded. */
  readonly version: string;
}

/** A version range of one versioning scheme. */
export interface Vers {
  /** The VERS type in lower case, mostly a purl type. */
  readonly type: string;
  /** Every version (`*`), or the constraints in their order. */
  readonly constraints: '*' | readonly Constraint[];
}

export type VersResult =
  | { readonly ok: true; readonly vers: Vers }
  | { readonly ok: false; readonly fault: { readonly message: string; readonly at: number } };

class VersError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const comparators: readonly Comparator[] = ['>=', '<=', '!=', '<', '>'];
const longestVers = 262_144;

interface Placed extends Constraint {
  readonly at: number;
}

/**
 * Reads a range that must be canonical: sorted by version, each version once, comparators in an order that makes sense (VERS
 * specification, clauses 5.3 and 5.4). Nothing is corrected; a range that is not canonical gives a fault with its place.
 */
export function parseVers(text: string): VersResult {
  return attempt(() => {
    const { type, constraints } = read(text, true);
    if (constraints === '*') return { type, constraints };
    const ordering = orderingFor(type);
    if (ordering !== null) assertSorted(ordering, constraints);
    assertAlternation(constraints);
    return { type, constraints: constraints.map(plain) };
  });
}

/**
 * Reads a range as people and tools write them: constraints in any order, spaces and empty constraints are passed over, a
 * leading `=` is taken. The result is sorted by version where the type has an ordering, but not simplified.
 */
export function readVers(text: string): VersResult {
  return attempt(() => {
    const { type, constraints } = read(text.replace(/\s+/g, ''), false);
    return constraints === '*' ? { type, constraints } : versOf(type, constraints.map(plain));
  });
}

/** A range of the constraints sorted by version; those of the same version keep their order. */
export function versOf(type: string, constraints: readonly Constraint[]): Vers {
  const ordering = orderingFor(type);
  const sorted =
    ordering === null
      ? constraints
      : [...constraints].sort((a, b) => ordering.compare(a.version, b.version));
  return { type: type.toLowerCase(), constraints: sorted };
}

/** The text of a range; canonical when the range is sorted and simplified. */
export function formatVers({ type, constraints }: Vers): string {
  if (constraints === '*') return `vers:${type}/*`;
  const parts = constraints.map(
    ({ comparator, version }) => (comparator === '=' ? '' : comparator) + encode(version),
  );
  return `vers:${type}/${parts.join('|')}`;
}

function attempt(make: () => Vers): VersResult {
  try {
    return { ok: true, vers: make() };
  } catch (error) {
    if (error instanceof VersError)
      return { ok: false, fault: { message: error.message, at: error.at } };
    throw error;
  }
}

function plain({ comparator, version }: Constraint): Constraint {
  return { comparator, version };
}

function read(
  text: string,
  strict: boolean,
): { readonly type: string; readonly constraints: '*' | readonly Placed[] } {
  if (text.length > longestVers) throw new VersError('the version range is too long', longestVers);
  const space = text.search(/[^\x21-\x7e]/);
  if (strict && space !== -1)
    throw new VersError('a version range is printable ASCII without spaces', space);
  if (!text.startsWith('vers:')) throw new VersError('a version range starts with vers:', 0);
  const slash = text.indexOf('/');
  const type = slash === -1 ? text.slice(5) : text.slice(5, slash);
  if (!(strict ? /^[a-z][a-z0-9.-]*$/ : /^[a-z][a-z0-9.-]*$/i).test(type))
    throw new VersError('the type is lower-case letters, digits, dots and dashes', 5);
  if (type.toLowerCase() === 'invalid')
    throw new VersError('the type "invalid" is reserved for ranges that are not valid', 5);
  if (slash === -1 || slash === text.length - 1)
    throw new VersError('a version range has constraints behind its type', text.length);
  if (text.slice(slash + 1) === '*') return { type: type.toLowerCase(), constraints: '*' };
  return { type: type.toLowerCase(), constraints: readConstraints(text, slash + 1, strict) };
}

function readConstraints(text: string, start: number, strict: boolean): readonly Placed[] {
  const constraints: Placed[] = [];
  let at = start;
  for (const part of text.slice(start).split('|')) {
    if (part !== '') constraints.push({ ...readConstraint(part, at, strict), at });
    else if (strict) throw new VersError(pipeFault(text, at, start), at);
    at += part.length + 1;
  }
  if (constraints.length === 0) throw new VersError('the range has no constraints', start);
  return constraints;
}

function pipeFault(text: string, at: number, start: number): string {
  if (at === start) return 'not canonical: a leading pipe';
  return at >= text.length ? 'not canonical: a trailing pipe' : 'not canonical: two pipes in a row';
}

function readConstraint(part: string, at: number, strict: boolean): Constraint {
  const comparator = comparators.find((c) => part.startsWith(c)) ?? '=';
  let start = comparator === '=' ? 0 : comparator.length;
  if (part.startsWith('=')) {
    if (strict) throw new VersError('equality is written without a sign', at);
    start = part.startsWith('==') ? 2 : 1;
  }
  const version = decode(part.slice(start), at + start);
  if (version === '') throw new VersError('a constraint needs a version', at + start);
  const stray = part.slice(start).search(/[<>=!*]/);
  if (strict && stray !== -1)
    throw new VersError(
      `"${part[start + stray]}" in a version is percent-encoded`,
      at + start + stray,
    );
  return { comparator, version };
}

function decode(text: string, at: number): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new VersError('not canonical: invalid percent-encoding', at + text.indexOf('%'));
  }
}

function encode(version: string): string {
  return version.toWellFormed().replace(/[<>=!*|%]|[^\x21-\x7e]/gu, (c) => encodeReserved(c));
}

function encodeReserved(character: string): string {
  if (character === '!') return '%21';
  return character === '*' ? '%2A' : encodeURIComponent(character);
}

function assertSorted(ordering: VersionOrdering, constraints: readonly Placed[]): void {
  for (let i = 1; i < constraints.length; i++) {
    const [previous, current] = [constraints[i - 1] as Placed, constraints[i] as Placed];
    const c = ordering.compare(previous.version, current.version);
    if (c > 0)
      throw new VersError('not canonical: constraints are not sorted by version', current.at);
    if (c === 0) throw new VersError('not canonical: a version stands twice', current.at);
  }
}

/** Clause 5.4: lower and upper bounds by turns, and no single version inside or below an interval that holds it. */
function assertAlternation(constraints: readonly Placed[]): void {
  let previous: Placed | null = null;
  for (const current of constraints) {
    if (current.comparator === '!=') continue;
    const isUpper = current.comparator.startsWith('<');
    const isLower = current.comparator.startsWith('>');
    if (previous?.comparator.startsWith('>') === true && !isUpper)
      throw new VersError('not canonical: a lower bound is followed by an upper bound', current.at);
    if (previous !== null && !previous.comparator.startsWith('>') && isUpper)
      throw new VersError('not canonical: an upper bound follows a lower bound', current.at);
    if (isUpper || isLower || current.comparator === '=') previous = current;
  }
}
