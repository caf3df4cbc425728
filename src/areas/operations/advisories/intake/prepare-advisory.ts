import { createHash } from 'node:crypto';
import type { AffectedPackage, NormalisedAdvisory } from '#formats/advisory.ts';
import { remediationsOf } from '#formats/advisory.ts';
import { canonicalJson, productTarget, targetDigests } from '#formats/advisory-digest.ts';
import type { PackageStatement } from '../matching/match-package.ts';
import { packageOfProduct } from './product-statements.ts';

export type DocumentFormat = 'csaf' | 'osv' | 'debian' | 'manual';

export interface PreparedPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly confidence: 2 | 3;
  readonly statements: readonly PackageStatement[];
  readonly digest: string;
}

/** A row of `advisory_product`; `place` is the index of its package among the advisory's, or null. */
export interface PreparedProduct {
  readonly target: string;
  readonly digest: string;
  readonly place: number | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly version_range: string | null;
  readonly full_name: string;
  readonly purl: string | null;
  readonly cpe: string | null;
  readonly platform: string | null;
  readonly serial_numbers: readonly string[];
  readonly model_numbers: readonly string[];
  readonly statements: readonly unknown[];
}

/** The columns of an advisory that come from its document. */
export interface PreparedHead {
  readonly source: DocumentFormat;
  readonly source_id: string;
  readonly publisher: string;
  readonly title: string;
  readonly summary: string;
  readonly tracking_status: string;
  readonly severity: string | null;
  readonly severity_score: number | null;
  readonly severity_vector: string | null;
  readonly published_at: string | null;
  readonly issued_at: string | null;
  readonly withdrawn_at: string | null;
  readonly revision: string;
  readonly tlp_label: string | null;
  readonly language: string | null;
  readonly aliases: readonly string[];
  readonly said_exploited: boolean;
}

export interface PreparedAlias {
  readonly alias: string;
  readonly kind: 'id' | 'alias' | 'vulnerability' | 'related' | 'supersedes';
}

export interface PreparedVulnerability {
  readonly cve: string;
  readonly title: string | null;
  readonly cwe: string | null;
  readonly score: number | null;
  readonly vector: string | null;
}

/** An advisory as rows: everything that can be made of its document alone. */
export interface PreparedAdvisory {
  readonly head: PreparedHead;
  readonly packages: readonly PreparedPackage[];
  /** Rows as JSON texts of at most 500 each, so that no thread handles all of a large document at once. */
  readonly products: readonly string[];
  readonly productDigest: string;
  readonly aliases: readonly PreparedAlias[];
  readonly vulnerabilities: readonly PreparedVulnerability[];
}

const productsPerPart = 500;
const cve = /^CVE-\d{4}-\d{4,19}$/;

/** Text as PostgreSQL holds it: without NUL and lone surrogates, and no longer than its column says. */
function clean(text: string, most: number): string {
  const whole = text.replaceAll('\0', '\u2400').toWellFormed();
  return whole.length <= most ? whole : whole.slice(0, most).toWellFormed();
}

/** Turns a normalised advisory into rows. Pure; the heavy part of an import, run in a worker for large documents. */
export function prepareAdvisory(advisory: NormalisedAdvisory): PreparedAdvisory {
  const packages = packagesOf(advisory);
  const { parts, digest } = productRows(advisory, packages.places);
  return {
    head: headOf(advisory),
    packages: packages.all,
    products: parts,
    productDigest: digest,
    aliases: aliasesOf(advisory),
    vulnerabilities: vulnerabilitiesOf(advisory),
  };
}

function headOf(advisory: NormalisedAdvisory): PreparedHead {
  const scores = advisory.vulnerabilities.flatMap(({ scores: own }) => own);
  const worst = scores.reduce<(typeof scores)[number] | null>(
    (best, one) => (best === null || one.score > best.score ? one : best),
    null,
  );
  return {
    source: advisory.source,
    source_id: clean(advisory.id, 200),
    publisher: clean(advisory.publisher, 200) || '?',
    title: clean(advisory.title, 1000) || clean(advisory.id, 200),
    summary: clean(advisory.summary, 20_000),
    tracking_status: advisory.withdrawnAt === null ? advisory.status : 'withdrawn',
    severity: worst?.severity ?? null,
    severity_score: worst?.score ?? null,
    severity_vector: worst === null ? null : clean(worst.vector, 300),
    published_at: advisory.publishedAt,
    issued_at: advisory.updatedAt ?? advisory.publishedAt,
    withdrawn_at: advisory.withdrawnAt,
    revision: clean(advisory.revision, 100),
    tlp_label: advisory.tlp,
    language: advisory.language === null ? null : clean(advisory.language, 35),
    aliases: aliasesOf(advisory)
      .filter(({ kind }) => kind === 'alias' || kind === 'vulnerability')
      .map(({ alias }) => alias)
      .slice(0, 2000),
    said_exploited: advisory.vulnerabilities.some(({ exploited }) => exploited === true),
  };
}

function aliasesOf(advisory: NormalisedAdvisory): PreparedAlias[] {
  const made = new Map<string, PreparedAlias>();
  const add = (kind: PreparedAlias['kind'], ids: readonly string[]) => {
    for (const id of ids) {
      const alias = clean(id, 200);
      if (alias !== '' && made.size < 5000) made.set(`${alias} ${kind}`, { alias, kind });
    }
  };
  add('id', [advisory.id]);
  add(
    'vulnerability',
    advisory.vulnerabilities.map(({ id }) => id).filter((id) => cve.test(id)),
  );
  const known = new Set([...made.values()].map(({ alias }) => alias));
  const others = advisory.aliases.filter((alias) => !known.has(alias));
  add(
    'vulnerability',
    others.filter((alias) => cve.test(alias)),
  );
  add(
    'alias',
    others.filter((alias) => !cve.test(alias)),
  );
  add('related', advisory.related);
  add('supersedes', advisory.supersedes);
  return [...made.values()];
}

