import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { partsOfScope } from '../scope.ts';

interface Marked {
  readonly title: string;
  readonly description: string | null;
  readonly dueDate: string | null;
  readonly becomes: string;
}

/** The action points of the meeting that become requests; of one that is raised alone, no other (H13). */
async function marked(
  context: WriteContext,
  { case: row, form }: ActInput,
): Promise<readonly Marked[]> {
  const { rows } = await context.client.query<Marked>({
    name: 'meeting-requests',
    text: `select title, description, to_char(due_date, 'YYYY-MM-DD') as "dueDate", becomes from action_point
      where owner_id = $1 and case_id = $2 and becomes is not null and ($3::uuid is null or id = $3) order by id`,
    values: [row.ownerId, row.id, form['actionPoint'] ?? null],
  });
  return rows;
}

/** What is asked for, and where it comes from. */
function wordsOf({ title, description }: Marked, { case: row }: ActInput): string {
  const asked = description === null || description === '' ? title : description;
  return `${asked}\n\n${row.reference} ${row.title}`;
}

export const meetingPayloads = {
  /** The scope of the meeting goes with it: it says which Terms of Collaboration, or which administrations, are meant. */
  'action-point-requests': async (
    context: WriteContext,
    input: ActInput,
  ): Promise<HandOffPayload[]> =>
    (await marked(context, input)).map((one) => ({
      title: one.title,
      fields: partsOfScope(input.case.fields),
      asks: {
        procedure: one.becomes,
        words: wordsOf(one, input),
        ...(one.dueDate === null ? {} : { dueBy: `${one.dueDate}T23:59:59.000Z` }),
      },
    })),
};
