import type { Action } from '#engine/life-cycle.ts';
import { clause, requestFields, reviewForm } from './fields.ts';

const authoriser = ['remote-access-authoriser'] as const;
const administrator = ['remote-access-administrator'] as const;

/** From the request to the decision (X.1052 §12.2.6 b, c). */
export const requestActions = {
  'revise-request': {
    from: ['requested'],
    to: 'requested',
    by: ['any-member'],
    clause: clause('b'),
    form: requestFields,
    guards: ['is-the-requester'],
    effects: ['close-round', 'list-rules'],
    notify: authoriser,
  },
  authorise: {
    from: ['requested'],
    to: 'authorised',
    by: authoriser,
    clause: clause('c'),
    primary: true,
    comment: 'optional',
    guards: [
      'not-the-user',
      'rules-are-in-force',
      'every-rule-is-checked',
      'every-rule-is-satisfied',
      'period-is-in-order',
      'period-is-ahead',
      'maximum-is-set',
      'period-is-within-maximum',
      'agreement-is-valid',
    ],
    notBy: ['open', 'revise-request'],
    approval: { needed: 1, roles: authoriser, material: Object.keys(requestFields) },
    effects: ['close-round'],
    notify: administrator,
  },
  refuse: {
    from: ['requested'],
    to: 'refused',
    by: authoriser,
    clause: clause('c'),
    comment: 'required',
    destructive: true,
    notBy: ['open', 'revise-request'],
    effects: ['close-round'],
  },
  withdraw: {
    from: ['requested', 'authorised'],
    to: 'withdrawn',
    by: ['any-member'],
    clause: clause('b'),
    comment: 'required',
    destructive: true,
    guards: ['is-the-requester'],
    notify: [...authoriser, ...administrator],
  },
} as const satisfies Record<string, Action>;

/** From the provision to the end, watched meanwhile (X.1052 §12.2.6 d, e). */
export const accessActions = {
  provision: {
    from: ['authorised'],
    to: 'active',
    by: administrator,
    clause: clause('d'),
    primary: true,
    form: {
      measures: { kind: 'text', required: true, multiline: true, max: 2000, clause: clause('d') },
    },
    guards: ['period-is-ahead', 'agreement-is-valid'],
    notBy: ['authorise'],
    effects: ['keep-provision'],
    notify: authoriser,
  },
  review: {
    from: ['active'],
    to: 'active',
    by: authoriser,
    clause: clause('e'),
    primary: true,
    form: reviewForm,
    guards: ['not-the-user', 'review-is-in-order', 'abnormal-records-are-judged'],
    effects: ['keep-review'],
  },
  'report-abnormal': {
    from: ['active'],
    to: 'suspended',
    by: authoriser,
    clause: clause('e'),
    form: {
      ...reviewForm,
      abnormality: {
        kind: 'text',
        required: true,
        multiline: true,
        max: 5000,
        clause: clause('e'),
      },
    },
    guards: ['not-the-user', 'review-is-in-order'],
    effects: ['keep-abnormal-review', 'report-records'],
    handOffs: ['incident'],
    notify: [...administrator, 'isirt'],
  },
  resume: {
    from: ['suspended'],
    to: 'active',
    by: authoriser,
    clause: clause('e'),
    comment: 'required',
    primary: true,
    guards: ['not-the-user', 'period-is-ahead', 'agreement-is-valid'],
    notify: administrator,
  },
  revoke: {
    from: ['authorised', 'active', 'suspended'],
    to: 'closed',
    by: authoriser,
    clause: clause('d'),
    comment: 'required',
    destructive: true,
    effects: ['ask-for-removal'],
    notify: administrator,
  },
  expire: {
    from: ['authorised', 'active', 'suspended'],
    to: 'closed',
    by: 'timer',
    clause: clause('d'),
    effects: ['ask-for-removal'],
    notify: [...authoriser, ...administrator],
  },
} as const satisfies Record<string, Action>;
