import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput, RecipientDraft } from '#work/deliverables/definition.ts';
import { meetingTexts } from './meeting-texts.ts';

/**
 * Attendees and absentees alike: every organisation that takes part in the meeting, once (Security Plan §5.2). The LISO's own organisation
 * owns the document.
 */
export async function meetingRecipients(
  context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const { rows } = await context.client.query<{ id: string; absent: boolean | null }>({
    name: 'meeting-recipients',
    text: `select y.organisation_id as id, (select bool_and(a.presence = 'absent') from attendance a
          where a.owner_id = $1 and a.case_id = $2 and a.organisation = y.organisation_id) as absent
      from case_party y where y.owner_id = $1 and y.case_id = $2 and y.organisation_id <> $1
      group by y.organisation_id order by y.organisation_id`,
    values: [row.ownerId, row.id],
  });
  const { attendee, absentee, invited } = meetingTexts.reasons[language];
  return rows.map(({ id, absent }) => ({
    organisationId: id,
    personId: null,
    reason: absent === null ? invited : absent ? absentee : attendee,
  }));
}
