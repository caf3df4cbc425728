import type { Reaction } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { lisoDecisions } from '../decision-register.ts';
import { decideTellingTask } from '../queries/decisions.ts';

interface Answered {
  readonly case_id: string;
  readonly organisation: string;
  readonly label: string;
  readonly tlp: string;
  readonly answer: { readonly ruling: string; readonly reason: string };
}

/** What the LISO answered in a task is recorded with the case, as if he had written it there: he need not see the case for it. */
export const keepDecision: Reaction = {
  id: 'terms-keep-decision',
  on: `task.${decideTellingTask}.complete`,
  run: async (context, { ownerId, recordId }) => {
    const { rows } = await context.client.query<Answered>({
      name: 'terms-decision-answered',
      text: `select t.case_id, t.subject_id as organisation, c.label, c.tlp, t.answer from task t
        join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
        where t.owner_id = $1 and t.id = $2 and t.subject_kind = 'organisations'`,
      values: [ownerId, recordId],
    });
    const [found] = rows;
    if (found === undefined) return;
    const { ruling, reason } = found.answer;
    await insertRecord(
      context,
      { register: lisoDecisions },
      {
        ...{ ownerId, caseId: found.case_id, label: found.label, tlp: found.tlp },
        fields: { about: 'tell', organisations: [found.organisation], ruling, reason },
      },
    );
  },
};
