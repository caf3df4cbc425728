import type { Action } from '#engine/life-cycle.ts';
import { clause, material } from './fields.ts';

const contractor = ['itsm-security-manager'];
const negotiating = ['drafting', 'in-review'];
const termsClause = { kind: 'reference', to: 'terms-clauses' } as const;

/** Review and approval: comments and answers per clause and party, agreement of each administration, the two gates of the LISO (R-TOC-8). */
export const negotiationActions = {
  comment: {
    from: negotiating,
    to: 'same',
    by: ['liso', 'npm'],
    clause: clause.roles,
    form: {
      termsClause,
      text: { kind: 'text', required: true, multiline: true },
    },
    effects: ['keep-comment'],
    notify: contractor,
  },
  'answer-comment': {
    from: negotiating,
    to: 'same',
    by: contractor,
    clause: clause.roles,
    form: {
      answered: { kind: 'reference', to: 'clause-comments', required: true, edits: true },
      answer: { kind: 'text', required: true, multiline: true },
    },
    effects: ['keep-answer'],
  },
  'assess-clause': {
    from: negotiating,
    to: 'same',
    by: ['npm', ...contractor],
    clause: clause.deliverable,
    form: {
      termsClause: { ...termsClause, required: true },
      against: {
        kind: 'choice',
        required: true,
        options: ['administration', 'sla-to-central', 'sla-from-central'],
      },
      status: {
        kind: 'choice',
        required: true,
        options: ['compliant', 'partly', 'not-compliant', 'not-applicable'],
      },
      statement: { kind: 'text', multiline: true },
    },
    guards: ['assesses-own-side'],
    effects: ['keep-assessment'],
  },
  'request-changes': {
    from: ['in-review'],
    to: 'drafting',
    by: ['liso', 'npm'],
    clause: clause.process,
    comment: 'required',
    form: { termsClause },
    effects: ['keep-objection'],
    notify: [...contractor, 'liso'],
  },
  agree: {
    from: ['in-review'],
    to: 'same',
    by: ['npm'],
    clause: clause.roles,
    approval: { needed: 'all-parties', roles: ['npm'], material },
    notify: [...contractor, 'liso'],
    primary: true,
  },
  'submit-approval': {
    from: ['in-review'],
    to: 'in-approval',
    by: contractor,
    clause: clause.process,
    guards: ['all-have-agreed', 'plans-are-complete', 'comments-are-answered'],
    notify: ['liso'],
  },
  return: {
    from: ['in-approval'],
    to: 'drafting',
    by: ['liso'],
    clause: clause.process,
    comment: 'required',
    notify: [...contractor, 'npm'],
  },
  approve: {
    from: ['in-approval'],
    to: 'approved',
    by: ['liso'],
    clause: clause.process,
    comment: 'optional',
    notBy: ['submit-approval', 'submit-review', 'draft-clause', 'redraft-clause', 'agree'],
    form: { effectiveFrom: { kind: 'instant' }, validUntil: { kind: 'date' } },
    guards: ['all-have-agreed', 'effect-is-ahead'],
    effects: ['write-version'],
    notify: [...contractor, 'npm', 'taxud-requester'],
    primary: true,
  },
} as const satisfies Record<string, Action>;
