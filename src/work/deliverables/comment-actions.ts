import type { Fields } from '#engine/fields.ts';
import type { Action } from '#engine/life-cycle.ts';
import type { DeliverableRoles } from './definition.ts';

/** The quality assurance contractor: reads what is given to it and comments, writes nothing (Security Plan §1.3). */
export const qualityAssurance = 'qac';

const clause = 'Security Plan §1.3';
const aboutComment = { about: { kind: 'text', required: true, max: 36 } } satisfies Fields;

/** Comments of others than the authors, and what is said of each: answered by an author, then accepted or taken up again. */
export function commentActions(
  roles: DeliverableRoles,
  written: readonly string[],
  open: readonly string[],
): Record<string, Action> {
  const readers = [
    ...new Set([qualityAssurance, ...roles.qc, ...roles.reviewers, ...roles.approver]),
  ];
  const common = { from: open, to: 'same', clause } as const;
  return {
    'give-to-qac': {
      ...common,
      by: roles.author,
      form: {
        organisation: { kind: 'reference', to: 'organisations', required: true },
        reason: { kind: 'text', required: true, max: 300 },
      },
      guards: ['red-is-not-given'],
      effects: ['give-to-qac'],
    },
    'add-comment': {
      ...common,
      by: readers,
      notBy: written,
      comment: 'required',
      form: { section: { kind: 'text', max: 60 } },
      effects: ['write-comment'],
      notify: roles.author,
    },
    'answer-comment': {
      ...common,
      by: roles.author,
      comment: 'required',
      form: aboutComment,
      guards: ['comment-is-open'],
      effects: ['write-comment'],
    },
    'accept-answer': {
      ...common,
      by: readers,
      notBy: written,
      comment: 'optional',
      form: aboutComment,
      guards: ['comment-is-answered', 'comment-is-theirs'],
      effects: ['write-comment'],
      notify: roles.author,
    },
    'object-to-answer': {
      ...common,
      by: readers,
      notBy: written,
      comment: 'required',
      form: aboutComment,
      guards: ['comment-is-answered', 'comment-is-theirs'],
      effects: ['write-comment'],
      notify: roles.author,
    },
  };
}
