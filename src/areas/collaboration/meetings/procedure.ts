import { defineProcedure } from '#engine/define.ts';
import { anyProcedure } from '#engine/procedure.ts';
import { agendaActions } from './agenda-actions.ts';
import { clause, meetingFields, proposedAgendaFields } from './fields.ts';
import { sessionActions } from './session-actions.ts';

/** Facilitate meeting, Security Plan §5 (SEC.9, SM-MTG). */
export const meeting = defineProcedure({
  id: 'meeting',
  version: 1,
  area: 'collaboration',
  clause: 'Security Plan §5',
  referencePrefix: 'MTG',
  // §1.2: the systems in its scope; §1.6: the words.
  applicableDocuments: ['AD3'],
  referenceDocuments: ['RD2'],
  initial: 'requested',
  roles: {
    'taxud-requester': { party: 'central-body' },
    liso: { party: 'central-body' },
    'itsm-security-manager': { party: 'contractor' },
    npm: { party: 'national-administration' },
  },
  openedBy: ['taxud-requester'],
  onOpen: ['invite-parties', 'enter-participants'],
  fields: meetingFields,
  /** What is presented; everybody who takes part reads the files of an agenda once it is proposed (R-MTG-5). */
  evidence: {
    contributedBy: ['npm', 'liso', 'taxud-requester'],
    custodians: ['itsm-security-manager'],
    origin: 'provided',
    retention: 'P10Y',
    clause: clause('2'),
  },
  deliverables: ['set-up-of-meeting', 'meeting-report'],
  states: {
    requested: { kind: 'active', clause: clause('2') },
    'set-up': { kind: 'active', clause: clause('2') },
    'agenda-consultation': { kind: 'active', clause: clause('2') },
    'setup-in-approval': { kind: 'active', clause: clause('3') },
    'setup-approved': { kind: 'active', clause: clause('2') },
    convened: { kind: 'active', clause: clause('2') },
    'in-session': { kind: 'active', clause: clause('2') },
    reporting: { kind: 'active', clause: clause('4.2') },
    'report-in-approval': { kind: 'active', clause: clause('3') },
    closed: { kind: 'final', outcome: 'achieved', clause: clause('4.2') },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause('2') },
  },
  actions: { ...agendaActions, ...sessionActions },
  requests: {
    /** Of LISO and every NPM, to the agenda as it is proposed (R-MTG-3, R-MTG-10, R-MTG-11). */
    agreement: {
      by: ['itsm-security-manager'],
      from: ['agenda-consultation'],
      to: ['liso', 'npm'],
      fields: proposedAgendaFields,
      urgencies: { normal: { answer: 'P10D' }, high: { acknowledge: 'PT4H', answer: 'P2D' } },
      linkFor: ['high'],
      escalateTo: ['npm', 'liso'],
      verified: false,
      hidden: true,
      shown: ['liso'],
      holdsEnd: false,
      agreement: { agree: 'agree', object: 'object' },
      clause: clause('3'),
    },
  },
  handOffs: {
    /** An action point becomes a request in any procedure (H13); LISO answers for those that are still to come. */
    request: {
      to: anyProcedure,
      planned: {
        clause: clause('4.2'),
        within: 'P30D',
        payload: { description: { kind: 'text', required: true, multiline: true } },
      },
      mandatory: false,
      payload: 'action-point-requests',
      acceptedBy: 'liso',
      clause: clause('4.2'),
    },
  },
  deadlines: {
    acceptance: {
      states: ['requested'],
      within: 'P5D',
      remindBefore: ['P2D'],
      escalateTo: ['itsm-security-manager', 'liso'],
      escalateEvery: 'P2D',
      clause: clause('2'),
    },
    agreement: {
      states: ['agenda-consultation'],
      within: 'P10D',
      remindBefore: ['P3D', 'P1D'],
      escalateTo: ['npm', 'liso'],
      escalateEvery: 'P2D',
      clause: clause('3'),
    },
    'set-up-approval': {
      states: ['setup-in-approval'],
      within: 'P5D',
      remindBefore: ['P1D'],
      escalateTo: ['liso'],
      clause: clause('3'),
    },
    report: {
      states: ['reporting'],
      within: 'P10D',
      remindBefore: ['P3D'],
      escalateTo: ['itsm-security-manager', 'liso'],
      escalateEvery: 'P3D',
      clause: clause('4.2'),
    },
    'report-approval': {
      states: ['report-in-approval'],
      within: 'P5D',
      remindBefore: ['P1D'],
      escalateTo: ['liso'],
      clause: clause('3'),
    },
  },
  measures: {
    'request-to-convocation': { from: 'open', to: 'convene', unit: 'days', clause: clause('2') },
    'meeting-to-report': { from: 'end', to: 'closed', unit: 'days', clause: clause('4.2') },
  },
});
