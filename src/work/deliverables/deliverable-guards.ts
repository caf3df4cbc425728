import type { Functions, GuardInput } from '#engine/decision.ts';

import type { CommentThread } from './comments.ts';

/** What the guards look at beside the record. */
export interface DeliverableFacts {
  /** Mandatory sections without content. */
  readonly missing: readonly string[];
  /** The case is still one that leaves it; true for who does not see the case. */
  readonly isLeft: boolean;
  /** The stored frozen copy still has its hash. */
  readonly intact: boolean;
  readonly submittedBefore: boolean;
  readonly recipients: readonly {
    readonly organisationId: string;
    readonly personId: string | null;
    readonly manual: boolean;
    readonly acknowledged: boolean;
    /** Not sent to it: nothing is waited for. */
    readonly withheld: boolean;
  }[];
  readonly comments: readonly {
    readonly id: string;
    readonly standing: CommentThread['standing'];
    readonly organisationId: string | null;
  }[];
}

/** The comment that the form names; before a form is filled in, all of them. */
function commentsNamed({ facts, fields }: GuardInput<DeliverableFacts>) {
  const { about } = fields;
  return about === undefined ? facts.comments : facts.comments.filter(({ id }) => id === about);
}

export const deliverableFunctions: Functions<DeliverableFacts> = {
  guards: {
    'mandatory-sections-are-filled': ({ facts }) => facts.missing.length === 0,
    'case-leaves-it': ({ facts }) => facts.isLeft,
    'discussion-is-named': ({ facts, fields }) =>
      !facts.submittedBefore ||
      (typeof fields['discussedOn'] === 'string' && typeof fields['discussedWith'] === 'string'),
    'frozen-copy-is-intact': ({ facts }) => facts.intact,
    'recipients-are-listed': ({ facts }) => facts.recipients.length > 0,
    // TLP 2.0: RED is for the eyes and ears of individual recipients only.
    'red-goes-to-persons': ({ facts, record }) =>
      record.fields['tlp'] !== 'RED' || facts.recipients.every(({ personId }) => personId !== null),
    'red-is-not-given': ({ record }) => record.fields['tlp'] !== 'RED',
    'comments-are-answered': ({ facts }) =>
      facts.comments.every(({ standing }) => standing !== 'open'),
    'comment-is-open': (input) => commentsNamed(input).some(({ standing }) => standing === 'open'),
    'comment-is-answered': (input) =>
      commentsNamed(input).some(({ standing }) => standing === 'answered'),
    'comment-is-theirs': (input) =>
      commentsNamed(input).some(
        ({ organisationId }) => organisationId === input.actor.organisation,
      ),
    'recipient-is-manual': ({ facts, fields }) =>
      facts.recipients.some((one) => one.manual && one.organisationId === fields['organisation']),
    'modification-was-agreed': ({ record }) => record.fields['agreed'] === true,
    'returned-from-approval': ({ record }) => record.fields['returnedFrom'] === 'approval',
    'not-acknowledged-yet': ({ facts, actor }) =>
      facts.recipients.some(
        (one) => !one.acknowledged && one.organisationId === actor.organisation,
      ),
    'all-others-acknowledged': ({ facts, actor }) =>
      facts.recipients.every(
        (one) => one.acknowledged || one.withheld || one.organisationId === actor.organisation,
      ),
  },
};
