import type { Action } from '#engine/life-cycle.ts';
import {
  findingFields,
  gapFields,
  incidentFields,
  instants,
  manager,
  recommendationFields,
  report,
  timelineFields,
} from './fields.ts';
import { coordinated } from './intake-actions.ts';

const table8 = (part: string) => `Security Plan §6.4.1, Table 8, ${part}`;

/** What the Security Incident Report is filled from, its way with the case, and the end. */
export const reportActions = {
  'add-event': {
    from: coordinated,
    to: 'same',
    by: [manager, 'service-desk', 'niso'],
    clause: table8('3.3'),
    form: timelineFields,
    guards: ['zone-is-known'],
    effects: ['keep-event'],
  },
  'set-instants': {
    from: coordinated,
    to: 'same',
    by: [manager, 'service-desk'],
    clause: table8('3.3'),
    form: {
      ...instants,
      containedAt: incidentFields.containedAt,
      resolvedAt: incidentFields.resolvedAt,
      recoveredAt: incidentFields.recoveredAt,
    },
    guards: ['instants-are-in-order'],
  },
  'record-finding': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: report,
    form: findingFields,
    effects: ['keep-finding'],
  },
  'record-gap': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: table8('3.4.1'),
    form: gapFields,
    effects: ['keep-gap'],
  },
  recommend: {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: table8('4'),
    form: recommendationFields,
    effects: ['keep-recommendation'],
  },
  'hand-over': {
    from: ['sir-delivered', 'resolution'],
    to: 'same',
    by: [manager],
    clause: table8('3.4.1, 4'),
    guards: ['something-is-to-hand-over'],
    handOffs: ['policy', 'improvement', 'change', 'configuration'],
    effects: ['mark-handed-over'],
  },
  /** What the incident taught that others should be warned of (H15): not each incident does. */
  warn: {
    from: coordinated,
    to: 'same',
    by: [manager, 'liso'],
    clause: 'X.1052 §12.2.1 a',
    form: { warning: { kind: 'text', required: true, multiline: true } },
    handOffs: ['warning'],
    notify: ['liso'],
  },
  'take-result': {
    from: 'any-open',
    to: 'same',
    by: 'system',
    clause: 'Security Plan §6.2',
    form: { outcome: { kind: 'choice', required: true, options: ['achieved', 'not-achieved'] } },
    notify: [manager],
  },
  'report-submitted': {
    from: ['sir-drafting'],
    to: 'sir-qc',
    by: 'system',
    clause: report,
    notify: ['quality-controller', manager],
  },
  'report-returned': {
    from: ['sir-qc'],
    to: 'sir-drafting',
    by: 'system',
    clause: report,
    notify: [manager],
  },
  'report-delivered': {
    from: ['sir-qc'],
    to: 'sir-delivered',
    by: 'system',
    clause: report,
    notify: ['liso', 'niso'],
  },
  close: {
    from: ['sir-delivered', 'resolution'],
    to: 'closed',
    by: [manager],
    clause: 'Security Plan §6.2',
    guards: [
      'high-impact-has-its-report',
      'recovery-time-is-set',
      'recommendations-are-handed-over',
      'lessons-are-recorded',
    ],
    notify: ['niso', 'npm', 'liso', 'service-desk'],
    primary: true,
  },
  reopen: {
    from: ['closed'],
    to: 'analysing',
    by: [manager],
    clause: 'Security Plan §6.2',
    comment: 'required',
    notify: ['niso', 'liso'],
  },
} as const satisfies Record<string, Action>;
