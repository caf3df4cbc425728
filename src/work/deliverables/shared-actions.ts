import type { Fields } from '#engine/fields.ts';
import type { Action } from '#engine/life-cycle.ts';
import type { DeliverableRoles } from './definition.ts';

export const historyClause = 'Security Plan, document history';

/** What every delivery writes into the document history (R-DOC-4). */
export const historyRow = {
  description: { kind: 'text', max: 300 },
  changes: { kind: 'choices', options: ['insert', 'replace'] },
  pages: { kind: 'text', max: 100 },
} satisfies Fields;

/** With whom a modification was agreed, and when (R-DOC-5). */
const discussion = {
  discussedOn: { kind: 'date' },
  discussedWith: { kind: 'text', max: 200 },
} satisfies Fields;

export const namedDiscussion = {
  discussedOn: { ...discussion.discussedOn, required: true },
  discussedWith: { ...discussion.discussedWith, required: true },
} satisfies Fields;

/** Everybody who wrote on it is its author for the segregation of duties. */
export const authorship = ['open', 'edit', 'submit-qc'];
export const authorshipInReview = [...authorship, 'resubmit', 'resubmit-for-approval'];

/** Draft and internal quality control, the same for every deliverable (R-DOC-6). */
export function drafting(
  roles: DeliverableRoles,
  written: readonly string[],
  writable: readonly string[],
): Record<string, Action> {
  return {
    // What `PATCH` does: declared here, so that the same rules decide it.
    edit: { from: writable, to: 'same', by: roles.author, clause: historyClause },
    'submit-qc': {
      from: ['draft'],
      to: 'in-qc',
      by: roles.author,
      clause: historyClause,
      form: { ...historyRow, ...discussion },
      guards: ['case-leaves-it', 'mandatory-sections-are-filled', 'discussion-is-named'],
      effects: ['compute-recipients', 'write-draft-row', 'freeze'],
      notify: roles.qc,
      primary: true,
    },
    'qc-fail': {
      from: ['in-qc'],
      to: 'draft',
      by: roles.qc,
      clause: historyClause,
      notBy: written,
      comment: 'required',
      effects: ['thaw'],
      notify: roles.author,
    },
  };
}

export function withdrawal(roles: DeliverableRoles, from: readonly string[]): Action {
  return {
    from,
    to: 'withdrawn',
    by: roles.author,
    clause: historyClause,
    comment: 'required',
    destructive: true,
  };
}

/** Recipients beside those that the distribution rule names, and what happens after the release. */
export function circulation(
  roles: DeliverableRoles,
  open: readonly string[],
  released: readonly string[],
) {
  return {
    'add-recipient': {
      from: [...open, ...released],
      to: 'same',
      by: roles.author,
      clause: 'Security Plan §6.4.1',
      form: {
        organisation: { kind: 'reference', to: 'organisations', required: true },
        person: { kind: 'reference', to: 'people' },
        reason: { kind: 'text', required: true, max: 300 },
      },
      effects: ['add-recipient'],
    },
    'remove-recipient': {
      from: open,
      to: 'same',
      by: roles.author,
      clause: 'Security Plan §6.4.1',
      comment: 'required',
      form: { organisation: { kind: 'reference', to: 'organisations', required: true } },
      guards: ['recipient-is-manual'],
      effects: ['remove-recipient'],
    },
    revise: {
      from: released,
      to: 'same',
      by: roles.author,
      clause: historyClause,
      comment: 'required',
      effects: ['open-next-revision'],
    },
    supersede: { from: released, to: 'superseded', by: 'system', clause: historyClause },
  } satisfies Record<string, Action>;
}
