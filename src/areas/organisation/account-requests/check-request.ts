import type { WriteContext } from '#kernel/command/context.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput } from '#work/catalogue.ts';
import { isOffice } from './offices.ts';
import { endOf } from './period.ts';

interface Known {
  kind: string;
  person_ended: boolean | null;
  person_organisation: string | null;
  email_taken: boolean;
}

const knownText = `
select o.kind, p.ended_at <= $4 as person_ended, p.organisation_id as person_organisation,
  exists (select from person q where lower(q.email) = lower($3)) as email_taken
from organisation o left join person p on p.id = $2 where o.id = $1`;

const fault = (field: string, code: string, message: string): Fault => ({
  path: `/fields/${field}`,
  code,
  message,
});

/** @throws 422 with the place of everything that does not fit together. Returns the organisation of the person it is for, if there is one. */
export async function checkRequest(context: WriteContext, input: ActInput): Promise<string | null> {
  const { fields, ownerId } = input.case;
  const { rows } = await context.client.query<Known>({
    name: 'account-request-known',
    text: knownText,
    values: [ownerId, fields['person'] ?? null, fields['email'] ?? null, context.now],
  });
  const [known] = rows;
  if (known === undefined) throw new Error('a case without an organisation');
  const faults = [
    ...(fields['kind'] === 'account'
      ? faultsOfAccount(fields, known)
      : faultsOfRole(fields, known)),
    ...(isOffice(known.kind, String(fields['role']))
      ? []
      : [fault('role', 'not-an-office', 'This organisation has no such office to give.')]),
    ...faultsOfPeriod(fields, context.now),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return known.person_organisation;
}

type Values = ActInput['case']['fields'];

function faultsOfAccount(fields: Values, known: Known): Fault[] {
  const faults = ['name', 'email']
    .filter((name) => fields[name] === undefined)
    .map((name) => fault(name, 'required', 'A new account needs the name and the address.'));
  if (fields['person'] !== undefined) {
    faults.push(fault('person', 'not-both', 'Somebody who is known here needs no new account.'));
  }
  if (known.email_taken) {
    faults.push(fault('email', 'taken', 'Somebody with this address is known here already.'));
  }
  return faults;
}

function faultsOfRole(fields: Values, known: Known): Fault[] {
  if (fields['person'] === undefined) {
    return [fault('person', 'required', 'Say who is to hold the role.')];
  }
  return known.person_ended === true
    ? [fault('person', 'left', 'This person has left.')]
    : ['name', 'email']
        .filter((name) => fields[name] !== undefined)
        .map((name) => fault(name, 'not-both', 'For new accounts only.'));
}

function faultsOfPeriod(fields: Values, now: Date): Fault[] {
  const end = endOf(fields['validTo']);
  if (end === null) return [];
  const begin = String(fields['validFrom'] ?? '');
  return end <= now || String(fields['validTo']) < begin
    ? [fault('validTo', 'past', 'The last day lies ahead, and not before the first.')]
    : [];
}
