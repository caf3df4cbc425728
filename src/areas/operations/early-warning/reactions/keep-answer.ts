import { loadCase } from '#work/cases/load-case.ts';
import type { Reaction } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { questionFor } from '../asking.ts';
import { warningAnswers } from '../registers.ts';
import { answerTask, warningAnswersModule } from '../telling.ts';

/** The answer of a relevant party comes back into the owner's register, where no other party sees it. Who does not know yet is asked again. */
export const keepAnswer: Reaction = {
  id: 'early-warning-keep-answer',
  on: `task.${answerTask}.complete`,
  run: async (context, event) => {
    const { rows } = await context.client.query<{
      id: string;
      answer: { answer: string; explanation: string };
      done_at: Date;
      done_by: string | null;
      organisation: string;
      person: string | null;
      case_id: string;
    }>({
      name: 'warning-answer-of-task',
      text: `select a.id, a.case_id, a.organisation, a.person, t.answer, t.done_at, t.done_by from task t
        join warning_answer a on a.owner_id = t.owner_id and a.case_id = t.subject_id and a.organisation = t.organisation_id
          and a.person is not distinct from t.assignee_id
        where t.owner_id = $1 and t.id = $2 and (a.answered_at is null or a.answer = 'unknown') and a.state = 'told'`,
      values: [event.ownerId, event.recordId],
    });
    const found = rows[0];
    if (found === undefined) return;
    const record = await findRecord(context, warningAnswers, found.id, { lock: true });
    await updateRecord(context, warningAnswersModule, record, {
      version: null,
      computed: true,
      fields: {
        answer: found.answer.answer,
        explanation: found.answer.explanation,
        answeredAt: found.done_at.toISOString(),
        answeredBy: found.done_by,
      },
    });
    if (found.answer.answer !== 'unknown') return;
    const { row } = await loadCase(context, found.case_id, { lock: false });
    if (row.closedAt !== null) return;
    const asked = { organisationId: found.organisation, personId: found.person };
    await insertTasks(context, [questionFor(context, row, asked)]);
  },
};
