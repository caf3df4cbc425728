import {
  type AdvisoryReference,
  type AdvisoryTlp,
  type AdvisoryVulnerability,
  type AffectedStatus,
  type CvssSeverity,
  type CvssVersion,
  distinct,
  type NormalisedAdvisory,
  type ProductStatement,
  type Remediation,
  RemediationList,
  utcInstant,
  type VulnerabilityScore,
} from '../advisory.ts';
import { rateScore } from '../cvss/score-vector.ts';
import {
  type CsafDocument,
  type CsafProductStatusName,
  type CsafReference,
  type CsafVulnerability,
  productStatusNames,
} from './csaf-document.ts';
import { flattenProductTree } from './flatten-product-tree.ts';
import { groupMembers, productsInScope } from './product-references.ts';

const statusOf: Record<CsafProductStatusName, AffectedStatus | 'recommended'> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  known_not_affected: 'not-affected',
  recommended: 'recommended',
  under_investigation: 'under-investigation',
};

const remediationKinds: Readonly<Record<string, Remediation['kind']>> = {
  vendor_fix: 'vendor-fix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  none_available: 'none-available',
  no_fix_planned: 'no-fix-planned',
};

function tlpOf(label: string | undefined): AdvisoryTlp | null {
  switch (label) {
    case 'WHITE':
    case 'CLEAR':
      return 'CLEAR';
    case 'GREEN':
    case 'AMBER':
    case 'AMBER+STRICT':
    case 'RED':
      return label;
    default:
      return null;
  }
}

function summaryOf({ notes = [] }: CsafDocument['document']): string {
  for (const category of ['summary', 'description', 'general', 'details']) {
    const note = notes.find((candidate) => candidate.category === category);
    if (note !== undefined) return note.text;
  }
  return '';
}

function vulnerabilityId(vulnerability: CsafVulnerability, index: number): string {
  return vulnerability.cve ?? vulnerability.ids?.[0]?.text ?? `vulnerability ${index + 1}`;
}

function scoresOf(vulnerability: CsafVulnerability): VulnerabilityScore[] {
  const named = new Set<string>();
  for (const name of productStatusNames) {
    for (const id of vulnerability.product_status?.[name] ?? []) named.add(id);
  }
  return (vulnerability.scores ?? []).flatMap((score) => {
    const products = new Set(score.products);
    const holdsForAll = [...named].every((id) => products.has(id));
    return [score.cvss_v2, score.cvss_v3].flatMap((cvss): VulnerabilityScore[] => {
      if (cvss === undefined) return [];
      const version = cvss.version as CvssVersion;
      const severity = cvss.baseSeverity?.toLowerCase() as CvssSeverity | undefined;
      return [
        {
          version,
          vector: cvss.vectorString,
          score: cvss.baseScore,
          severity: severity ?? rateScore(version, cvss.baseScore),
          productIds: holdsForAll ? null : [...products],
        },
      ];
    });
  });
}

/** Threat texts are free; only the widespread form `Exploited:Yes;…` says something a machine can rely on. */
function exploitedOf({ threats = [] }: CsafVulnerability): boolean | null {
  for (const { category, details } of threats) {
    if (category !== 'exploit_status') continue;
    const said = /\bexploited:\s*(yes|no)\b/i.exec(details)?.[1];
    if (said !== undefined) return said.toLowerCase() === 'yes';
  }
  return null;
}

function normaliseVulnerability(
  vulnerability: CsafVulnerability,
  index: number,
): AdvisoryVulnerability {
  return {
    id: vulnerabilityId(vulnerability, index),
    title: vulnerability.title ?? null,
    cwe: vulnerability.cwe?.id ?? null,
    scores: scoresOf(vulnerability),
    exploited: exploitedOf(vulnerability),
  };
}

function remediationsByProduct(
  vulnerability: CsafVulnerability,
  groups: ReadonlyMap<string, readonly string[]>,
  list: RemediationList,
): Map<string, number[]> {
  const byProduct = new Map<string, number[]>();
  for (const remediation of vulnerability.remediations ?? []) {
    const index = list.add({
      kind: remediationKinds[remediation.category] ?? 'other',
      text: remediation.details,
      url: remediation.url ?? null,
      date: utcInstant(remediation.date),
    });
    for (const id of new Set(productsInScope(remediation, groups))) {
      const known = byProduct.get(id);
      if (known === undefined) byProduct.set(id, [index]);
      else if (!known.includes(index)) known.push(index);
    }
  }
  return byProduct;
}

function statementsByProduct(
  document: CsafDocument,
  list: RemediationList,
): Map<string, ProductStatement[]> {
  const groups = groupMembers(document);
  const statements = new Map<string, ProductStatement[]>();
  for (const [index, vulnerability] of (document.vulnerabilities ?? []).entries()) {
    const remediations = remediationsByProduct(vulnerability, groups, list);
    const labels = new Map<string, string>();
    for (const flag of vulnerability.flags ?? []) {
      for (const id of productsInScope(flag, groups)) labels.set(id, flag.label);
    }
    for (const name of productStatusNames) {
      for (const id of vulnerability.product_status?.[name] ?? []) {
        const statement: ProductStatement = {
          vulnerability: vulnerabilityId(vulnerability, index),
          status: statusOf[name],
          sourceStatus: name,
          justification: labels.get(id) ?? null,
          remediations: remediations.get(id) ?? [],
        };
        const known = statements.get(id);
        if (known === undefined) statements.set(id, [statement]);
        else known.push(statement);
      }
    }
  }
  return statements;
}

function referencesOf(document: CsafDocument): AdvisoryReference[] {
  const all: CsafReference[] = [
    ...(document.document.references ?? []),
    ...(document.vulnerabilities ?? []).flatMap((item) => item.references ?? []),
  ];
  const byUrl = new Map<string, AdvisoryReference>();
  for (const { url, category, summary } of all) {
    if (!byUrl.has(url)) byUrl.set(url, { url, kind: category ?? 'external', text: summary });
  }
  return [...byUrl.values()];
}

/**
 * Turns a CSAF 2.0 document that fits the schema, and whose product references are sound, into the common shape.
 * Products about which nothing is said (such as the platforms that components run on) are left out, unless the
 * document says nothing about any product and so only names those it is about.
 */
export function normaliseCsaf(csaf: CsafDocument): NormalisedAdvisory {
  const { document } = csaf;
  const { tracking } = document;
  const list = new RemediationList();
  const statements = statementsByProduct(csaf, list);
  const products = flattenProductTree(csaf.product_tree).map((product) => ({
    ...product,
    statuses: statements.get(product.productId) ?? [],
  }));
  return {
    source: 'csaf',
    id: tracking.id,
    publisher: document.publisher.name,
    title: document.title,
    summary: summaryOf(document),
    status: tracking.status,
    revision: tracking.version,
    publishedAt: utcInstant(tracking.initial_release_date),
    updatedAt: utcInstant(tracking.current_release_date),
    withdrawnAt: null,
    aliases: distinct(tracking.aliases ?? []),
    supersedes: [],
    related: [],
    tlp: tlpOf(document.distribution?.tlp?.label),
    language: document.lang ?? null,
    vulnerabilities: (csaf.vulnerabilities ?? []).map(normaliseVulnerability),
    remediations: list.remediations,
    affected: [],
    products:
      statements.size === 0 ? products : products.filter((product) => product.statuses.length > 0),
    references: referencesOf(csaf),
  };
}
