import { defineProcedure } from '#engine/define.ts';
import type { Action } from '#engine/life-cycle.ts';
import { clause, eventFields, judged, keepers } from './fields.ts';

const { classification, operation, conditionsKept, personalData, peopleConcerned } = judged;

const eventActions = {
  confirm: {
    from: ['detected'],
    to: 'confirmed',
    by: ['security-manager', 'isirt'],
    clause: clause('d'),
    form: {
      classification: { ...classification, required: true },
      operation: { ...operation, required: true },
      conditionsKept,
      personalData: { ...personalData, required: true },
      peopleConcerned,
      assessment: { kind: 'text', required: true, multiline: true },
    },
    guards: ['conditions-are-judged'],
    effects: ['name-the-rule'],
    handOffs: ['incident', 'notification'],
    notify: ['security-manager', 'data-protection-officer'],
    primary: true,
  },
  dismiss: {
    from: ['detected'],
    to: 'false-positive',
    by: ['security-manager', 'isirt'],
    clause: clause('d'),
    comment: 'required',
    notify: ['security-manager'],
  },
  'take-result': {
    from: ['confirmed'],
    to: 'same',
    by: 'system',
    clause: clause('d'),
    form: {
      outcome: { kind: 'choice', required: true, options: ['achieved', 'not-achieved'] },
      status: { kind: 'text', multiline: true },
    },
    notify: ['security-manager'],
  },
  close: {
    from: ['confirmed'],
    to: 'closed',
    by: ['security-manager'],
    clause: clause('e'),
    form: {
      lesson: { kind: 'text', required: true, multiline: true },
      specification: { kind: 'reference', to: 'cases', procedure: 'leakage-specification' },
    },
    notify: keepers,
    primary: true,
  },
} as const satisfies Record<string, Action>;

/** An event at an interface or boundary where data leave, X.1052 §12.2.8 d (SM-DL): judged, handed over, learnt from. */
export const dataLeakage = defineProcedure({
  id: 'data-leakage',
  version: 1,
  area: 'operations',
  activity: 'data-leakage',
  category: 'monitoring',
  clause: 'X.1052 §12.2.8',
  initial: 'detected',
  roles: {
    'any-member': { party: 'operations' },
    isirt: { party: 'response-team' },
    'security-manager': { party: 'operations' },
    'data-protection-officer': { party: 'operations' },
  },
  openedBy: ['any-member'],
  onOpen: ['name-the-rule'],
  fields: eventFields,
  states: {
    detected: { kind: 'active', clause: clause('d') },
    confirmed: { kind: 'active', clause: clause('d') },
    closed: { kind: 'final', outcome: 'achieved', clause: clause('e') },
    'false-positive': { kind: 'final', outcome: 'not-achieved', clause: clause('d') },
  },
  actions: eventActions,
  handOffs: {
    incident: {
      to: 'incident',
      planned: {
        clause: 'X.1052 §13.2',
        within: 'P1D',
        payload: {
          summary: { kind: 'text', required: true, multiline: true },
          rule: { kind: 'reference', to: 'handling-rules' },
          classification,
          occurredAt: { kind: 'instant' },
        },
      },
      mandatory: true,
      payload: 'incident',
      onReturn: 'take-result',
      acceptedBy: 'isirt',
      clause: clause('d'),
    },
    notification: {
      to: 'notification',
      planned: {
        clause: 'Regulation (EU) 2016/679 Art. 33; Regulation (EU) 2018/1725 Art. 34',
        // 72 hours from becoming aware of it.
        within: 'PT72H',
        payload: {
          summary: { kind: 'text', required: true, multiline: true },
          peopleConcerned,
          awareAt: { kind: 'instant', required: true },
        },
      },
      mandatory: { when: 'personal-data-is-concerned' },
      payload: 'notification',
      onReturn: 'take-result',
      acceptedBy: 'data-protection-officer',
      clause: 'X.1052 §12.2.8 d',
    },
  },
  deadlines: {
    judgement: {
      states: ['detected'],
      within: 'P1D',
      escalateTo: ['security-manager', 'data-protection-officer'],
      escalateEvery: 'P1D',
      clause: clause('d'),
    },
    conclusion: {
      states: ['confirmed'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: ['security-manager'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
  },
  duties: {
    'look-at-interface': {
      every: 'P1M',
      role: 'security-manager',
      forEach: 'monitored-interfaces',
      clause: clause('d'),
    },
  },
  measures: {
    'detection-to-judgement': {
      from: 'detected',
      to: 'confirmed',
      unit: 'hours',
      clause: clause('d'),
    },
  },
});
