import semver from 'semver';
import { intdotOrdering } from '#formats/versions/natural.ts';
import { type Comparator, type Constraint, type Vers, versOf } from './vers.ts';

/** A native range that cannot be read. */
export class NativeRangeError extends Error {}

const types: Readonly<Record<string, (native: string) => readonly Constraint[] | '*'>> = {
  npm: npmConstraints,
  conan: conanConstraints,
  gem: gemConstraints,
  nginx: nginxConstraints,
  openssl: opensslConstraints,
  pypi: pypiConstraints,
  composer: (native) => plainConstraints(native, coercedSemver),
  golang: (native) => plainConstraints(native, coercedSemver),
};

/**
 * The range that an ecosystem or an advisory writes in its own way (`^1.2.3 || >=2 <3`, `>= 1.0, < 1.4`), as VERS, sorted by
 * version. Types: npm, conan, gem, nginx, openssl, pypi, composer, golang; others are read as comparators and versions between
 * spaces, commas and `||`. npm, composer and golang versions are filled up to three numbers, as the reference implementation
 * (univers) writes them. No range at all (null) has no constraints.
 *
 * @throws NativeRangeError when the text is no range of the type.
 */
export function versFromNative(type: string, native: string | null): Vers {
  const key = type.toLowerCase();
  if (native === null) return versOf(key, []);
  const read = Object.hasOwn(types, key) ? types[key] : undefined;
  const constraints = (read ?? ((text) => plainConstraints(text, (v) => v)))(native);
  return constraints === '*' ? { type: key, constraints } : versOf(key, constraints);
}

interface Clause {
  readonly operator: string;
  readonly version: string;
}

const clausePattern = /\s*(~>|~=|===?|[<>!=]=|[<>=^~])?\s*([^\s,|<>=!^~]+)[\s,]*/y;

/** Operators with their versions, between `||`, commas and spaces. */
function clausesOf(native: string): Clause[] {
  return native.split('||').flatMap((alternative) => {
    const clauses: Clause[] = [];
    let at = 0;
    const text = alternative.replace(/[\s,]+$/, '');
    while (at < text.length) {
      clausePattern.lastIndex = at;
      const match = clausePattern.exec(text);
      if (match === null)
        throw new NativeRangeError(`"${native}" is no range at "${text.slice(at)}"`);
      clauses.push({ operator: match[1] ?? '', version: match[2] ?? '' });
      at = clausePattern.lastIndex;
    }
    return clauses;
  });
}

