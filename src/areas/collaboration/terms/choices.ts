/** The parts of the security-related part of Terms of Collaboration, in the order of the Security Plan §3.4 (R-TOC-20 to 23). */
export const parts = [
  'roles',
  'sla',
  'plans',
  'risk-management',
  'security-controls',
  'awareness',
  'best-practice',
] as const;
export type Part = (typeof parts)[number];

/** Number of each part in the document: section 4 has four mandatory subsections. */
export const partNumbers: Readonly<Record<Part, string>> = {
  roles: '1',
  sla: '2',
  plans: '3',
  'risk-management': '4.1',
  'security-controls': '4.2',
  awareness: '4.3',
  'best-practice': '4.4',
};

/** Plans that each administration and the Common Domain have in effect (R-TOC-15, R-TOC-22). */
export const planKinds = ['capacity', 'continuity', 'availability', 'security'] as const;
export type PlanKind = (typeof planKinds)[number];

/** What a clause rules, where the product can act on it. */
export const ruleKinds = ['tells', 'evidence', 'ceiling', 'deadline', 'contact'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** Events of which a clause says who is told. */
export const termsEvents = ['incident-common-domain', 'early-warning', 'mission-findings'] as const;
export type TermsEvent = (typeof termsEvents)[number];

/** What may be asked for as evidence. */
export const evidenceKinds = [
  'log',
  'e-mail',
  'interview-minutes',
  'questionnaire',
  'screenshot',
  'image',
  'configuration',
  'other',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Whom a clause speaks of: a kind of party, or everybody bound by the terms. */
export const partyKinds = ['any', 'central-body', 'contractor', 'national-administration'] as const;
export type PartyKind = (typeof partyKinds)[number];

export const tlpLevels = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export type Tlp = (typeof tlpLevels)[number];

export const labelLevels = ['PUBLIC', 'LIMITED', 'SENSITIVE'] as const;
export type Label = (typeof labelLevels)[number];

/** What a deadline is for. */
export const timedActs = ['evidence-answer', 'incident-notice', 'acknowledgement'] as const;
export type TimedAct = (typeof timedActs)[number];

/** Who answers for what in section 1 (RACI). */
export const raciParties = ['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa'] as const;
