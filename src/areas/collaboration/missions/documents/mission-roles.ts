import type { ReadContext } from '#kernel/command/context.ts';
import type {
  ComposeInput,
  DeliverableRoles,
  RecipientDraft,
} from '#work/deliverables/definition.ts';
import { partiesOf } from '../case-record.ts';
import { manager } from '../fields.ts';
import { speakerOf } from './words.ts';

/** ITSM Security Management writes, another person controls, LISO reviews and approves (R-FFM-17, R-FFM-21). */
export const missionDocumentRoles: DeliverableRoles = {
  author: [manager],
  qc: ['quality-controller', manager],
  approver: ['liso'],
  reviewers: ['liso'],
  recipients: ['npm', manager, 'csip-manager'],
};

/**
 * Who receives a document of the mission: the contractor that executes it, and the administration where it is the only one. Where several are
 * visited, each of them would read of the others: then people decide who gets it, and say why.
 */
export async function missionRecipients(
  context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const { say } = speakerOf(language);
  const named = row.fields['administrations'];
  const administrations = Array.isArray(named) ? named.map(String) : [];
  const drafts = (ids: readonly string[], reason: string) =>
    ids.map((organisationId) => ({ organisationId, personId: null, reason }));
  return [
    ...drafts(await partiesOf(context, row, manager), say('reasonExecutes')),
    ...(administrations.length === 1 ? drafts(administrations, say('reasonConcerned')) : []),
  ].filter(({ organisationId }) => organisationId !== row.ownerId);
}
