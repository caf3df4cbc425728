import { weaknesses } from '@secvisogram/csaf-validator-lib/cwe.js';
import type { Remediation } from '../advisory.ts';
import { scoreVector } from '../cvss/score-vector.ts';
import { FormatError } from '../format-error.ts';
import type {
  CsafBranch,
  CsafCvss,
  CsafDocument,
  CsafNote,
  CsafProductStatus,
  CsafProductTree,
  CsafPublisher,
  CsafReference,
  CsafRevision,
  CsafScore,
  CsafVulnerability,
} from './csaf-document.ts';
import { csafFileName } from './csaf-file-name.ts';
import { readCsafValue } from './read-csaf.ts';

export interface CsafProductInput {
  id: string;
  vendor: string;
  name: string;
  /** Either an exact version or a range (`vers:…` preferred); neither means all versions. */
  version?: string;
  versionRange?: string;
  purl?: string;
  cpe?: string;
}

export interface CsafVulnerabilityInput {
  cve?: string;
  /** Ids of other systems than CVE. */
  ids?: { system: string; id: string }[];
  title?: string;
  /** `CWE-79`; its name is looked up. */
  cwe?: string;
  /** What is known about it; the title when nothing is given. */
  description?: string;
  statuses: CsafProductStatus;
  /** Versions 2.0, 3.0 and 3.1; CSAF 2.0 has no place for a 4.0 vector, which becomes a note. */
  scores?: { vector: string; productIds: string[] }[];
  remediations?: (Remediation & { productIds: string[] })[];
  references?: CsafReference[];
}

export interface CsafInput {
  category:
    | 'csaf_base'
    | 'csaf_security_advisory'
    | 'csaf_informational_advisory'
    | 'csaf_vex'
    | 'csaf_security_incident_response';
  id: string;
  title: string;
  language?: string;
  publisher: CsafPublisher;
  status: 'draft' | 'interim' | 'final';
  /** Oldest first; the last one is the document's version. Numbers all whole (`1`) or all SemVer (`1.0.0`). */
  revisions: CsafRevision[];
  /** AMBER+STRICT is unknown to CSAF 2.0 and is written as AMBER with the restriction in the distribution text. */
  tlp: 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED';
  distribution?: string;
  aliases?: string[];
  notes: CsafNote[];
  references?: CsafReference[];
  products: CsafProductInput[];
  vulnerabilities: CsafVulnerabilityInput[];
  generator?: { name: string; version: string };
}

export interface WrittenCsaf {
  document: CsafDocument;
  bytes: Uint8Array;
  /** As section 5.1 demands. */
  fileName: string;
}

function branch(into: CsafBranch[], category: string, name: string): CsafBranch {
  const known = into.find((item) => item.category === category && item.name === name);
  if (known !== undefined && known.product === undefined) return known;
  const created: CsafBranch = { category, name };
  into.push(created);
  return created;
}

function below(parent: CsafBranch): CsafBranch[] {
  parent.branches ??= [];
  return parent.branches;
}

function productTree(products: readonly CsafProductInput[]): CsafProductTree {
  const branches: CsafBranch[] = [];
  for (const product of products) {
    const line = branch(
      below(branch(branches, 'vendor', product.vendor)),
      'product_name',
      product.name,
    );
    const [category, name] =
      product.version !== undefined
        ? ['product_version', product.version]
        : ['product_version_range', product.versionRange ?? 'vers:all/*'];
    const version = product.version ?? product.versionRange ?? 'all versions';
    const helper = {
      ...(product.cpe === undefined ? {} : { cpe: product.cpe }),
      ...(product.purl === undefined ? {} : { purl: product.purl }),
    };
    below(line).push({
      category: category!,
      name: name!,
      product: {
        name: `${product.vendor} ${product.name} ${version}`,
        product_id: product.id,
        ...(Object.keys(helper).length === 0 ? {} : { product_identification_helper: helper }),
      },
    });
  }
  return { branches };
}

function cvssObject(vector: string): CsafCvss | null {
  const scored = scoreVector(vector);
  if ('fault' in scored) throw new FormatError(scored.fault.code, scored.fault.message);
  if (scored.version === '4.0') return null;
  const base = { version: scored.version, vectorString: vector, baseScore: scored.baseScore };
  return scored.version === '2.0' ? base : { ...base, baseSeverity: scored.severity.toUpperCase() };
}

