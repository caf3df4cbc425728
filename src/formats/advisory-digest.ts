import { createHash } from 'node:crypto';
import {
  type AffectedPackage,
  type AffectedProduct,
  type NormalisedAdvisory,
  remediationsOf,
} from './advisory.ts';

/** Canonical JSON: members sorted by key (UTF-16 order, as RFC 8785), no white space. For plain data only. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    const members = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The items in one fixed order, so that a source that only shuffles its lists says nothing new. */
function sorted<T>(items: readonly T[]): T[] {
  return items
    .map((item) => [canonicalJson(item), item] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
}

/** What names a package over all revisions: `package:PyPI/django`. */
export function packageTarget(affected: Pick<AffectedPackage, 'ecosystem' | 'name'>): string {
  return `package:${affected.ecosystem}/${affected.name}`;
}

/**
 * What names a product over all revisions. Product ids are local to one revision of a document (CSAF 2.0, 3.1.8),
 * so the name is made of what the product is.
 */
export function productTarget(product: AffectedProduct): string {
  const parts = [
    product.vendor,
    product.product,
    product.version,
    product.versionRange,
    product.fullName,
    product.purl,
    product.cpe,
    product.serialNumbers,
    product.modelNumbers,
  ];
  return `product:${JSON.stringify(parts)}`;
}

function saidOfPackage(advisory: NormalisedAdvisory, affected: AffectedPackage) {
  return {
    vulnerabilities:
      affected.vulnerability === null
        ? advisory.vulnerabilities.map((vulnerability) => vulnerability.id).sort()
        : [affected.vulnerability],
    status: affected.status,
    intervals: sorted(affected.intervals),
    versions: [...affected.versions].sort(),
    remediations: sorted(remediationsOf(advisory, affected.remediations)),
  };
}

function saidOfProduct(advisory: NormalisedAdvisory, product: AffectedProduct) {
  return product.statuses.map((statement) => ({
    vulnerability: statement.vulnerability,
    status: statement.status,
    sourceStatus: statement.sourceStatus,
    justification: statement.justification,
    remediations: sorted(remediationsOf(advisory, statement.remediations)),
  }));
}

/**
 * SHA-256 (hex) of everything an advisory says about each of its packages and products: status, version ranges,
 * remediation and whether the advisory stands. Keyed by {@link packageTarget} and {@link productTarget}. A later
 * revision with the same digest for a target raises nothing anew for it.
 */
export function targetDigests(advisory: NormalisedAdvisory): Map<string, string> {
  const said = new Map<string, unknown[]>();
  const say = (target: string, statements: unknown[]) => {
    const known = said.get(target);
    if (known === undefined) said.set(target, statements);
    else known.push(...statements);
  };
  for (const affected of advisory.affected) {
    say(packageTarget(affected), [saidOfPackage(advisory, affected)]);
  }
  for (const product of advisory.products) {
    say(productTarget(product), saidOfProduct(advisory, product));
  }
  const withdrawn = advisory.status === 'withdrawn';
  return new Map(
    [...said].map(([target, statements]) => [
      target,
      sha256({ withdrawn, said: sorted(statements) }),
    ]),
  );
}

/** The digest of {@link targetDigests} for one target, or null when the advisory says nothing about it. */
export function remediationDigest(
  advisory: NormalisedAdvisory,
  target: { productId: string } | Pick<AffectedPackage, 'ecosystem' | 'name'>,
): string | null {
  const products =
    'productId' in target
      ? advisory.products.filter((product) => product.productId === target.productId)
      : [];
  const key =
    'productId' in target
      ? products[0] === undefined
        ? null
        : productTarget(products[0])
      : packageTarget(target);
  if (key === null) return null;
  return (
    targetDigests({
      ...advisory,
      affected: advisory.affected.filter((affected) => packageTarget(affected) === key),
      products: advisory.products.filter((product) => productTarget(product) === key),
    }).get(key) ?? null
  );
}

/** Targets whose statements differ between two revisions, sorted; a target that came or went is among them. */
export function changedTargets(before: NormalisedAdvisory, after: NormalisedAdvisory): string[] {
  const old = targetDigests(before);
  const now = targetDigests(after);
  const changed = [...now].filter(([target, digest]) => old.get(target) !== digest);
  const gone = [...old.keys()].filter((target) => !now.has(target));
  return [...changed.map(([target]) => target), ...gone].sort();
}
