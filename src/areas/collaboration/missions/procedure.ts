import { defineProcedure } from '#engine/define.ts';
import { clause, manager, missionFields } from './fields.ts';
import { laterActions } from './later-actions.ts';
import { missionRequests } from './requests.ts';
import { setUpActions } from './set-up-actions.ts';

const process = clause('2');

const fromMission = {
  within: 'P30D',
  payload: { description: { kind: 'text', required: true, multiline: true } },
} as const;

/** Fact-finding mission, Security Plan §4 (SM-FFM): the controls in place at administrations and their third parties, noted and reported. */
export const factFindingMission = defineProcedure({
  id: 'fact-finding-mission',
  version: 1,
  area: 'collaboration',
  clause: 'Security Plan §4',
  referencePrefix: 'FFM',
  // §1.2: the systems in its scope; §4.1: what asks for missions. §4.2: security controls, as the code of practice has them; §1.6: the words.
  applicableDocuments: ['AD3', 'AD4'],
  referenceDocuments: ['RD1', 'RD2'],
  initial: 'requested',
  roles: {
    'taxud-requester': { party: 'central-body' },
    liso: { party: 'central-body' },
    [manager]: { party: 'contractor' },
    'quality-controller': { party: 'contractor' },
    'csip-manager': { party: 'contractor' },
    npm: { party: 'national-administration' },
    'third-party-contact': { party: 'third-party' },
  },
  openedBy: ['taxud-requester'],
  onOpen: ['join-parties'],
  fields: missionFields,
  deliverables: ['mission-programme', 'mission-report'],
  states: {
    requested: { kind: 'active', clause: process },
    'set-up': { kind: 'active', clause: process },
    'programme-in-approval': { kind: 'active', clause: clause('4.1') },
    collecting: { kind: 'active', clause: process },
    reporting: { kind: 'active', clause: process },
    'report-in-approval': { kind: 'active', clause: clause('4.2') },
    'report-approved': { kind: 'active', clause: process },
    'csip-discussed': { kind: 'active', clause: process },
    closed: { kind: 'final', outcome: 'achieved', clause: process },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: process },
  },
  actions: { ...setUpActions, ...laterActions },
  requests: missionRequests,
  // Supporting documentation of the report: what administrations hand over, and what the mission gathers itself (R-FFM-30).
  evidence: {
    contributedBy: ['npm'],
    custodians: [manager],
    // Nothing is collected before the LISO approved the Mission Programme.
    from: ['collecting', 'reporting', 'report-in-approval', 'report-approved', 'csip-discussed'],
    retention: 'P10Y',
    clause: clause('4.2'),
  },
  handOffs: {
    meeting: {
      to: 'meeting',
      planned: {
        clause: 'Security Plan §5',
        within: 'P30D',
        payload: { purpose: { kind: 'text', required: true, multiline: true } },
      },
      mandatory: false,
      payload: 'meeting',
      clause: process,
    },
    'terms-of-collaboration': {
      to: 'terms-of-collaboration',
      planned: { clause: 'Security Plan §3', ...fromMission },
      mandatory: false,
      payload: 'terms-update',
      acceptedBy: 'taxud-requester',
      clause: process,
    },
    'fact-finding-mission': {
      to: 'fact-finding-mission',
      mandatory: false,
      payload: 'other-mission',
      acceptedBy: 'taxud-requester',
      clause: process,
    },
  },
  deadlines: {
    acceptance: {
      states: ['requested'],
      within: 'P5D',
      remindBefore: ['P2D'],
      escalateTo: [manager, 'liso'],
      escalateEvery: 'P2D',
      clause: process,
    },
    input: {
      states: ['set-up'],
      when: 'input-is-awaited',
      within: 'P5D',
      remindBefore: ['P2D'],
      escalateTo: ['liso'],
      metBy: ['give-input'],
      clause: clause('3'),
    },
    programme: {
      states: ['set-up'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: [manager, 'liso'],
      clause: clause('4.1'),
    },
    'programme-approval': {
      states: ['programme-in-approval'],
      within: 'P10D',
      remindBefore: ['P2D'],
      escalateTo: ['liso'],
      clause: clause('3'),
    },
    collection: {
      states: ['collecting'],
      within: { by: 'time-to-collect' },
      remindBefore: ['P7D', 'P2D'],
      escalateTo: [manager, 'liso'],
      escalateEvery: 'P7D',
      clause: process,
    },
    report: {
      states: ['reporting'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: [manager, 'liso'],
      clause: clause('4.2'),
    },
    'report-approval': {
      states: ['report-in-approval'],
      within: 'P10D',
      remindBefore: ['P2D'],
      escalateTo: ['liso'],
      clause: clause('3'),
    },
    discussion: {
      states: ['report-approved'],
      within: 'P20D',
      remindBefore: ['P5D'],
      escalateTo: ['csip-manager', manager],
      escalateEvery: 'P5D',
      clause: process,
    },
    closing: {
      states: ['csip-discussed'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: [manager],
      clause: process,
    },
  },
  measures: {
    'request-to-programme': {
      from: 'open',
      to: 'approve-programme',
      unit: 'days',
      clause: process,
    },
    'programme-to-report': {
      from: 'approve-programme',
      to: 'approve-report',
      unit: 'days',
      clause: clause('4.2'),
    },
  },
});
