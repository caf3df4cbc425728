import type { WriteContext } from '#kernel/command/context.ts';

/** Takes back open tasks about a record that nobody needs to do any more, of all organisations, of one, or of one person. Doing it again changes nothing. */
export async function withdrawTasks(
  context: WriteContext,
  about: {
    readonly ownerId: string;
    readonly subjectId: string;
    readonly task: string;
    readonly organisationId?: string;
    readonly assigneeId?: string;
  },
): Promise<void> {
  await context.client.query({
    name: 'task-withdraw',
    text: `update task set state = 'cancelled', version = version + 1
      where owner_id = $1 and subject_id = $2 and task = $3 and state = 'open' and ($4::uuid is null or organisation_id = $4)
        and ($5::uuid is null or assignee_id = $5)`,
    values: [
      about.ownerId,
      about.subjectId,
      about.task,
      about.organisationId ?? null,
      about.assigneeId ?? null,
    ],
  });
}
