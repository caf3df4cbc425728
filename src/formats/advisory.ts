/**
 * The one shape into which every advisory format is read, so that matching against assets, diffing of revisions and
 * early warning need to know no source format. Plain data: it survives a round trip through JSON unchanged.
 */

export type AdvisorySource = 'csaf' | 'osv' | 'debian' | 'manual';

export type AdvisoryStatus = 'draft' | 'interim' | 'final' | 'withdrawn';

/** Traffic Light Protocol 2.0; WHITE of TLP 1.0 is read as CLEAR. */
export type AdvisoryTlp = 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED';

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

export type CvssSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** What a source says about one package or product: the product status of VEX, plus what it recommends. */
export type AffectedStatus = 'affected' | 'fixed' | 'not-affected' | 'under-investigation';

export interface VulnerabilityScore {
  version: CvssVersion;
  vector: string;
  /** Base score, 0.0 to 10.0. */
  score: number;
  severity: CvssSeverity;
  /** The product ids the score holds for; null for all that the vulnerability names. */
  productIds: string[] | null;
}

export interface AdvisoryVulnerability {
  /** CVE number when there is one, else the source's own id. */
  id: string;
  title: string | null;
  /** `CWE-79` */
  cwe: string | null;
  scores: VulnerabilityScore[];
  /** Whether the source says it is exploited; null when it does not say. */
  exploited: boolean | null;
}

export interface Remediation {
  kind: 'vendor-fix' | 'mitigation' | 'workaround' | 'none-available' | 'no-fix-planned' | 'other';
  text: string;
  url: string | null;
  /** When the remediation is or was available, ISO UTC. */
  date: string | null;
}

export interface VersionInterval {
  /** How the bounds are ordered: the ecosystem's own order, SemVer, or commits of a Git history (not versions). */
  order: 'ecosystem' | 'semver' | 'git';
  /** First affected version; null for "from the beginning". */
  introduced: string | null;
  /** First version that is no longer affected. */
  fixed: string | null;
  /** Last affected version, when no fixed one is known. */
  lastAffected: string | null;
}

/** A package of an ecosystem (`PyPI`, `Debian:12`) with the versions concerned. */
export interface AffectedPackage {
  /** The vulnerability meant; null for every vulnerability of the advisory. */
  vulnerability: string | null;
  ecosystem: string;
  name: string;
  purl: string | null;
  intervals: VersionInterval[];
  /** Versions named one by one. */
  versions: string[];
  status: AffectedStatus;
  /** Indexes into the advisory's `remediations`. */
  remediations: number[];
}

export interface ProductStatement {
  vulnerability: string;
  status: AffectedStatus | 'recommended';
  /** The source's own word, such as `first_fixed`. */
  sourceStatus: string;
  /** VEX justification label, such as `vulnerable_code_not_present`. */
  justification: string | null;
  /** Indexes into the advisory's `remediations`: one text often holds for thousands of products. */
  remediations: number[];
}

export interface ProductRelationship {
  /** `default_component_of`, `installed_on` and so on. */
  category: string;
  /** Product ids. */
  component: string;
  platform: string;
  platformName: string | null;
  platformCpe: string | null;
}

/** A product of a CSAF product tree, matched through product mappings, purl or CPE. */
export interface AffectedProduct {
  productId: string;
  vendor: string | null;
  product: string | null;
  /** Exact version. */
  version: string | null;
  /** A range as written: `vers:…` or free text. */
  versionRange: string | null;
  fullName: string;
  purl: string | null;
  cpe: string | null;
  serialNumbers: string[];
  modelNumbers: string[];
  /** Set when the product is a component as installed on, or as part of, another product. */
  relationship: ProductRelationship | null;
  statuses: ProductStatement[];
}

export interface AdvisoryReference {
  url: string;
  kind: string;
  text: string | null;
}

export interface NormalisedAdvisory {
  source: AdvisorySource;
  id: string;
  publisher: string;
  title: string;
  summary: string;
  status: AdvisoryStatus;
  /** The source's own revision text. */
  revision: string;
  /** ISO 8601 in UTC, as the next two. */
  publishedAt: string | null;
  updatedAt: string | null;
  withdrawnAt: string | null;
  aliases: string[];
  supersedes: string[];
  related: string[];
  tlp: AdvisoryTlp | null;
  /** BCP 47. */
  language: string | null;
  vulnerabilities: AdvisoryVulnerability[];
  remediations: Remediation[];
  affected: AffectedPackage[];
  products: AffectedProduct[];
  references: AdvisoryReference[];
}

/** A fault in advisory input that did not stop the reading, or that says why a record was left out. */
export interface AdvisoryFault {
  /** JSON Pointer (RFC 6901) into the record. */
  path: string;
  code: string;
  message: string;
}

/** ISO 8601 in UTC with milliseconds for a date or date-time, or null when it is none; year 1 stands for "unknown". */
export function utcInstant(text: string | null | undefined): string | null {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}(?:[Tt ]|$)/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) || text.startsWith('0001-') ? null : new Date(time).toISOString();
}

/** The remediation texts behind indexes, in order; indexes out of range are left out. */
export function remediationsOf(
  advisory: Pick<NormalisedAdvisory, 'remediations'>,
  indexes: readonly number[],
): Remediation[] {
  return indexes.flatMap((index) => advisory.remediations[index] ?? []);
}

/** The distinct ids in first-seen order. */
export function distinct(values: Iterable<string>): string[] {
  return [...new Set(values)];
}

/** Collects remediations once each and hands out their indexes. */
export class RemediationList {
  readonly remediations: Remediation[] = [];
  readonly #indexes = new Map<string, number>();

  add(remediation: Remediation): number {
    const key = JSON.stringify([
      remediation.kind,
      remediation.text,
      remediation.url,
      remediation.date,
    ]);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.remediations.push(remediation) - 1;
    this.#indexes.set(key, index);
    return index;
  }
}
