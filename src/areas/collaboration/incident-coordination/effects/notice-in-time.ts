import { concernOf } from '#areas/collaboration/scope.ts';
import { deadlineByTerms } from '#areas/collaboration/terms/queries/rules-in-force.ts';
import { clauseName } from '#areas/collaboration/terms/queries/weigh.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';

/** Notice was given later than a clause allows: its administration says why. */
export const lateNoticeTask = 'explain-late-notice';

const instantOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * Whether the administration in which an incident arose gave notice in the time that the clauses in force allow, from its detection on. Where it
 * came later, a task of it names the clause.
 */
export async function checkNotice(
  context: WriteContext,
  row: CaseRow,
  fields: Readonly<Record<string, unknown>>,
  origin: string,
): Promise<void> {
  const detectedAt = instantOf(fields['detectedAt']);
  if (detectedAt === null) return;
  const due = await deadlineByTerms(context, {
    ...{ timedAct: 'incident-notice', from: row.ownerId, to: origin },
    ...{ at: context.now.toISOString(), about: concernOf(fields) },
  });
  const reportedAt = instantOf(fields['reportedAt']) ?? row.openedAt;
  const latest = due === null ? null : Date.parse(addDuration(detectedAt, due.within));
  if (due === null || latest === null || Date.parse(reportedAt) <= latest) return;
  await insertTasks(context, [
    {
      ...{ ownerId: row.ownerId, organisationId: origin, caseId: null, procedure: row.procedure },
      ...{ task: lateNoticeTask, role: 'niso', required: false, dueAt: null },
      subject: `${row.reference} (${clauseName(due.ground)})`,
      ...{ subjectKind: 'case', subjectId: row.id, clause: 'Security Plan §6.2' },
      form: { explanation: { kind: 'text', required: true, multiline: true } },
    },
  ]);
}
