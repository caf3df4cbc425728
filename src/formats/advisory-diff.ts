import { type NormalisedAdvisory, remediationsOf } from './advisory.ts';
import { canonicalJson, packageTarget, productTarget } from './advisory-digest.ts';

export interface AdvisoryChange {
  /** Readable path: `vulnerabilities[CVE-2024-1].scores[3.1].score`. */
  path: string;
  /** What stood there; null when it was not there. */
  before: unknown;
  after: unknown;
}

/** Items under a key each; equal keys are numbered so that none is lost. */
function keyed<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  readOf: (item: T) => unknown,
): Map<string, unknown> {
  const all = new Map<string, unknown>();
  for (const item of items) {
    const key = keyOf(item);
    let free = key;
    for (let number = 2; all.has(free); number += 1) free = `${key} (${number})`;
    all.set(free, readOf(item));
  }
  return all;
}

const itself = <T>(item: T): T => item;

function remediationTexts(
  advisory: NormalisedAdvisory,
  indexes: readonly number[],
): Map<string, unknown> {
  return keyed(remediationsOf(advisory, indexes), (item) => item.kind, itself);
}

function readableProducts(advisory: NormalisedAdvisory): Map<string, unknown> {
  return keyed(advisory.products, productTarget, (item) => ({
    fullName: item.fullName,
    statuses: keyed(
      item.statuses,
      (statement) => `${statement.vulnerability} ${statement.sourceStatus}`,
      (statement) => ({
        ...statement,
        remediations: remediationTexts(advisory, statement.remediations),
      }),
    ),
  }));
}

/** The advisory, but for its products, with every list as a map under readable keys and remediations written out where they hold. */
function readable(advisory: NormalisedAdvisory): Record<string, unknown> {
  const { remediations: _, products: __, ...rest } = advisory;
  const texts = (indexes: readonly number[]) => remediationTexts(advisory, indexes);
  return {
    ...rest,
    aliases: keyed(advisory.aliases, itself, itself),
    supersedes: keyed(advisory.supersedes, itself, itself),
    related: keyed(advisory.related, itself, itself),
    references: keyed(advisory.references, (reference) => reference.url, itself),
    vulnerabilities: keyed(
      advisory.vulnerabilities,
      (item) => item.id,
      ({ scores, ...item }) => ({
        ...item,
        scores: keyed(
          scores,
          (score) => score.version,
          ({ productIds: _, ...score }) => score,
        ),
      }),
    ),
    affected: keyed(
      advisory.affected,
      (item) => `${packageTarget(item)}${item.vulnerability ? ` ${item.vulnerability}` : ''}`,
      (item) => ({
        ...item,
        versions: keyed(item.versions, itself, itself),
        remediations: texts(item.remediations),
      }),
    ),
  };
}

/** Readable names for products: the full name, not the whole identity. */
function label(key: string, value: unknown): string {
  if (!key.startsWith('product:')) return key;
  const name = (value as { fullName?: unknown } | null)?.fullName;
  return typeof name === 'string' ? name : key;
}

function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(path: string, before: unknown, after: unknown, changes: AdvisoryChange[]): void {
  if (before instanceof Map && after instanceof Map) {
    for (const key of new Set<string>([...before.keys(), ...after.keys()])) {
      const name = label(key, after.get(key) ?? before.get(key));
      compare(`${path}[${name}]`, before.get(key), after.get(key), changes);
    }
  } else if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(path === '' ? key : `${path}.${key}`, before[key], after[key], changes);
    }
  } else if (canonicalJson(plain(before)) !== canonicalJson(plain(after))) {
    changes.push({ path, before: plain(before), after: plain(after) });
  }
}

/** One text often changes for thousands of products at once: such changes are told once, with how many they concern. */
function compareProducts(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): AdvisoryChange[] {
  const groups = new Map<string, { names: string[]; change: AdvisoryChange }>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const name = label(key, after.get(key) ?? before.get(key));
    const own: AdvisoryChange[] = [];
    compare('', before.get(key), after.get(key), own);
    for (const change of own) {
      // A product that came or went is told by itself.
      const group = change.path === '' ? key : canonicalJson(change);
      const known = groups.get(group);
      if (known === undefined) groups.set(group, { names: [name], change });
      else known.names.push(name);
    }
  }
  return [...groups.values()].map(({ names, change }) => {
    const which = names.length === 1 ? names[0] : `${names[0]} and ${names.length - 1} more`;
    const inner = change.path === '' ? '' : `.${change.path}`;
    return { ...change, path: `products[${which}]${inner}` };
  });
}

/**
 * What a revision changed, as a readable list. Lists are compared by what their items name (CVE, package, product,
 * address), never by position, and product ids, which are local to a revision, are not compared.
 */
export function diffAdvisories(
  before: NormalisedAdvisory,
  after: NormalisedAdvisory,
): AdvisoryChange[] {
  const changes: AdvisoryChange[] = [];
  compare('', readable(before), readable(after), changes);
  return [...changes, ...compareProducts(readableProducts(before), readableProducts(after))];
}
