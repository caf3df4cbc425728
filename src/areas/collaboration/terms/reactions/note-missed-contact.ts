import type { Reaction } from '#work/catalogue.ts';
import type { ContactDuty } from '#work/requests/draft.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { clause } from '../fields.ts';

/** Nobody acknowledged in the time that a clause gives a contact: the LISO takes it up. */
export const missedContactTask = 'take-up-missed-contact';

interface Passed {
  readonly deadline: string;
  readonly caseId: string;
  readonly organisationId: string;
  readonly reference: string;
  readonly contact: ContactDuty | null;
}

/** A duty to be reachable that was not kept shows as a task with the clause, of the owner of the case. */
export const noteMissedContact: Reaction = {
  id: 'terms-note-missed-contact',
  on: 'request.deadline-passed',
  run: async (context, { ownerId, payload }) => {
    const { deadline, caseId, organisationId, reference, contact } = payload as unknown as Passed;
    if (deadline !== 'acknowledgement' || contact === null) return;
    const { rows } = await context.client.query<{ name: string; procedure: string }>({
      name: 'terms-missed-contact',
      text: `select o.name, c.procedure from organisation o, procedure_case c where o.id = $1 and c.owner_id = $2 and c.id = $3`,
      values: [organisationId, ownerId, caseId],
    });
    const [found] = rows;
    if (found === undefined) return;
    const { terms, version, clause: number } = contact.ground;
    await insertTasks(context, [
      {
        ...{ ownerId, organisationId: ownerId, caseId, procedure: 'terms-of-collaboration' },
        ...{ task: missedContactTask, role: 'liso', required: false, dueAt: null },
        subject: `${found.name}: ${reference} (${terms} version ${version}, clause ${number})`,
        ...{ subjectKind: 'organisations', subjectId: organisationId, clause: clause.roles },
      },
    ]);
  },
};
