import { defineProcedure } from '#engine/define.ts';
import { draftingActions } from './drafting-actions.ts';
import { clause, planFields, planKindField, proposedTextFields, termsFields } from './fields.ts';
import { forceActions, termsDeadlines } from './force-actions.ts';
import { negotiationActions } from './negotiation-actions.ts';

/**
 * Draft or update the security-related part of Terms of Collaboration, Security Plan §3 (SM-TOC): asked for by the central body, carried
 * out by ITSM Security Management, agreed with each administration, approved by the LISO.
 */
export const termsOfCollaboration = defineProcedure({
  id: 'terms-of-collaboration',
  version: 1,
  area: 'collaboration',
  clause: 'Security Plan §3',
  referencePrefix: 'TOC',
  // §1.2: the systems in its scope; §3.1: what terms define. §3.3: common standards, which are these two; §1.6: the words.
  applicableDocuments: ['AD3', 'AD4'],
  referenceDocuments: ['RD1', 'RD2', 'RD3'],
  initial: 'requested',
  roles: {
    'taxud-requester': { party: 'central-body' },
    liso: { party: 'central-body' },
    'itsm-security-manager': { party: 'contractor' },
    'quality-controller': { party: 'contractor' },
    npm: { party: 'national-administration' },
  },
  openedBy: ['taxud-requester'],
  onOpen: ['join-parties'],
  fields: termsFields,
  states: {
    requested: { kind: 'active', clause: clause.process },
    scoping: { kind: 'active', clause: clause.process },
    drafting: { kind: 'active', clause: clause.process },
    'in-review': { kind: 'active', clause: clause.process },
    'in-approval': { kind: 'active', clause: clause.process },
    approved: { kind: 'active', clause: clause.process },
    'awaiting-effect': { kind: 'waiting', clause: clause.process },
    'in-force': { kind: 'waiting', clause: clause.process },
    ending: { kind: 'waiting', clause: clause.scope },
    superseded: { kind: 'final', outcome: 'achieved', clause: clause.process },
    terminated: { kind: 'final', outcome: 'achieved', clause: clause.scope },
    expired: { kind: 'final', outcome: 'achieved', clause: clause.scope },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause.process },
  },
  actions: { ...draftingActions, ...negotiationActions, ...forceActions },
  requests: {
    plans: {
      by: ['itsm-security-manager', 'liso'],
      from: ['drafting', 'in-review', 'in-force'],
      to: ['npm'],
      fields: planKindField,
      answer: planFields,
      urgencies: { normal: { answer: 'P20D' } },
      escalateTo: ['npm', 'liso'],
      verified: false,
      hidden: true,
      holdsEnd: false,
      onAnswer: 'provide-plan',
      clause: clause.roles,
    },
    /** Of each administration, to the text as it was handed out (R-TOC-12). */
    agreement: {
      by: ['itsm-security-manager', 'liso'],
      from: ['in-review'],
      to: ['npm'],
      fields: proposedTextFields,
      urgencies: { normal: { answer: 'P20D' }, high: { acknowledge: 'PT4H', answer: 'P3D' } },
      linkFor: ['high'],
      escalateTo: ['npm', 'liso'],
      verified: false,
      hidden: true,
      holdsEnd: false,
      agreement: { agree: 'agree', object: 'request-changes' },
      clause: clause.roles,
    },
  },
  // The plans themselves, beside what is said of them.
  evidence: {
    contributedBy: ['npm', 'liso'],
    custodians: ['itsm-security-manager'],
    retention: 'P10Y',
    clause: clause.roles,
  },
  deliverables: ['terms-of-collaboration-security-part'],
  deadlines: termsDeadlines,
  measures: {
    'request-to-force': { from: 'open', to: 'in-force', unit: 'days', clause: clause.process },
    'review-to-approval': {
      from: 'in-review',
      to: 'approved',
      unit: 'days',
      clause: clause.process,
    },
  },
});
