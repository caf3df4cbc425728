import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, forbidden, invalidInput } from '#kernel/errors/app-error.ts';
import { endHolding, insertHolding } from '#kernel/identity/role-grants.ts';
import type { ActInput } from '#work/catalogue.ts';
import { noticeOfCase, notify } from '#work/notifications/notify.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { viewOf } from '#work/registers/register-sql.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { people } from '../registers.ts';
import { checkRequest } from './check-request.ts';
import { personConcerned, type RequestFacts } from './functions.ts';
import { beginOf, endOf } from './period.ts';

type Input = ActInput<RequestFacts>;
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const requestEffects = {
  /** The organisation of somebody from elsewhere takes part, so that the person concerned sees the request. */
  'check-request': async (context: WriteContext, input: Input) => {
    const organisationId = await checkRequest(context, input);
    if (organisationId === null || organisationId === input.case.ownerId) return;
    await addParties(context, input.case, [{ organisationId, role: 'any-member' }]);
  },
  'grant-access': grantAccess,
  'keep-review': async (context: WriteContext) => ({
    reviewedAt: context.now.toISOString(),
    reviewedBy: context.principal.personId,
  }),
  'end-access': endAccess,
  'tell-the-person': async (context: WriteContext, input: Input) => {
    const person = personConcerned(input.case.fields);
    if (person === null) return;
    const about = { ...noticeOfCase(input.case), kind: 'case', about: input.action } as const;
    notify(context, { ...about, roles: [], people: [person] });
  },
};

/**
 * The role begins with the approval, in its transaction. A new person is written with it; the link to the account's password goes out
 * afterwards by the event, because only identity may write it.
 */
async function grantAccess(context: WriteContext, input: Input) {
  const { fields, ownerId } = input.case;
  const person = text(fields['person']) ?? (await newPerson(context, input));
  if (person === context.principal.personId) throw forbidden('Nobody grants himself roles.');
  const holding = await insertHolding(
    context,
    person,
    {
      ...{ organisationId: ownerId, role: String(fields['role']), kind: 'holder' },
      systemId: text(fields['system']),
      reason: `${input.case.reference}: ${String(fields['reason'])}`.slice(0, 2_000),
    },
    { from: beginOf(fields['validFrom'], context.now), to: endOf(fields['validTo']) },
  );
  if (holding === null) {
    throw conflict('role-held', 'This role is held already in that period: refuse the request.');
  }
  return { holder: person, holding, grantedAt: context.now.toISOString() };
}

async function newPerson(context: WriteContext, input: Input): Promise<string> {
  const { fields, ownerId: organisationId } = input.case;
  const locale = text(fields['locale']) ?? 'en';
  const account = {
    ...{ name: fields['name'], email: fields['email'], organisationId, locale },
    external: fields['external'] === true,
  };
  const { id } = await insertRecord(
    context,
    { register: people },
    { ownerId: null, fields: account },
  );
  context.emit({
    name: 'account.wanted',
    ownerId: organisationId,
    recordId: id,
    payload: { ...account, personId: id, caseId: input.case.id },
  });
  return id;
}

/** Takes the role away; with the account the person leaves, and what the person has open is closed by the event. */
async function endAccess(context: WriteContext, input: Input) {
  const { fields } = input.case;
  const person = personConcerned(fields);
  const holding = text(fields['holding']);
  if (person !== null && holding !== null) await endHolding(context, person, holding);
  if (person !== null && input.form['endAccount'] === true) {
    await endAccount(context, input, person);
  }
  return { endedAt: context.now.toISOString() };
}

async function endAccount(context: WriteContext, input: Input, person: string): Promise<void> {
  const row = await findRecord(context, people, person, { lock: true });
  const { ownerId } = input.case;
  if (viewOf(people, row).fields['organisationId'] !== ownerId) {
    throw invalidInput([
      {
        ...{ path: '/fields/endAccount', code: 'not-ours' },
        message: 'Only the organisation of a person ends the account.',
      },
    ]);
  }
  await updateRecord(context, { register: people }, row, {
    version: null,
    fields: { endedAt: context.now.toISOString() },
  });
  context.emit({
    name: 'account.ended',
    ownerId,
    recordId: person,
    payload: { personId: person, caseId: input.case.id },
  });
}
