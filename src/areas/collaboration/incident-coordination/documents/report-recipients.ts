import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput, RecipientDraft } from '#work/deliverables/definition.ts';
import { speakerOf } from './words.ts';

/**
 * The LISO for information, the NISO of the origin, and the other administrations that the incident may affect, each with its reason
 * (Security Plan §6.2, §6.4.1, R-INC-13).
 */
export async function reportRecipients(
  _context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const { say } = speakerOf(language);
  const origin = row.fields['originAdministration'];
  const affected = row.fields['affectedAdministrations'];
  const others = (Array.isArray(affected) ? affected : []).filter((id) => id !== origin);
  return [
    { organisationId: row.ownerId, personId: null, reason: say('reason.liso') },
    ...(typeof origin === 'string'
      ? [{ organisationId: origin, personId: null, reason: say('reason.origin') }]
      : []),
    ...others.map((id) => ({
      organisationId: String(id),
      personId: null,
      reason: say('reason.affected'),
    })),
  ];
}
