import { settlementOf } from '#areas/collaboration/terms/queries/telling-life.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { noticeOfCase, notify } from '#work/notifications/notify.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { insertTasks, type TaskDraft } from '#work/tasks/open-tasks.ts';
import { clause } from './fields.ts';
import { relevantPeople } from './parties.ts';
import { warningAnswers } from './registers.ts';
import { answerForm, answerTask, warningAnswersModule } from './telling.ts';

/** Whom the question goes to: an organisation by its contact for warnings, or a person of the warning's own organisation. */
export interface Asked {
  readonly organisationId: string;
  readonly personId: string | null;
}

/** As much of a warning as its question says. */
export type AskedAbout = Pick<
  CaseRow,
  'id' | 'ownerId' | 'procedure' | 'reference' | 'title' | 'fields'
>;

/** The question whether somebody is affected, due by the priority of the warning. It hangs on no case, so that no party reads another's. */
export function questionFor(
  context: WriteContext,
  warning: AskedAbout,
  { organisationId, personId }: Asked,
): TaskDraft {
  const within = warning.fields['priority'] === 'immediate' ? 'P1D' : 'P5D';
  return {
    ...{ ownerId: warning.ownerId, organisationId, assigneeId: personId, caseId: null },
    ...{ procedure: warning.procedure, task: answerTask, required: false, form: answerForm },
    role: personId === null ? 'informed-party' : 'any-member',
    ...{ subject: `${warning.reference} ${warning.title}` },
    ...{ subjectKind: 'case', subjectId: warning.id, clause: clause('e') },
    dueAt: addDuration(context.now.toISOString(), within),
  };
}

/**
 * Tells and asks the people of the own organisation whom a warning concerns: owners of assets and services, subscribers. Whoever was told
 * before is left as he is.
 */
export async function informPeople(context: WriteContext, warning: CaseRow): Promise<void> {
  const known = new Set(await peopleAsked(context, warning));
  const people = (await relevantPeople(context, warning)).filter(
    ({ personId }) => !known.has(personId),
  );
  if (people.length === 0) return;
  for (const { personId, name, because } of people) {
    const made = await insertRecord(context, warningAnswersModule, {
      ...{ ownerId: warning.ownerId, caseId: warning.id, label: warning.label, tlp: warning.tlp },
      computed: true,
      fields: {
        ...{ organisation: warning.ownerId, person: personId, name, because },
        informedAt: context.now.toISOString(),
      },
    });
    const row = await findRecord(context, warningAnswers, made.id, { lock: true });
    await actOnRecord(context, warningAnswersModule, row, {
      ...{ action: 'settle', comment: null, fields: settlementOf(null), actor: systemActor },
    });
  }
  const questions = people.map(({ personId }) =>
    questionFor(context, warning, { organisationId: warning.ownerId, personId }),
  );
  await insertTasks(context, questions);
  notify(context, {
    ...{ ...noticeOfCase(warning), kind: 'task', about: answerTask, roles: [] },
    ...{ people: people.map(({ personId }) => personId), dueAt: questions[0]?.dueAt ?? null },
  });
}

/** People of the own organisation who were asked, and from whom it was not taken back. */
export async function peopleAsked(
  context: WriteContext,
  warning: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<string[]> {
  const { rows } = await context.client.query<{ person: string }>({
    name: 'warning-people-asked',
    text: `select person from warning_answer where owner_id = $1 and case_id = $2 and person is not null order by id`,
    values: [warning.ownerId, warning.id],
  });
  return rows.map(({ person }) => person);
}
