import { type Cpe, cpeAttributes } from './cpe.ts';

/** How the set of products one name stands for relates to that of another (NISTIR 7696, clause 6). */
export type CpeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined';

/**
 * How the value of a source relates to that of a target (NISTIR 7696, table 6-2). Wildcards are meant for sources; a target with
 * wildcards is undefined, unless it is the same value.
 */
export function relationOfValues(source: string, target: string): CpeRelation {
  if (source === target) return 'equal';
  if (target !== '*' && hasWildcard(target)) return 'undefined';
  if (source === '*') return 'superset';
  if (target === '*') return 'subset';
  if (source === '-' || target === '-') return 'disjoint';
  if (!hasWildcard(source)) return 'disjoint';
  return matchesPattern(source, target) ? 'superset' : 'disjoint';
}

/** How a source name relates to a target name: disjoint when any attribute is, undefined when they differ both ways. */
export function relationOfCpes(source: Cpe, target: Cpe): CpeRelation {
  let relation: CpeRelation = 'equal';
  let isUndefined = false;
  for (const attribute of cpeAttributes) {
    const one = relationOfValues(source[attribute], target[attribute]);
    if (one === 'disjoint') return 'disjoint';
    if (one === 'equal') continue;
    if (one === 'undefined' || (relation !== 'equal' && relation !== one)) isUndefined = true;
    relation = one;
  }
  return isUndefined ? 'undefined' : relation;
}

/** Whether the pattern, such as the criteria of an NVD match, covers the name: it is equal to it or a superset. */
export function coversCpe(pattern: Cpe, name: Cpe): boolean {
  const relation = relationOfCpes(pattern, name);
  return relation === 'equal' || relation === 'superset';
}

function hasWildcard(value: string): boolean {
  return /^[*?]/.test(value) || /(?:^|[^\\])(?:\\\\)*[*?]$/.test(value);
}

/** `*` stands for any text, a run of `?` for at most as many characters (NISTIR 7696, clause 6.3). */
function matchesPattern(pattern: string, value: string): boolean {
  const characters = value.match(/\\.|[^\\]/g) ?? [];
  const tokens = pattern.match(/\\.|[^\\]/g) ?? [];
  const head = tokens.findIndex((t) => t !== '*' && t !== '?');
  const body = tokens.slice(head === -1 ? tokens.length : head);
  let tail = body.length;
  while (tail > 0 && isWild(body[tail - 1])) tail--;
  const fixed = body.slice(0, tail);
  const before = reach(tokens.slice(0, tokens.length - body.length));
  const after = reach(body.slice(tail));
  for (let skipped = 0; skipped <= Math.min(before, characters.length - fixed.length); skipped++) {
    const left = characters.length - skipped - fixed.length;
    if (left <= after && fixed.every((t, i) => characters[skipped + i] === t)) return true;
  }
  return false;
}

function isWild(token: string | undefined): boolean {
  return token === '*' || token === '?';
}

/** How many characters the wildcards can stand for at most. */
function reach(wildcards: readonly string[]): number {
  return wildcards.includes('*') ? Number.POSITIVE_INFINITY : wildcards.length;
}
