import type { Action, LifeCycle } from '#engine/life-cycle.ts';
import { commentActions } from './comment-actions.ts';
import type { DeliverableDefinition, DeliverableRoles } from './definition.ts';
import {
  authorship,
  authorshipInReview,
  circulation,
  drafting,
  historyClause,
  historyRow,
  namedDiscussion,
  withdrawal,
} from './shared-actions.ts';

const beforeApproval = [
  'draft',
  'in-qc',
  'submitted-for-review',
  'in-revision',
  'submitted-for-approval',
];

/** SM-DOC of what is approved: draft, quality control, review, approval, distribution. */
function approvalLifeCycle(roles: DeliverableRoles): LifeCycle {
  return {
    initial: 'draft',
    states: {
      draft: { kind: 'active' },
      'in-qc': { kind: 'active' },
      'submitted-for-review': { kind: 'active' },
      'in-revision': { kind: 'active' },
      'submitted-for-approval': { kind: 'active' },
      approved: { kind: 'active' },
      distributed: { kind: 'waiting' },
      superseded: { kind: 'final', outcome: 'achieved' },
      withdrawn: { kind: 'final', outcome: 'not-achieved' },
    },
    actions: {
      ...drafting(roles, authorshipInReview, ['draft', 'in-revision']),
      ...reviewing(roles),
      approve: {
        from: ['submitted-for-approval'],
        to: 'approved',
        by: roles.approver,
        clause: historyClause,
        notBy: authorshipInReview,
        guards: ['comments-are-answered', 'frozen-copy-is-intact'],
        // One approval is what the source documents ask for; its hash is that of the frozen copy.
        approval: { needed: 1, roles: roles.approver, material: ['frozenHash'] },
        effects: ['release', 'supersede-predecessor'],
        notify: roles.author,
        primary: true,
      },
      distribute: {
        from: ['approved'],
        to: 'distributed',
        by: roles.distributor ?? roles.author,
        clause: historyClause,
        guards: ['recipients-are-listed', 'red-goes-to-persons', 'frozen-copy-is-intact'],
        effects: ['send'],
        primary: true,
      },
      acknowledge: {
        from: ['distributed'],
        to: 'same',
        by: ['recipient'],
        clause: 'Security Plan §6.4.1',
        comment: 'optional',
        guards: ['not-acknowledged-yet'],
        effects: ['acknowledge'],
        primary: true,
      },
      ...circulation(roles, ['draft', 'in-revision'], ['approved', 'distributed']),
      ...commentActions(roles, authorshipInReview, beforeApproval),
      withdraw: withdrawal(roles, beforeApproval),
    },
  };
}

/** Back to the author with comments; the copy thaws. */
function returning(roles: DeliverableRoles): Record<string, Action> {
  return {
    'request-changes': {
      from: ['submitted-for-review'],
      to: 'in-revision',
      by: roles.reviewers,
      clause: historyClause,
      comment: 'required',
      effects: ['thaw'],
      notify: roles.author,
    },
    return: {
      from: ['submitted-for-approval'],
      to: 'in-revision',
      by: roles.approver,
      clause: historyClause,
      notBy: authorshipInReview,
      comment: 'required',
      effects: ['thaw', 'mark-returned-from-approval'],
      notify: roles.author,
    },
  };
}

