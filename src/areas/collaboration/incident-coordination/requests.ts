import type { RequestKind } from '#engine/request.ts';
import { citation, evidenceKind, manager, process } from './fields.ts';
import { coordinated } from './intake-actions.ts';

const text = { kind: 'text', multiline: true } as const;

/** What NISOs are asked for; default 2 working days, which the plan does not set. */
export const evidence: RequestKind = {
  by: [manager],
  from: ['awaiting-niso'],
  to: ['niso', 'lsa'],
  fields: evidenceKind,
  answer: {
    information: { ...text, required: true, clause: process },
    extracts: {
      kind: 'rows',
      max: 100,
      fields: {
        kind: { kind: 'choice', required: true, options: ['e-mail', 'log', 'other'] },
        at: { kind: 'instant', required: true },
        from: { kind: 'text', required: true, max: 300 },
        subject: { kind: 'text', required: true, max: 300 },
        excerpt: { ...text, required: true },
        ...citation,
      },
    },
  },
  urgencies: {
    immediate: { acknowledge: 'PT30M', answer: 'PT4H' },
    high: { acknowledge: 'PT2H', answer: 'P1D' },
    normal: { answer: 'P2D' },
  },
  linkFor: ['immediate', 'high'],
  escalateTo: ['npm', 'liso'],
  escalateTogether: true,
  verified: false,
  hidden: true,
  holdsEnd: true,
  onAnswer: 'take-answer',
  onAllAnswered: 'evidence-provided',
  onOverdue: 'evidence-overdue',
  clause: process,
};

/** Emergency actions by system, impact and urgency, whatever the impact decision (R-INC-7, R-INC-9, R-INC-18). */
export const emergencyAction: RequestKind = {
  by: [manager, 'niso'],
  from: coordinated,
  to: ['itsm-security-officer', 'niso'],
  fields: {
    system: { kind: 'reference', to: 'systems', required: true, clause: process },
    impact: { kind: 'text', required: true, max: 1000, clause: process },
  },
  answer: {
    done: { ...text, required: true },
    doneAt: { kind: 'instant', required: true },
    evidence: text,
  },
  urgencies: {
    immediate: { acknowledge: 'PT30M', answer: 'PT4H' },
    high: { acknowledge: 'PT2H', answer: 'P1D' },
    normal: { acknowledge: 'PT8H', answer: 'P3D' },
  },
  linkFor: ['immediate', 'high'],
  escalateTo: ['npm', 'liso'],
  verified: true,
  hidden: true,
  holdsEnd: true,
  clause: process,
};
