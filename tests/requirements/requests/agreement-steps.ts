import assert from 'node:assert/strict';
import type { Item } from '../terms-desk.ts';
import type { AgreementDesk } from './agreement-desk.ts';

/** What stands of the agreement of an administration, apart from when and by which page. */
export async function leftBy(stage: AgreementDesk, name: string, country: string) {
  const { desk, at, caseId } = stage;
  const recipient = await stage.of(country);
  const by = desk.people[name]?.id ?? '';
  const approvals = await desk.world.query(
    `select action, hash = (select hash from case_approval where case_id = $1 limit 1) as same, voided_at
        from case_approval where case_id = $1 and organisation_id = $2`,
    [caseId, at[country]],
  );
  const trail = await desk.world.query(
    `select action, kind, via from trail_entry where person_id = $1 and (record_id = $2 or record_id = $3)
        and action ~ 'agree|request.answer' order by id`,
    [by, caseId, recipient.id],
  );
  const performed = await desk.world.query(
    `select action, from_state, to_state from case_performed where case_id = $1 and person_id = $2 and action = 'agree'`,
    [caseId, by],
  );
  const { state, open, answeredBy, comment } = recipient;
  return {
    state,
    open,
    byHim: answeredBy === by,
    comment,
    approvals,
    trail,
    performed,
  };
}
/** Fields of the case, where the text that is asked about stands. */
export async function textOfCase({
  desk,
  caseId,
}: AgreementDesk): Promise<Record<string, unknown>> {
  const { body } = await desk.call('liso')('GET', `/cases/${caseId}`);
  return (body['case'] as { fields: Record<string, unknown> }).fields;
}
/** Writes one clause otherwise. */
export async function redraft({ desk, caseId }: AgreementDesk, number: string): Promise<void> {
  const path = `/terms-clauses?caseId=${caseId}&limit=50`;
  const found = (await desk.items('manager', path)).find(
    ({ fields }) => fields['number'] === number,
  );
  assert.ok(found);
  const { number: _, position: __, ...fields } = found.fields;
  const text = `${String(fields['text'])} Agreed anew.`;
  await desk.act('manager', caseId, 'redraft-clause', {
    fields: { ...fields, text, termsClause: found.id },
  });
}
/** Answers every comment that is open. */
export async function settle({ desk, caseId }: AgreementDesk): Promise<void> {
  const path = `/clause-comments?caseId=${caseId}&state=open&limit=50`;
  for (const { id } of await desk.items('manager', path)) {
    const fields = { answered: id, answer: 'Taken up.' };
    await desk.act('manager', caseId, 'answer-comment', { fields });
  }
}
/** The LISO goes on without one administration. */
export async function waive(
  { desk, caseId, at }: AgreementDesk,
  country: string,
  comment: string,
): Promise<void> {
  const path = `/terms-participants?caseId=${caseId}&limit=50`;
  const found = (await desk.items('liso', path)).find(
    ({ fields }: Item) => fields['organisation'] === at[country],
  );
  const place = `/terms-participants/${found?.id}/actions/waive-agreement`;
  const { status, text } = await desk.call('liso')('POST', place, { comment });
  assert.equal(status, 200, text);
}
