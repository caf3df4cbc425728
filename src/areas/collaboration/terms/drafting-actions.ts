import type { Action } from '#engine/life-cycle.ts';
import { requiredScopeFields } from '../scope.ts';
import {
  clause,
  clauseFields,
  narrowingField,
  omissionFields,
  planFields,
  planKindField,
  slaFields,
} from './fields.ts';

const contractor = ['itsm-security-manager'];
const negotiating = ['drafting', 'in-review'];

/** From the request to a text that is ready for review: scope, parties, clauses, plans, contributions. */
export const draftingActions = {
  accept: {
    from: ['requested'],
    to: 'scoping',
    by: contractor,
    clause: clause.process,
    effects: ['look-up-terms'],
    notify: ['taxud-requester'],
    primary: true,
  },
  'set-scope': {
    from: ['scoping'],
    to: 'drafting',
    by: ['taxud-requester'],
    clause: clause.process,
    form: { ...requiredScopeFields(clause.scope), ...narrowingField },
    guards: ['scope-is-whole'],
    effects: ['look-up-terms', 'invite-administrations', 'ask-plans', 'begin-text'],
    notify: ['npm', ...contractor, 'liso'],
    primary: true,
  },
  'draft-clause': {
    from: ['drafting'],
    to: 'same',
    by: contractor,
    clause: clause.deliverable,
    form: clauseFields,
    guards: ['rule-is-whole'],
    effects: ['add-clause'],
  },
  'redraft-clause': {
    from: ['drafting'],
    to: 'same',
    by: contractor,
    clause: clause.deliverable,
    form: {
      termsClause: { kind: 'reference', to: 'terms-clauses', required: true, edits: true },
      ...clauseFields,
    },
    guards: ['rule-is-whole'],
    effects: ['change-clause'],
  },
  'remove-clause': {
    from: ['drafting'],
    to: 'same',
    by: contractor,
    clause: clause.deliverable,
    comment: 'required',
    form: { termsClause: { kind: 'reference', to: 'terms-clauses', required: true } },
    effects: ['take-clause-out'],
    destructive: true,
  },
  'state-sla-compliance': {
    from: ['drafting'],
    to: 'same',
    by: contractor,
    clause: clause.deliverable,
    form: slaFields,
  },
  contribute: {
    from: negotiating,
    to: 'same',
    by: contractor,
    clause: clause.roles,
    form: {
      subject: { kind: 'text', required: true, max: 200 },
      contribution: { kind: 'text', required: true, multiline: true },
      concerns: { kind: 'reference', to: 'terms-clauses' },
      expert: { kind: 'text', max: 200 },
    },
    effects: ['keep-contribution'],
  },
  'provide-plan': {
    from: 'any-open',
    to: 'same',
    by: 'system',
    clause: clause.roles,
    effects: ['take-plans'],
  },
  'provide-common-plan': {
    from: negotiating,
    to: 'same',
    by: ['liso', 'taxud-requester', ...contractor],
    clause: clause.deliverable,
    form: { ...planKindField, ...planFields },
    guards: ['plan-period-is-sound'],
    effects: ['keep-common-plan'],
  },
  'waive-common-plans': {
    from: negotiating,
    to: 'same',
    by: ['liso'],
    clause: clause.roles,
    comment: 'required',
    effects: ['keep-common-waiver'],
  },
  'submit-review': {
    from: ['drafting'],
    to: 'in-review',
    by: contractor,
    clause: clause.process,
    form: omissionFields,
    guards: ['parts-are-present', 'clauses-name-standards', 'comments-are-answered'],
    effects: ['number-text'],
    notify: ['liso', 'npm'],
    primary: true,
  },
} as const satisfies Record<string, Action>;
