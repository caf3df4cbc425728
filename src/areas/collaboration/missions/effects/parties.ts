import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { recipientsOf } from '#work/requests/recipients.ts';
import { sendRequest } from '#work/requests/send-request.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { concernedAdministrations } from '../../concerned.ts';
import { contractorOf, joinCoreParties, scopeOf } from '../../scope.ts';
import { asContractor } from '../as-contractor.ts';
import { factFindingMission } from '../procedure.ts';
import { computeInputs } from '../selection/compute-inputs.ts';

/** The contractor takes part in three roles: who executes the mission, who controls its documents, and the CSIP Manager. */
async function joinParties(
  context: WriteContext,
  input: ActInput,
): Promise<Record<string, unknown>> {
  const { case: row } = input;
  await joinCoreParties(context, input);
  const contractor = await contractorOf(context);
  if (contractor !== null) {
    const roles = ['quality-controller', 'csip-manager'];
    const { organisationId } = contractor;
    await addParties(
      context,
      row,
      roles.map((role) => ({ organisationId, role })),
    );
  }
  const named = scopeOf(row.fields).memberStates.length > 0;
  return named ? { administrations: await invite(context, row, row.fields) } : {};
}

/** The administrations of the Member States that the fields name, as parties in the role of their national project managers. */
async function invite(
  context: WriteContext,
  row: CaseRow,
  fields: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const found = await concernedAdministrations(context, scopeOf(fields));
  const ids = found.map(({ organisationId }) => organisationId);
  await addParties(
    context,
    row,
    ids.map((organisationId) => ({ organisationId, role: 'npm' })),
  );
  return ids;
}

/** A scope that concerns nobody is refused: a mission has somebody to visit. */
async function keepScope(context: WriteContext, input: ActInput): Promise<Record<string, unknown>> {
  const { case: row, form } = input;
  const administrations = await invite(context, row, { ...row.fields, ...form });
  if (administrations.length === 0) {
    const message =
      'No administration of these Member States is a member today and takes part in these threads with these communities.';
    throw invalidInput([{ path: '/fields/memberStates', code: 'nobody-concerned', message }]);
  }
  const changed = { ...row, fields: { ...row.fields, ...form, administrations } };
  if (row.state !== 'set-up') return { administrations };
  await askCooperation(context, changed);
  const inputs = await computeInputs(context, changed);
  return { administrations, programmeChangedAt: context.now.toISOString(), ...inputs };
}

/** Each administration is asked once to cooperate, when it first takes part in the set-up. */
async function askCooperation(context: WriteContext, row: CaseRow): Promise<void> {
  const asked = await recipientsOf(context, row.ownerId, row.id, 'cooperation');
  const known = new Set(asked.map(({ organisationId }) => organisationId));
  const administrations = row.fields['administrations'];
  const recipients = (Array.isArray(administrations) ? administrations : [])
    .map(String)
    .filter((organisationId) => !known.has(organisationId))
    .map((organisationId) => ({ organisationId, role: 'npm' }));
  if (recipients.length === 0) return;
  await sendRequest(await asContractor(context, row), factFindingMission, row, {
    kind: 'cooperation',
    subject: row.title,
    text: String(row.fields['description'] ?? row.title),
    urgency: 'normal',
    recipients,
  });
}

export const partyEffects = {
  'join-parties': joinParties,
  'keep-scope': keepScope,
  'ask-cooperation': (context: WriteContext, { case: row }: ActInput) =>
    askCooperation(context, row),
  'compute-inputs': (context: WriteContext, { case: row }: ActInput) => computeInputs(context, row),
};
