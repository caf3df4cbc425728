import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { partsOfScope } from '../scope.ts';

interface Marked {
  readonly title: string;
  readonly description: string | null;
  readonly organisation: string | null;
  readonly dueDate: string | null;
}

/** The drafted action points of the meeting that become a request of one procedure (H13). */
async function marked(
  context: WriteContext,
  { case: row }: ActInput,
  becomes: string,
): Promise<Marked[]> {
  const { rows } = await context.client.query<Marked>({
    name: 'meeting-requests',
    text: `select title, description, organisation, to_char(due_date, 'YYYY-MM-DD') as "dueDate" from action_point
      where owner_id = $1 and case_id = $2 and becomes = $3 order by id`,
    values: [row.ownerId, row.id, becomes],
  });
  return rows;
}

/** What is asked for, and where it comes from. */
function reasonOf({ title, description }: Marked, { case: row }: ActInput): string {
  const asked = description === null || description === '' ? title : description;
  return `${asked}\n\n${row.reference} ${row.title}`;
}

/** The scope of the meeting goes with it: it says which Terms of Collaboration, or which administrations, are meant. */
const scoped =
  (becomes: string) =>
  async (context: WriteContext, input: ActInput): Promise<HandOffPayload[]> =>
    (await marked(context, input, becomes)).map((one) => ({
      title: one.title,
      fields: { description: reasonOf(one, input), ...partsOfScope(input.case.fields) },
    }));

export const meetingPayloads = {
  'terms-requests': scoped('terms-of-collaboration'),
  'mission-requests': scoped('fact-finding-mission'),
  'policy-requests': async (context: WriteContext, input: ActInput): Promise<HandOffPayload[]> =>
    (await marked(context, input, 'policy')).map((one) => ({
      title: one.title,
      fields: { description: reasonOf(one, input) },
    })),
  'change-requests': async (context: WriteContext, input: ActInput): Promise<HandOffPayload[]> =>
    (await marked(context, input, 'change')).map((one) => ({
      title: one.title,
      fields: {
        origin: 'other',
        reason: reasonOf(one, input),
        ...(one.dueDate === null ? {} : { dueBy: `${one.dueDate}T23:59:59.000Z` }),
      },
    })),
};