const comparatorOf: Readonly<Record<string, Comparator>> = {
  '': '=',
  '=': '=',
  '==': '=',
  '===': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function comparison(clause: Clause, version: string): Constraint {
  const comparator = comparatorOf[clause.operator];
  if (comparator === undefined)
    throw new NativeRangeError(`the operator ${clause.operator} has no meaning here`);
  return { comparator, version };
}

function plainConstraints(
  native: string,
  normalise: (version: string) => string,
): readonly Constraint[] | '*' {
  const clauses = clausesOf(native);
  if (clauses.length === 1 && clauses[0]?.version === '*') return '*';
  return clauses.map((clause) => comparison(clause, normalise(clause.version)));
}

/**
 * A version made SemVer the way univers does (python-semanticversion's `coerce`): three numbers without leading zeros, what
 * follows a dot is build metadata, what follows anything else is a pre-release.
 */
export function coercedSemver(version: string): string {
  const text = version.replace(/^[vV]+/, '');
  const [head] = /^\d+(?:\.\d+(?:\.\d+)?)?/.exec(text) ?? [];
  if (head === undefined) return text;
  const numbers = head.split('.').map((n) => n.replace(/^0+(?=\d)/, ''));
  while (numbers.length < 3) numbers.push('0');
  const rest = text.slice(head.length).replace(/[^a-zA-Z0-9+.-]/g, '-');
  return numbers.join('.') + coercedRest(rest);
}

function coercedRest(rest: string): string {
  if (rest === '') return '';
  if (rest.startsWith('+') || rest.startsWith('.')) return `+${rest.slice(1).replaceAll('+', '.')}`;
  const [prerelease = '', ...build] = (rest.startsWith('-') ? rest.slice(1) : rest).split('+');
  return `-${prerelease}${build.length > 0 ? `+${build.join('.')}` : ''}`;
}

function npmConstraints(native: string): readonly Constraint[] | '*' {
  if (native.trim() === '*' || native.trim() === '') return '*';
  return native.split('||').flatMap((alternative) => {
    if (/\s-\s/.test(alternative)) return semverBounds(alternative.trim());
    return clausesOf(alternative).flatMap((clause) => {
      // The conformance suite reads `>= 1.x` as `1.x`, with the upper bound.
      if (/\.[xX*]$/.test(clause.version)) return semverBounds(clause.version);
      if (clause.operator === '^' || clause.operator === '~')
        return semverBounds(clause.operator + clause.version);
      return [comparison(clause, coercedSemver(clause.version))];
    });
  });
}

/** The bounds of one npm range by node-semver, without the `-0` it puts behind upper bounds. */
function semverBounds(range: string): readonly Constraint[] {
  try {
    return new semver.Range(range, { loose: true }).set.flat().map((c) => ({
      comparator: comparatorOf[c.operator] ?? '=',
      version: c.operator === '<' ? c.semver.version.replace(/-0$/, '') : c.semver.version,
    }));
  } catch {
    throw new NativeRangeError(`"${range}" is no npm range`);
  }
}

/** `~>` keeps all segments but the last (Gem::Requirement): `~> 2.0.8` is `>= 2.0.8` and `< 2.1`. */
function gemConstraints(native: string): readonly Constraint[] {
  return clausesOf(native).flatMap((clause) => {
    if (clause.operator !== '~>') return [comparison(clause, clause.version)];
    const segments = clause.version.split(/[.-]/);
    const firstWord = segments.findIndex((s) => !/^\d+$/.test(s));
    const numbers = firstWord === -1 ? segments : segments.slice(0, firstWord);
    const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
    return [
      { comparator: '>=', version: clause.version },
      { comparator: '<', version: incremented(kept) },
    ];
  });
}

/** The numbers with the last one raised by one. */
function incremented(numbers: readonly string[]): string {
  const last = numbers.at(-1);
  if (last === undefined || !/^\d+$/.test(last))
    throw new NativeRangeError(`${numbers.join('.')} has no number to raise`);
  return [...numbers.slice(0, -1), String(BigInt(last) + 1n)].join('.');
}

/** Conan: `~` raises the second number, `^` the first that is not zero; a closing hyphen excludes pre-releases of the bound. */
function conanConstraints(native: string): readonly Constraint[] {
  if (native.trim() === '') return [];
  const [expression = ''] = native.split(',');
  return expression.split('||').flatMap((alternative) => {
    const parts = alternative.split(/\s+/).filter((p) => p !== '');
    return (parts.length === 0 ? ['*'] : parts).flatMap((part) => {
      const text = part.replace(/-$/, '');
      if (text === '' || text === '*') return [{ comparator: '>=', version: '0.0.0' } as const];
      const [clause] = clausesOf(text);
      if (clause === undefined) throw new NativeRangeError(`"${native}" is no Conan range`);
      if (clause.operator !== '~' && clause.operator !== '^')
        return [comparison(clause, clause.version)];
      const numbers = clause.version.replace(/[-+].*$/, '').split('.');
      return [
        { comparator: '>=', version: clause.version } as const,
        {
          comparator: '<',
          version: `${incremented(conanKept(clause.operator, numbers))}-`,
        } as const,
      ];
    });
  });
}

function conanKept(operator: string, numbers: readonly string[]): readonly string[] {
  if (operator === '~') return numbers.slice(0, 2);
  const significant = numbers.findIndex((n) => !/^0+$/.test(n));
  return significant === -1 ? numbers : numbers.slice(0, significant + 1);
}

/** nginx advisories: `1.2.3-1.4.0`, `1.5.10+` (to the end of a stable branch, whose second number is even), `all`. */
function nginxConstraints(native: string): readonly Constraint[] | '*' {
  const text = native.replace(/\s+/g, '').toLowerCase();
  if (text === 'all') return '*';
  if (text === 'none') return [];
  // Later branches are written first; in their own order a bound that ends one comes before one that starts the next.
  return text
    .split(',')
    .sort((a, b) => intdotOrdering.compare(a, b))
    .flatMap(nginxClause);
}

function nginxClause(clause: string): readonly Constraint[] {
  const [from = '', to] = clause.split('-');
  if (to !== undefined) {
    return [
      { comparator: '>=', version: from },
      { comparator: '<=', version: to },
    ];
  }
  if (!clause.endsWith('+')) return [{ comparator: '=', version: clause }];
  const version = clause.slice(0, -1);
  const numbers = version.split('.');
  const start: Constraint = { comparator: '>=', version };
  if (Number(numbers[1] ?? 0) % 2 === 1) return [start];
  return [start, { comparator: '<', version: `${incremented(numbers.slice(0, 2))}.0` }];
}

/** OpenSSL's vulnerability lists name each version. */
function opensslConstraints(native: string): readonly Constraint[] {
  return native
    .toLowerCase()
    .split(',')
    .map((version) => ({ comparator: '=' as const, version: version.trim() }));
}

/** PEP 440 specifiers; `~=` and `==1.*` become bounds. */
function pypiConstraints(native: string): readonly Constraint[] {
  return clausesOf(native).flatMap((clause): readonly Constraint[] => {
    const isPrefix = clause.version.endsWith('.*');
    if (clause.operator !== '~=' && !isPrefix) return [comparison(clause, clause.version)];
    if (isPrefix && clause.operator !== '==' && clause.operator !== '')
      throw new NativeRangeError(`${clause.operator}${clause.version} has no range in VERS`);
    const version = isPrefix ? clause.version.slice(0, -2) : clause.version;
    const release = /^(?:\d+!)?\d+(?:\.\d+)*/.exec(version)?.[0].split('.') ?? [];
    const kept = isPrefix ? release : release.slice(0, -1);
    if (kept.length === 0) throw new NativeRangeError(`~=${version} needs two numbers`);
    return [
      { comparator: '>=', version: isPrefix ? `${version}.dev0` : version },
      { comparator: '<', version: `${incremented(kept)}.dev0` },
    ];
  });
}
