import type { Functions } from '#engine/decision.ts';

/** What the guards look at beside the record. */
export interface DeliverableFacts {
  /** Mandatory sections without content. */
  readonly missing: readonly string[];
  /** The stored frozen copy still has its hash. */
  readonly intact: boolean;
  readonly submittedBefore: boolean;
  readonly recipients: readonly {
    readonly organisationId: string;
    readonly personId: string | null;
    readonly manual: boolean;
    readonly acknowledged: boolean;
  }[];
}

export const deliverableFunctions: Functions<DeliverableFacts> = {
  guards: {
    'mandatory-sections-are-filled': ({ facts }) => facts.missing.length === 0,
    'discussion-is-named': ({ facts, fields }) =>
      !facts.submittedBefore ||
      (typeof fields['discussedOn'] === 'string' && typeof fields['discussedWith'] === 'string'),
    'frozen-copy-is-intact': ({ facts }) => facts.intact,
    'recipients-are-listed': ({ facts }) => facts.recipients.length > 0,
    // TLP 2.0: RED is for the eyes and ears of individual recipients only.
    'red-goes-to-persons': ({ facts, record }) =>
      record.fields['tlp'] !== 'RED' || facts.recipients.every(({ personId }) => personId !== null),
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
        (one) => one.acknowledged || one.organisationId === actor.organisation,
      ),
  },
};
