import { organisationArea } from '#areas/organisation/area.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import type { Administration } from './administration.ts';
import { CommandFailure, exitCodes } from './failures.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly endedAt: string | null;
}

interface PersonRow extends Omit<Person, 'endedAt'> {
  readonly endedAt: Date | null;
}

const peopleText = `
select p.id, p.name, p.email, p.organisation_id as "organisationId", o.code as organisation, p.ended_at as "endedAt"
from person p join organisation o on o.id = p.organisation_id`;

/** Somebody by email address. @throws CommandFailure `notFound` */
export async function personByEmail(parts: Administration, email: string): Promise<Person> {
  const rows = await parts.read<PersonRow>(`${peopleText} where lower(p.email) = lower($1)`, [
    email,
  ]);
  const row = rows[0];
  if (row === undefined) {
    throw new CommandFailure(exitCodes.notFound, `There is nobody with the address ${email}.`);
  }
  return personOf(row);
}

/** Everybody, or those of one organisation, by name. */
export async function listPeople(
  parts: Administration,
  organisationId: string | null,
): Promise<Person[]> {
  const rows = await parts.read<PersonRow>(
    `${peopleText} where $1::uuid is null or p.organisation_id = $1 order by p.name, p.id`,
    [organisationId],
  );
  return rows.map(personOf);
}

function personOf(row: PersonRow): Person {
  return { ...row, endedAt: row.endedAt?.toISOString() ?? null };
}

/** The id of an organisation by its code. @throws CommandFailure `notFound` */
export async function organisationByCode(parts: Administration, code: string): Promise<string> {
  const rows = await parts.read<{ id: string }>('select id from organisation where code = $1', [
    code,
  ]);
  const row = rows[0];
  if (row === undefined) {
    throw new CommandFailure(
      exitCodes.notFound,
      `There is no organisation ${code}. Make it with: commonward organisation create ${code} --name … --kind …`,
    );
  }
  return row.id;
}

/** A new record of a register of the organisation area, by the product's own command: checked, with its trail entry and event. */
export async function addRecord(
  context: WriteContext,
  register: string,
  input: { readonly ownerId: string | null; readonly fields: Readonly<Record<string, unknown>> },
): Promise<string> {
  const module = organisationArea.registers?.find((each) => each.register.id === register);
  if (module === undefined) throw new Error(`no register ${register}`);
  return (await insertRecord(context, module, { ...input, computed: true })).id;
}
