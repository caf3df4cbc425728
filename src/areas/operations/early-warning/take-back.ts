import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordActInput } from '#work/catalogue.ts';
import { withdrawShare } from '#work/sharing/withdraw-share.ts';
import { withdrawTasks } from '#work/tasks/withdraw-tasks.ts';

/** An organisation that was told sees the warning no longer, and owes no answer; what it answered stays with the owner. */
export async function takeBack(
  context: WriteContext,
  { id, ownerId, fields, comment }: RecordActInput,
): Promise<void> {
  const organisationId = String(fields['organisation']);
  const { rows } = await context.client.query<{ case_id: string }>({
    name: 'warning-of-answer',
    text: 'select case_id from warning_answer where owner_id = $1 and id = $2',
    values: [ownerId, id],
  });
  const [found] = rows;
  if (found === undefined || ownerId === null) throw new Error('an answer without a warning');
  const { person } = fields;
  if (typeof person === 'string') {
    // What somebody of the own organisation sees of it is by his membership: he owes no answer any more.
    await withdrawTasks(context, {
      ...{ ownerId, subjectId: found.case_id, task: 'answer-warning', assigneeId: person },
    });
    return;
  }
  const place = [ownerId, found.case_id, organisationId];
  await context.client.query({
    name: 'warning-party-leave',
    text: `delete from case_party where owner_id = $1 and case_id = $2 and organisation_id = $3 and role = 'informed-party'`,
    values: place,
  });
  await withdrawTasks(context, {
    ...{ ownerId, subjectId: found.case_id, task: 'answer-warning', organisationId },
  });
  const { rowCount } = await context.client.query({
    name: 'warning-party-still',
    text: 'select from case_party where owner_id = $1 and case_id = $2 and organisation_id = $3',
    values: place,
  });
  // Whoever takes part in another role goes on to see the case.
  if (rowCount !== 0) return;
  await withdrawShare(context, {
    ...{ ownerId, kind: 'case', table: 'procedure_case', recordId: found.case_id },
    ...{ organisationId, because: comment ?? '' },
  });
}