function vulnerabilitiesOf(advisory: NormalisedAdvisory): PreparedVulnerability[] {
  const rows = new Map<string, PreparedVulnerability>();
  for (const { id, title, cwe, scores } of advisory.vulnerabilities) {
    if (!cve.test(id)) continue;
    const best = [...scores].sort((a, b) => b.version.localeCompare(a.version))[0];
    rows.set(id, {
      cve: id,
      title: title === null ? null : clean(title, 1000),
      cwe: cwe === null ? null : clean(cwe, 40),
      score: best?.score ?? null,
      vector: best === undefined ? null : clean(best.vector, 300),
    });
  }
  for (const alias of advisory.aliases) {
    if (cve.test(alias) && !rows.has(alias)) {
      rows.set(alias, { cve: alias, title: null, cwe: null, score: null, vector: null });
    }
  }
  return [...rows.values()];
}

function statementOf(advisory: NormalisedAdvisory, affected: AffectedPackage): PackageStatement {
  const kinds = remediationsOf(advisory, affected.remediations).map(({ kind }) => kind);
  return {
    vulnerability: affected.vulnerability,
    status: affected.status,
    intervals: affected.intervals,
    versions: affected.versions,
    remediation: kinds.includes('vendor-fix') ? 'vendor-fix' : (kinds[0] ?? null),
  };
}

interface OpenPackage {
  readonly ecosystem: string;
  readonly name: string;
  confidence: 2 | 3;
  readonly statements: PackageStatement[];
}

function packagesOf(advisory: NormalisedAdvisory): {
  all: PreparedPackage[];
  places: Map<string, number>;
} {
  const open = new Map<string, OpenPackage>();
  const places = new Map<string, number>();
  const keys = new Map<string, number>();
  const add = (one: Omit<OpenPackage, 'statements'>, statements: readonly PackageStatement[]) => {
    const ecosystem = clean(one.ecosystem, 100);
    const name = clean(one.name, 500);
    const key = `${ecosystem}\n${name}`;
    const known = open.get(key);
    if (known === undefined) {
      keys.set(key, open.size);
      open.set(key, { ecosystem, name, confidence: one.confidence, statements: [...statements] });
    } else {
      known.statements.push(...statements);
      if (one.confidence > known.confidence) known.confidence = one.confidence;
    }
    return keys.get(key) ?? 0;
  };
  for (const affected of advisory.affected) {
    if (affected.name === '' || affected.ecosystem === '') continue;
    add({ ...affected, confidence: 3 }, [statementOf(advisory, affected)]);
  }
  for (const product of advisory.products) {
    const found = packageOfProduct(advisory, product);
    if (found !== null) places.set(product.productId, add(found, found.statements));
  }
  const stands = advisory.status !== 'withdrawn' && advisory.withdrawnAt === null;
  const all = [...open.values()].map(({ statements, ...one }) => {
    const joined = { ...one, statements: joinStatements(statements) };
    return { ...joined, digest: digestOf([stands, joined]) };
  });
  return { all, places };
}

/** Statements that differ in their versions only become one: vendors name thousands of builds one by one. */
function joinStatements(statements: readonly PackageStatement[]): PackageStatement[] {
  const joined = new Map<string, PackageStatement>();
  for (const one of statements) {
    const bounded = one.versions.length + one.intervals.length > 0;
    const rest = [one.vulnerability, one.status, one.remediation, one.rangeText ?? null, bounded];
    const key = JSON.stringify(rest);
    const known = joined.get(key);
    joined.set(key, {
      ...one,
      versions: [...new Set([...(known?.versions ?? []), ...one.versions])],
      intervals: [...(known?.intervals ?? []), ...one.intervals],
    });
  }
  return [...joined.values()];
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function productRows(advisory: NormalisedAdvisory, places: ReadonlyMap<string, number>) {
  const digests = targetDigests({ ...advisory, affected: [] });
  const parts: string[] = [];
  const whole = createHash('sha256');
  let rows: PreparedProduct[] = [];
  const close = () => {
    if (rows.length === 0) return;
    const part = JSON.stringify(rows).replaceAll('\\u0000', '\u2400').toWellFormed();
    whole.update(part);
    parts.push(part);
    rows = [];
  };
  for (const product of advisory.products) {
    const target = productTarget(product);
    rows.push({
      target: createHash('sha256').update(target).digest('hex'),
      digest: digests.get(target) ?? '',
      place: places.get(product.productId) ?? null,
      vendor: product.vendor,
      product: product.product,
      version: product.version,
      version_range: product.versionRange,
      full_name: product.fullName,
      purl: product.purl,
      cpe: product.cpe,
      platform: product.relationship?.platformName ?? null,
      serial_numbers: product.serialNumbers,
      model_numbers: product.modelNumbers,
      statements: product.statuses.map(({ remediations, ...said }) => ({
        ...said,
        remediation: remediationsOf(advisory, remediations)[0]?.kind ?? null,
      })),
    });
    if (rows.length === productsPerPart) close();
  }
  close();
  return { parts, digest: whole.digest('hex') };
}
