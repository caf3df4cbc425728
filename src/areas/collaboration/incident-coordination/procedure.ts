import { defineProcedure } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import { evidenceActions } from './evidence-actions.ts';
import { incidentFields, manager, process, report } from './fields.ts';
import { impactActions } from './impact-actions.ts';
import { intakeActions, sinceRegistration } from './intake-actions.ts';
import { reportActions } from './report-actions.ts';
import { emergencyAction, evidence } from './requests.ts';

const text = { kind: 'text', required: true, multiline: true } as const;
const planned = (clause: string, payload: Fields) => ({ clause, payload, within: 'P30D' }) as const;

/** Coordination of security incidents, SEC.11 of the Security Plan §6 (SM-INC). */
export const incidentCoordination = defineProcedure({
  id: 'incident-coordination',
  version: 1,
  area: 'collaboration',
  category: 'incident-management',
  clause: 'Security Plan §6',
  referencePrefix: 'INC',
  // §6.2: where incidents come from; §1.2: the systems in its scope. §1.6: the words.
  applicableDocuments: ['AD2', 'AD3'],
  referenceDocuments: ['RD2'],
  initial: 'received',
  roles: {
    'service-desk': { party: 'contractor' },
    'itsm-security-manager': { party: 'contractor' },
    'itsm-security-officer': { party: 'contractor' },
    'application-management': { party: 'contractor' },
    'quality-controller': { party: 'contractor' },
    'csip-manager': { party: 'contractor' },
    liso: { party: 'central-body' },
    niso: { party: 'national-administration' },
    npm: { party: 'national-administration' },
    lsa: { party: 'national-administration' },
  },
  openedBy: ['service-desk', manager, 'niso', 'liso'],
  onOpen: ['take-in-contractor', 'keep-reception'],
  fields: incidentFields,
  deliverables: ['security-incident-report'],
  requests: { evidence, 'emergency-action': emergencyAction },
  evidence: {
    contributedBy: ['niso', 'lsa', 'service-desk'],
    custodians: ['itsm-security-manager'],
    retention: 'P5Y',
    clause: process,
  },
  states: {
    received: { kind: 'active', clause: process },
    triage: { kind: 'active', clause: 'Security Plan §6.1' },
    analysing: { kind: 'active', clause: process },
    'awaiting-niso': { kind: 'waiting', clause: process },
    'evidence-analysis': { kind: 'active', clause: process },
    'impact-decided': { kind: 'active', clause: process },
    'sir-drafting': { kind: 'active', clause: report },
    'sir-qc': { kind: 'waiting', clause: report },
    'sir-delivered': { kind: 'active', clause: report },
    resolution: { kind: 'active', clause: process },
    closed: { kind: 'final', outcome: 'achieved', clause: process },
    'closed-out-of-scope': {
      kind: 'final',
      outcome: 'not-achieved',
      clause: 'Security Plan §6.1',
    },
  },
  actions: { ...intakeActions, ...evidenceActions, ...impactActions, ...reportActions },
  handOffs: {
    warning: {
      to: 'early-warning',
      mandatory: false,
      payload: 'early-warnings',
      onReturn: 'take-result',
      clause: 'X.1052 §12.2.1 a',
    },
    notification: {
      to: 'notification',
      planned: planned('Security Plan §6.2, H38', {
        pack: { kind: 'choice', required: true, options: ['EUIBA', 'NIS2', 'UCC-ES'] },
        summary: text,
        detectedAt: { kind: 'instant' },
      }),
      mandatory: { when: 'notification-may-be-due' },
      payload: 'notification-candidates',
      onReturn: 'take-result',
      acceptedBy: 'liso',
      clause: 'Security Plan §6.2, H38',
    },
    policy: {
      to: 'policy',
      planned: planned('X.1052 §7.2 a', {
        requirement: text,
        deviation: { ...text, required: false },
      }),
      mandatory: false,
      payload: 'policy-requirements',
      onReturn: 'take-result',
      acceptedBy: 'liso',
      clause: 'Security Plan §6.4.1, Table 8, 3.4.1',
    },
    improvement: {
      to: 'improvement',
      planned: planned('Security Plan §6.4.1, Table 8, 4', { improvement: text }),
      mandatory: false,
      payload: 'improvements',
      onReturn: 'take-result',
      acceptedBy: 'csip-manager',
      clause: 'Security Plan §6.4.1, Table 8, 4',
    },
    change: {
      to: 'change',
      mandatory: false,
      payload: 'change-requests',
      onReturn: 'take-result',
      clause: 'Security Plan §6.4.1, Table 8, 4',
    },
    configuration: {
      to: 'configuration',
      planned: planned('X.1052 §12.2.2 a', { requirement: text }),
      mandatory: false,
      payload: 'configuration-items',
      onReturn: 'take-result',
      acceptedBy: 'configuration-manager',
      clause: 'Security Plan §6.4.1, Table 8, 4',
    },
  },
  deadlines: {
    triage: {
      states: ['received', 'triage'],
      within: 'P1D',
      escalateTo: [manager, 'liso'],
      escalateEvery: 'P1D',
      clause: 'Security Plan §6.2, default',
    },
    'service-desk-solution': {
      states: sinceRegistration,
      when: 'two-hours-count',
      within: 'PT2H',
      remindBefore: ['PT30M'],
      escalateTo: [],
      action: 'assign-to-application-management',
      metBy: ['record-solution'],
      clause: 'Security Plan §6.2, AD2 Annex 12',
    },
    analysis: {
      states: ['analysing', 'evidence-analysis', 'impact-decided'],
      within: 'P5D',
      escalateTo: [manager, 'liso'],
      escalateEvery: 'P2D',
      clause: 'Security Plan §6.2, default',
    },
    'security-incident-report': {
      states: ['sir-drafting', 'sir-qc'],
      within: 'P14D',
      remindBefore: ['P2D'],
      escalateTo: [manager, 'liso'],
      escalateEvery: 'P2D',
      clause: 'Security Plan §6.4.1, default',
    },
    closure: {
      states: ['sir-delivered', 'resolution'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: [manager, 'liso'],
      escalateEvery: 'P7D',
      clause: 'Security Plan §6.2, default',
    },
  },
  measures: {
    'report-to-registration': { from: 'open', to: 'register', unit: 'hours', clause: process },
    'registration-to-decision': {
      from: 'register',
      to: 'consistent',
      unit: 'hours',
      clause: process,
    },
    'report-to-end': { from: 'open', to: 'closed', unit: 'days', clause: process },
  },
});