/** From quality control to the approver's desk, and back with comments (R-DOC-5). */
function reviewing(roles: DeliverableRoles): Record<string, Action> {
  return {
    'qc-pass': {
      from: ['in-qc'],
      to: [
        { when: 'modification-was-agreed', to: 'submitted-for-approval' },
        { to: 'submitted-for-review' },
      ],
      by: roles.qc,
      clause: historyClause,
      notBy: authorshipInReview,
      form: historyRow,
      guards: ['frozen-copy-is-intact'],
      effects: ['write-submission-row', 'freeze-again', 'share-with-reviewers'],
      notify: [...roles.reviewers, ...roles.approver],
      primary: true,
    },
    'review-ok': {
      from: ['submitted-for-review'],
      to: 'submitted-for-approval',
      by: roles.reviewers,
      clause: historyClause,
      notBy: authorshipInReview,
      form: historyRow,
      guards: ['comments-are-answered', 'frozen-copy-is-intact'],
      effects: ['write-submission-row', 'freeze-again'],
      notify: roles.approver,
      primary: true,
    },
    ...returning(roles),
    resubmit: {
      from: ['in-revision'],
      to: 'in-qc',
      by: roles.author,
      clause: historyClause,
      comment: 'required',
      form: { ...historyRow, ...namedDiscussion },
      guards: ['mandatory-sections-are-filled', 'comments-are-answered'],
      effects: ['compute-recipients', 'write-modification-row', 'freeze'],
      notify: roles.qc,
      primary: true,
    },
    'resubmit-for-approval': {
      from: ['in-revision'],
      to: 'in-qc',
      by: roles.author,
      clause: historyClause,
      comment: 'required',
      form: namedDiscussion,
      guards: ['mandatory-sections-are-filled', 'comments-are-answered', 'returned-from-approval'],
      // Its row is written when quality control delivers it: the modification itself was agreed already.
      effects: ['compute-recipients', 'keep-agreement', 'freeze'],
      notify: roles.qc,
    },
  };
}

/** SM-DOC of what is for information: no approval, but quality control, delivery and receipts. */
function informationLifeCycle(roles: DeliverableRoles): LifeCycle {
  return {
    initial: 'draft',
    states: {
      draft: { kind: 'active' },
      'in-qc': { kind: 'active' },
      issued: { kind: 'active' },
      delivered: { kind: 'waiting' },
      acknowledged: { kind: 'waiting' },
      superseded: { kind: 'final', outcome: 'achieved' },
      withdrawn: { kind: 'final', outcome: 'not-achieved' },
    },
    actions: {
      ...drafting(roles, authorship, ['draft']),
      'qc-pass': {
        from: ['in-qc'],
        to: 'issued',
        by: roles.qc,
        clause: historyClause,
        notBy: authorship,
        form: historyRow,
        guards: [
          ...['case-leaves-it', 'recipients-are-listed'],
          ...['comments-are-answered', 'frozen-copy-is-intact'],
        ],
        effects: ['write-submission-row', 'freeze-again', 'release', 'supersede-predecessor'],
        notify: roles.author,
        primary: true,
      },
      deliver: {
        from: ['issued'],
        to: 'delivered',
        by: roles.author,
        clause: historyClause,
        guards: ['recipients-are-listed', 'red-goes-to-persons', 'frozen-copy-is-intact'],
        effects: ['send'],
        primary: true,
      },
      acknowledge: {
        from: ['delivered'],
        to: [{ when: 'all-others-acknowledged', to: 'acknowledged' }, { to: 'delivered' }],
        by: ['recipient'],
        clause: 'Security Plan §6.4.1',
        comment: 'optional',
        guards: ['not-acknowledged-yet'],
        effects: ['acknowledge'],
        primary: true,
      },
      ...circulation(roles, ['draft'], ['issued', 'delivered', 'acknowledged']),
      ...commentActions(roles, authorship, ['draft', 'in-qc']),
      withdraw: withdrawal(roles, ['draft', 'in-qc']),
    },
  };
}

const known = new WeakMap<DeliverableDefinition, LifeCycle>();

/** The life cycle of a definition's kind with its roles (SM-DOC). */
export function lifeCycleOf(definition: DeliverableDefinition): LifeCycle {
  const cycle =
    known.get(definition) ??
    (definition.kind === 'approval'
      ? approvalLifeCycle(definition.roles)
      : informationLifeCycle(definition.roles));
  known.set(definition, cycle);
  return cycle;
}