function scoresAndNotes(input: CsafVulnerabilityInput): { scores: CsafScore[]; notes: CsafNote[] } {
  const text = input.description ?? input.title ?? input.cve ?? 'No description is given.';
  const notes: CsafNote[] = [{ category: 'description', text }];
  const scores: CsafScore[] = [];
  for (const { vector, productIds } of input.scores ?? []) {
    const cvss = cvssObject(vector);
    if (cvss === null) {
      notes.push({ category: 'other', title: 'CVSS 4.0', text: vector });
    } else {
      const key = cvss.version === '2.0' ? 'cvss_v2' : 'cvss_v3';
      scores.push({ products: productIds, [key]: cvss });
    }
  }
  return { scores, notes };
}

function weakness(id: string): { id: string; name: string } {
  const known = weaknesses.find((candidate) => candidate.id === id);
  if (known === undefined) throw new FormatError('csaf-unknown-cwe', `${id} is no weakness of CWE`);
  return { id, name: known.name };
}

const categories: Readonly<Record<Remediation['kind'], string>> = {
  'vendor-fix': 'vendor_fix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  'none-available': 'none_available',
  'no-fix-planned': 'no_fix_planned',
  other: 'mitigation',
};

function vulnerability(input: CsafVulnerabilityInput): CsafVulnerability {
  const { scores, notes } = scoresAndNotes(input);
  const statuses = Object.entries(input.statuses).filter(([, ids]) => ids.length > 0);
  const remediations = (input.remediations ?? []).map((remediation) => ({
    category: categories[remediation.kind],
    details: remediation.text,
    ...(remediation.date === null ? {} : { date: remediation.date }),
    ...(remediation.url === null ? {} : { url: remediation.url }),
    product_ids: remediation.productIds,
  }));
  return {
    ...(input.cve === undefined ? {} : { cve: input.cve }),
    ...(input.cwe === undefined ? {} : { cwe: weakness(input.cwe) }),
    ...(input.ids?.length
      ? { ids: input.ids.map(({ system, id }) => ({ system_name: system, text: id })) }
      : {}),
    notes,
    ...(statuses.length > 0 ? { product_status: Object.fromEntries(statuses) } : {}),
    ...(input.references?.length ? { references: input.references } : {}),
    ...(remediations.length > 0 ? { remediations } : {}),
    ...(scores.length > 0 ? { scores } : {}),
    ...(input.title === undefined ? {} : { title: input.title }),
  };
}

function distribution({ tlp, distribution: text }: CsafInput) {
  const label = tlp === 'CLEAR' ? 'WHITE' : tlp === 'AMBER+STRICT' ? 'AMBER' : tlp;
  const strict =
    tlp === 'AMBER+STRICT' ? 'TLP:AMBER+STRICT: for the receiving organisation only.' : '';
  const all = [strict, text ?? ''].filter((part) => part !== '').join(' ');
  return { ...(all === '' ? {} : { text: all }), tlp: { label } };
}

function tracking(input: CsafInput): CsafDocument['document']['tracking'] {
  const first = input.revisions[0];
  const last = input.revisions.at(-1);
  if (first === undefined || last === undefined) {
    throw new FormatError('csaf-no-revision', 'A CSAF document needs at least one revision');
  }
  return {
    ...(input.aliases?.length ? { aliases: input.aliases } : {}),
    current_release_date: last.date,
    ...(input.generator === undefined
      ? {}
      : { generator: { date: last.date, engine: input.generator } }),
    id: input.id,
    initial_release_date: first.date,
    revision_history: input.revisions,
    status: input.status,
    version: last.number,
  };
}

/**
 * Writes a CSAF 2.0 document and proves it: it passes the schema and every mandatory test, or nothing is returned.
 * @throws FormatError `csaf-6.1.x` or `csaf-schema` with the JSON Pointer of the first fault, `csaf-unknown-cwe`,
 *   `csaf-no-revision`, or the code of a CVSS fault
 */
export function writeCsaf(input: CsafInput): WrittenCsaf {
  const document: CsafDocument = {
    document: {
      category: input.category,
      csaf_version: '2.0',
      distribution: distribution(input),
      ...(input.language === undefined ? {} : { lang: input.language }),
      ...(input.notes.length > 0 ? { notes: input.notes } : {}),
      publisher: input.publisher,
      ...(input.references?.length ? { references: input.references } : {}),
      title: input.title,
      tracking: tracking(input),
    },
    ...(input.products.length > 0 ? { product_tree: productTree(input.products) } : {}),
    ...(input.vulnerabilities.length > 0
      ? { vulnerabilities: input.vulnerabilities.map(vulnerability) }
      : {}),
  };
  const [fault] = readCsafValue(document).faults;
  if (fault !== undefined) throw new FormatError(fault.code, fault.message, { path: fault.path });
  const bytes = new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
  return { document, bytes, fileName: csafFileName(input.id) };
}
