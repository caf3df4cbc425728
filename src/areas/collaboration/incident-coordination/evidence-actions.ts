import type { Action } from '#engine/life-cycle.ts';
import { citation, evidenceKind, exhibitFields, manager, process } from './fields.ts';
import { coordinated } from './intake-actions.ts';

const text = { kind: 'text', required: true, multiline: true } as const;

/** Information and evidence: asked for, given, checked for consistency, in as many rounds as it takes (R-INC-4 to R-INC-6). */
export const evidenceActions = {
  'note-analysis': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: process,
    form: { analysis: text },
    effects: ['keep-analysis'],
  },
  'request-evidence': {
    from: ['analysing'],
    to: 'awaiting-niso',
    by: [manager],
    clause: process,
    form: {
      subject: { kind: 'text', required: true, max: 200 },
      items: text,
      urgency: { kind: 'choice', required: true, options: ['immediate', 'high', 'normal'] },
      ...evidenceKind,
      administrations: { kind: 'references', to: 'organisations' },
    },
    guards: ['report-is-analysed'],
    effects: ['send-evidence-request'],
    primary: true,
  },
  'take-answer': {
    from: ['awaiting-niso'],
    to: 'same',
    by: 'system',
    clause: process,
    effects: ['keep-answers'],
    notify: [manager],
  },
  'evidence-provided': {
    from: ['awaiting-niso'],
    to: 'evidence-analysis',
    by: 'system',
    clause: process,
    notify: [manager],
  },
  /** NPM and LISO are told by the request itself: those of the administration that owes it, and after whoever stands in. */
  'evidence-overdue': {
    from: ['awaiting-niso'],
    to: 'same',
    by: 'system',
    clause: 'Security Plan §6.2, default',
    notify: [manager],
  },
  inconsistent: {
    from: ['evidence-analysis'],
    to: 'analysing',
    by: [manager],
    clause: process,
    form: { analysis: text },
    effects: ['keep-inconsistency'],
  },
  consistent: {
    from: ['evidence-analysis'],
    to: 'impact-decided',
    by: [manager],
    clause: process,
    form: { analysis: text },
    effects: ['keep-consistency'],
    primary: true,
  },
  'give-evidence': {
    from: coordinated,
    to: 'same',
    by: ['niso', 'lsa', manager],
    clause: process,
    form: { ...exhibitFields, analysis: { kind: 'text', multiline: true } },
    effects: ['keep-exhibit'],
    notify: [manager],
  },
  'analyse-exhibit': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: 'Security Plan §6.4.1, Table 8, 3.1, 3.2',
    form: {
      exhibit: { kind: 'reference', to: 'incident-exhibits', required: true, edits: true },
      analysis: text,
      ...citation,
    },
    effects: ['keep-exhibit-analysis'],
  },
} as const satisfies Record<string, Action>;
