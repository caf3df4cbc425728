import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import { noticeOfCase, notify } from '#work/notifications/notify.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { type RegisterRow, viewOf } from '#work/registers/register-sql.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { shareWith } from '../share-with.ts';
import { differencesOf, proposedValues } from './differences.ts';
import type { ChangeFacts } from './functions.ts';
import { contacts } from './registers.ts';

type Input = ActInput<ChangeFacts>;

const fault = (field: string, code: string, message: string): Fault => ({
  path: `/fields/${field}`,
  code,
  message,
});

export const changeEffects = {
  compare,
  'write-contact': writeContact,
  'tell-the-proposer': async (context: WriteContext, input: Input) => {
    const { openedBy } = input.case;
    if (openedBy === null) return;
    const about = { ...noticeOfCase(input.case), kind: 'case', about: input.action } as const;
    notify(context, { ...about, roles: [], people: [openedBy] });
  },
};

/** Keeps what the proposal would change beside what stands now, so that the second person sees both. @throws 422 */
async function compare(context: WriteContext, input: Input) {
  const { fields } = input.case;
  const values = proposed(input, context.now);
  if (fields['change'] === 'enter') {
    const missing = ['name', 'function'].filter((name) => fields[name] === undefined);
    const faults = [
      ...missing.map((name) => fault(name, 'required', 'A new contact needs it.')),
      ...(['phone', 'mobile', 'email'].every((name) => fields[name] === undefined)
        ? [fault('phone', 'required', 'Say how the contact is reached: telephone or address.')]
        : []),
      ...(fields['contact'] === undefined
        ? []
        : [fault('contact', 'not-both', 'A new contact takes no other one’s place.')]),
    ];
    if (faults.length > 0) throw invalidInput(faults);
    return { differences: await differencesOf(context, {}, values) };
  }
  const before = viewOf(contacts, await ownContact(context, input));
  const differences = await differencesOf(context, before.fields, values);
  if (differences.length === 0) {
    throw invalidInput([fault('change', 'nothing', 'This says nothing new about the contact.')]);
  }
  return { differences, contactVersion: before.version };
}

/** What the register would say: of a contact that ends, its last day alone. */
function proposed(input: Input, now: Date): Record<string, unknown> {
  const { fields } = input.case;
  const today = now.toISOString().slice(0, 10);
  if (fields['change'] === 'end') return { validTo: fields['validTo'] ?? today };
  const values = proposedValues(fields);
  if (fields['change'] !== 'enter') return values;
  return { aroundTheClock: false, validFrom: today, ...values };
}

async function ownContact(context: WriteContext, input: Input): Promise<RegisterRow> {
  const { fields, ownerId } = input.case;
  if (typeof fields['contact'] !== 'string') {
    throw invalidInput([fault('contact', 'required', 'Say which contact changes or ends.')]);
  }
  const row = await findRecord(context, contacts, fields['contact'], { lock: false });
  if (row['owner_id'] === ownerId) return row;
  throw invalidInput([
    fault('contact', 'not-ours', 'This contact belongs to another organisation: ask there.'),
  ]);
}

/** @throws 409 `contact-changed` when something else took effect since it was proposed */
async function writeContact(context: WriteContext, input: Input) {
  const { fields, ownerId } = input.case;
  const values = proposed(input, context.now);
  const { reference, id: caseId } = input.case;
  if (fields['change'] === 'enter') {
    const made = await insertRecord(context, { register: contacts }, { ownerId, fields: values });
    const sharing = { before: [], after: values['sharedWith'] };
    await shareWith(context, contacts, { ownerId, id: made.id }, sharing, { caseId, reference });
    return { written: made.id };
  }
  const { before, after } = await changeContact(context, input, values);
  const sharing = { before: before.fields['sharedWith'], after: after.fields['sharedWith'] };
  await shareWith(context, contacts, { ownerId, id: after.id }, sharing, { caseId, reference });
  return { written: after.id };
}

async function changeContact(
  context: WriteContext,
  input: Input,
  values: Record<string, unknown>,
): Promise<{ before: RecordView; after: RecordView }> {
  const row = await ownContact(context, input);
  if (row.version !== input.case.fields['contactVersion']) {
    throw conflict(
      'contact-changed',
      'This contact changed since. Refuse the proposal, and propose again what is still needed.',
    );
  }
  const change = { version: row.version, fields: values };
  const after = await updateRecord(context, { register: contacts }, row, change);
  return { before: viewOf(contacts, row), after };
}
