import { defineProcedure } from '#engine/define.ts';
import type { Action } from '#engine/life-cycle.ts';
import { clause, keepers } from '../fields.ts';
import { specificationFields } from './fields.ts';

const managers = ['management', 'operations-management'] as const;

const specificationActions = {
  'put-in-force': {
    from: ['drafting'],
    to: 'in-force',
    by: keepers,
    clause: clause('a'),
    guards: ['document-is-distributed'],
    effects: ['keep-document', 'clear-review'],
    notify: managers,
    primary: true,
  },
  'review-due': {
    from: ['in-force'],
    to: 'in-review',
    by: 'timer',
    clause: clause('e'),
    notify: keepers,
  },
  'review-now': {
    from: ['in-force'],
    to: 'in-review',
    by: keepers,
    clause: clause('e'),
    comment: 'required',
    notify: keepers,
  },
  /** An event taught something: the specification is looked at again, without waiting for its day. */
  'raise-review': {
    from: ['in-force'],
    to: 'in-review',
    by: 'system',
    clause: clause('e'),
    form: { lesson: { kind: 'text', required: true, multiline: true } },
    effects: ['keep-lesson'],
    notify: keepers,
  },
  'add-lesson': {
    from: ['in-review', 'drafting'],
    to: 'same',
    by: 'system',
    clause: clause('e'),
    form: { lesson: { kind: 'text', required: true, multiline: true } },
    effects: ['keep-lesson'],
    notify: keepers,
  },
  'keep-as-it-is': {
    from: ['in-review'],
    to: 'in-force',
    by: keepers,
    clause: clause('e'),
    comment: 'required',
    guards: ['lessons-are-answered'],
    effects: ['keep-review', 'clear-review'],
    primary: true,
  },
  revise: {
    from: ['in-review'],
    to: 'drafting',
    by: keepers,
    clause: clause('e'),
    form: { reviewFindings: { kind: 'text', required: true, multiline: true } },
    effects: ['keep-review'],
  },
  replace: {
    from: ['in-force', 'in-review'],
    to: 'replaced',
    by: keepers,
    clause: clause('e'),
    comment: 'required',
    notify: managers,
  },
  withdraw: {
    from: ['drafting', 'in-force', 'in-review'],
    to: 'withdrawn',
    by: keepers,
    clause: clause('e'),
    comment: 'required',
    destructive: true,
    notify: managers,
  },
} as const satisfies Record<string, Action>;

/** A specification or procedure of data leakage management with the life of a document, X.1052 §12.2.8 a, c, e (SM-DL, SM-DOC). */
export const leakageSpecification = defineProcedure({
  id: 'leakage-specification',
  version: 1,
  area: 'operations',
  activity: 'data-leakage',
  clause: 'X.1052 §12.2.8 a',
  referencePrefix: 'DLS',
  initial: 'drafting',
  roles: {
    'security-manager': { party: 'operations' },
    'data-protection-officer': { party: 'operations' },
    'operations-management': { party: 'management' },
    management: { party: 'management' },
  },
  openedBy: keepers,
  fields: specificationFields,
  deliverables: ['leakage-specification'],
  states: {
    drafting: { kind: 'active', clause: clause('a') },
    'in-force': { kind: 'waiting', clause: clause('a') },
    'in-review': { kind: 'active', clause: clause('e') },
    replaced: { kind: 'final', outcome: 'achieved', clause: clause('e') },
    withdrawn: { kind: 'final', outcome: 'not-achieved', clause: clause('e') },
  },
  actions: specificationActions,
  deadlines: {
    draft: {
      states: ['drafting'],
      within: 'P60D',
      remindBefore: ['P14D'],
      escalateTo: keepers,
      escalateEvery: 'P14D',
      clause: clause('a'),
    },
    review: {
      states: ['in-force'],
      within: { by: 'time-to-review' },
      remindBefore: ['P30D', 'P7D'],
      escalateTo: keepers,
      action: 'review-due',
      clause: clause('e'),
    },
    reviewing: {
      states: ['in-review'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: ['security-manager', 'operations-management', 'management'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
  },
  measures: {
    'draft-to-force': { from: 'drafting', to: 'in-force', unit: 'days', clause: clause('a') },
  },
});
