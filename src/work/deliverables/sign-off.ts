import type { DocumentModel, SignOff } from '#documents/model.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { dayOf } from './compose-model.ts';
import type { LoadedDeliverable } from './load-deliverable.ts';

/** Which acts on a deliverable stand in its sign-off; done again after a return, the later one counts. */
const signed: Readonly<Record<string, SignOff['act']>> = {
  'submit-qc': 'prepared',
  resubmit: 'prepared',
  'resubmit-for-approval': 'prepared',
  'qc-pass': 'controlled',
  'review-ok': 'reviewed',
  approve: 'approved',
};

const inOrder: readonly SignOff['act'][] = ['prepared', 'controlled', 'reviewed', 'approved'];

/**
 * A released document as it is printed: with who prepared, controlled, reviewed and approved it, as its trail says. An approval is bound
 * to the frozen copy, so that this stands beside the copy and not in it.
 */
export async function withSignOff(
  context: ReadContext,
  model: DocumentModel,
  loaded: LoadedDeliverable,
): Promise<DocumentModel> {
  const last = new Map<SignOff['act'], { readonly person: string; readonly at: string }>();
  for (const { action, person, at } of loaded.performed) {
    const act = signed[action];
    if (act !== undefined) last.set(act, { person, at });
  }
  const people = await namesOf(
    context,
    [...last.values()].map(({ person }) => person),
  );
  const signOff = inOrder.flatMap((act): SignOff[] => {
    const done = last.get(act);
    const person = done === undefined ? undefined : people.get(done.person);
    if (done === undefined || person === undefined) return [];
    return [{ act, ...person, date: dayOf(new Date(done.at)) }];
  });
  return signOff.length === 0 ? model : { ...model, signOff };
}

async function namesOf(context: ReadContext, people: readonly string[]) {
  const { rows } = await context.client.query<{ id: string; name: string; organisation: string }>({
    name: 'deliverable-signers',
    text: `select p.id, p.name, o.name as organisation from person p join organisation o on o.id = p.organisation_id
      where p.id = any ($1::uuid[])`,
    values: [people],
  });
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}
