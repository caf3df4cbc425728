import type { Fields } from '#engine/fields.ts';
import { weekdays } from '#engine/office-hours.ts';
import { openScopeFields } from '../scope.ts';
import {
  evidenceKinds,
  labelLevels,
  parts,
  partyKinds,
  planKinds,
  type RuleKind,
  raciParties,
  ruleKinds,
  termsEvents,
  timedActs,
  tlpLevels,
} from './choices.ts';

/** Clauses of the Security Plan §3. */
export const clause = {
  scope: 'Security Plan §3.1',
  process: 'Security Plan §3.2',
  roles: 'Security Plan §3.3',
  deliverable: 'Security Plan §3.4',
} as const;

const timeOfDay = '^([01]\\d|2[0-3]):[0-5]\\d$';

/** What a clause has only as one of these kinds of rule; the same rule as a guard is `isWholeRule`. */
const ofKind = (...kinds: RuleKind[]) => ({ field: 'ruleKind', is: kinds });
const betweenTwo = ['tells', 'evidence', 'ceiling', 'deadline'] as const;
const ofOffice = { field: 'contactHours', is: ['office-hours'] };

/** What a clause says, and the part of it that the product acts on. */
export const clauseFields = {
  part: {
    kind: 'choice',
    required: true,
    options: parts,
    list: true,
    filter: true,
    clause: clause.deliverable,
  },
  title: { kind: 'text', required: true, max: 200, list: true, search: true },
  text: { kind: 'text', required: true, multiline: true, search: true },
  standard: { kind: 'reference', to: 'common-standards', list: true, clause: clause.roles },
  responsible: { kind: 'choices', options: raciParties },
  accountable: { kind: 'choices', options: raciParties },
  consulted: { kind: 'choices', options: raciParties },
  informed: { kind: 'choices', options: raciParties },
  ruleKind: { kind: 'choice', options: ruleKinds, list: true, filter: true },
  ruling: { kind: 'choice', options: ['allow', 'forbid'], when: ofKind('tells', 'evidence') },
  event: { kind: 'choice', options: termsEvents, when: ofKind('tells') },
  evidence: { kind: 'choices', options: evidenceKinds, when: ofKind('evidence') },
  fromKind: { kind: 'choice', options: partyKinds, when: ofKind(...betweenTwo) },
  fromOrganisations: { kind: 'references', to: 'organisations', when: ofKind(...betweenTwo) },
  toKind: { kind: 'choice', options: partyKinds, when: ofKind(...ruleKinds) },
  toOrganisations: { kind: 'references', to: 'organisations', when: ofKind(...ruleKinds) },
  maximumTlp: { kind: 'choice', options: tlpLevels, when: ofKind('ceiling') },
  maximumLabel: { kind: 'choice', options: labelLevels, when: ofKind('ceiling') },
  timedAct: { kind: 'choice', options: timedActs, when: ofKind('deadline') },
  urgency: { kind: 'choice', options: ['normal', 'urgent'], when: ofKind('deadline') },
  within: { kind: 'duration', when: ofKind('deadline', 'contact') },
  contactRole: { kind: 'text', of: 'role', max: 60, when: ofKind('contact') },
  contactHours: {
    kind: 'choice',
    options: ['office-hours', 'around-the-clock'],
    when: ofKind('contact'),
  },
  // When the office of a contact is open; what is left out is as `usualOffice` has it.
  workdays: { kind: 'choices', options: weekdays, when: ofOffice },
  opensAt: { kind: 'text', max: 5, pattern: timeOfDay, when: ofOffice },
  closesAt: { kind: 'text', max: 5, pattern: timeOfDay, when: ofOffice },
  zone: {
    kind: 'text',
    max: 60,
    pattern: '^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)*$',
    when: ofOffice,
  },
} as const satisfies Fields;

/** A plan in effect in somebody's environment. */
export const planFields = {
  planTitle: { kind: 'text', required: true, max: 300 },
  planEdition: { kind: 'text', required: true, max: 40 },
  planFrom: { kind: 'date', required: true },
  planTo: { kind: 'date', required: true },
  planPlace: { kind: 'text', required: true, max: 300 },
} as const satisfies Fields;

export const planKindField = {
  plan: { kind: 'choice', required: true, options: planKinds, clause: clause.roles },
} as const satisfies Fields;

/** How soon each administration is to say whether it agrees; absent: in the ordinary time. */
export const urgencyField = {
  urgency: { kind: 'choice', options: ['normal', 'high'], clause: clause.process },
} as const satisfies Fields;

/** The text that agreement is asked for. */
export const proposedTextFields = {
  textRevision: { kind: 'integer', min: 1, required: true },
  textDigest: { kind: 'text', max: 64, required: true },
} as const satisfies Fields;

/** Why somebody or something that the terms before concerned drops out of these; asked for where that is so. */
export const narrowingField = {
  narrowingReason: { kind: 'text', multiline: true, max: 2000, clause: clause.process },
} as const satisfies Fields;

const compliance = { kind: 'choice', options: ['compliant', 'partly', 'not-compliant'] } as const;

/** Section 2: one agreement on service levels in each direction, and whether the terms comply with it (R-TOC-21). */
export const slaFields = {
  slaToCentral: { kind: 'text', max: 200, clause: clause.deliverable },
  slaToCentralCompliance: compliance,
  slaToCentralStatement: { kind: 'text', multiline: true },
  slaFromCentral: { kind: 'text', max: 200, clause: clause.deliverable },
  slaFromCentralCompliance: compliance,
  slaFromCentralStatement: { kind: 'text', multiline: true },
} as const satisfies Fields;

/** Parts left out of this text, agreed by the LISO, the administrations and the contractor with the text itself (R-TOC-19). */
export const omissionFields = {
  omittedParts: { kind: 'choices', options: parts, clause: clause.deliverable },
  omissionReason: { kind: 'text', multiline: true },
} as const satisfies Fields;

/**
 * Fields of a case. Every party sees them: what one administration gives stands in registers of the case, never here.
 */
export const termsFields = {
  description: { kind: 'text', multiline: true, clause: clause.process },
  kind: { kind: 'choice', options: ['create', 'update'], computed: true, clause: clause.process },
  updates: {
    kind: 'reference',
    to: 'cases',
    procedure: 'terms-of-collaboration',
    computed: true,
    clause: clause.process,
  },
  ...openScopeFields(clause.scope),
  ...narrowingField,
  /** Where the whole Terms of Collaboration are, of which this is the security-related part (R-TOC-2). */
  wholeDocument: { kind: 'text', max: 300, clause: clause.scope },
  ...slaFields,
  ...omissionFields,
  commonPlansWaived: { kind: 'text', computed: true, multiline: true },
  textDigest: { kind: 'text', computed: true, max: 64 },
  textRevision: { kind: 'integer', computed: true, min: 0 },
  effectiveFrom: { kind: 'instant', clause: clause.process },
  validUntil: { kind: 'date' },
  reviewFallenDue: { kind: 'instant', computed: true },
  endsOn: { kind: 'date' },
} as const satisfies Fields;

/** What an agreement and an approval are bound to: scope, text with its clauses, and what was left out of it. */
export const material = [
  'communities',
  'threads',
  'memberStates',
  'omittedParts',
  'slaToCentral',
  'slaToCentralCompliance',
  'slaToCentralStatement',
  'slaFromCentral',
  'slaFromCentralCompliance',
  'slaFromCentralStatement',
  'textDigest',
] as const;
