/** CSAF 2.0 (OASIS Standard, 18 November 2022), section 3: the properties that are read and written here. */

export interface CsafNote {
  category: string;
  text: string;
  title?: string;
  audience?: string;
}

export interface CsafReference {
  category?: 'external' | 'self';
  summary: string;
  url: string;
}

export interface CsafIdentificationHelper {
  cpe?: string;
  purl?: string;
  model_numbers?: string[];
  serial_numbers?: string[];
}

export interface CsafFullProductName {
  name: string;
  product_id: string;
  product_identification_helper?: CsafIdentificationHelper;
}

export interface CsafBranch {
  category: string;
  name: string;
  branches?: CsafBranch[];
  product?: CsafFullProductName;
}

export interface CsafRelationship {
  category: string;
  full_product_name: CsafFullProductName;
  product_reference: string;
  relates_to_product_reference: string;
}

export interface CsafProductGroup {
  group_id: string;
  product_ids: string[];
  summary?: string;
}

export interface CsafProductTree {
  branches?: CsafBranch[];
  full_product_names?: CsafFullProductName[];
  product_groups?: CsafProductGroup[];
  relationships?: CsafRelationship[];
}

/** What flags, threats and remediations have in common: the products they hold for. */
export interface CsafProductScope {
  product_ids?: string[];
  group_ids?: string[];
}

export interface CsafRemediation extends CsafProductScope {
  category: string;
  details: string;
  date?: string;
  url?: string;
}

export interface CsafCvss {
  version: string;
  vectorString: string;
  baseScore: number;
  baseSeverity?: string;
}

export interface CsafScore {
  products: string[];
  cvss_v2?: CsafCvss;
  cvss_v3?: CsafCvss;
}

/** In the order in which the standard lists them. */
export const productStatusNames = [
  'first_affected',
  'first_fixed',
  'fixed',
  'known_affected',
  'known_not_affected',
  'last_affected',
  'recommended',
  'under_investigation',
] as const;

export type CsafProductStatusName = (typeof productStatusNames)[number];

export type CsafProductStatus = Partial<Record<CsafProductStatusName, string[]>>;

export interface CsafVulnerability {
  cve?: string;
  cwe?: { id: string; name: string };
  flags?: (CsafProductScope & { label: string })[];
  ids?: { system_name: string; text: string }[];
  notes?: CsafNote[];
  product_status?: CsafProductStatus;
  references?: CsafReference[];
  remediations?: CsafRemediation[];
  scores?: CsafScore[];
  threats?: (CsafProductScope & { category: string; details: string })[];
  title?: string;
}

export interface CsafRevision {
  number: string;
  date: string;
  summary: string;
}

export interface CsafPublisher {
  category: 'coordinator' | 'discoverer' | 'other' | 'translator' | 'user' | 'vendor';
  name: string;
  namespace: string;
  contact_details?: string;
  issuing_authority?: string;
}

export interface CsafDocument {
  document: {
    category: string;
    csaf_version: '2.0';
    distribution?: { text?: string; tlp?: { label: string; url?: string } };
    lang?: string;
    notes?: CsafNote[];
    publisher: CsafPublisher;
    references?: CsafReference[];
    title: string;
    tracking: {
      aliases?: string[];
      current_release_date: string;
      generator?: { date?: string; engine: { name: string; version?: string } };
      id: string;
      initial_release_date: string;
      revision_history: CsafRevision[];
      status: 'draft' | 'final' | 'interim';
      version: string;
    };
  };
  product_tree?: CsafProductTree;
  vulnerabilities?: CsafVulnerability[];
}
