import type { Principal } from '#kernel/access/principal.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, forbidden, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { GrantInput } from './account-contract.ts';
import { presentPerson } from './accounts.ts';
import { changing, type IdentityParts } from './parts.ts';

/**
 * Gives a person a role in an organisation, for a system or all of them, for a period; as holder, or as substitute of another holder. The role
 * counts from the next request on; its holder acknowledges it.
 * @throws 403 for one's own access, 404 for an unknown person, 409 `role-held` when it is held already, 422 for what does not fit together.
 */
export async function grantRole(
  parts: IdentityParts,
  by: Principal,
  personId: string,
  input: GrantInput,
): Promise<{ readonly id: string }> {
  if (personId === by.personId) throw forbidden('Nobody grants himself roles.');
  const id = await changing(parts, by, async (context) => {
    const person = await presentPerson(context.client, personId, context.now);
    const period = periodOf(input, context.now);
    await refuseUnknown(context, person.id, input);
    const made = await insertHolding(context, person.id, input, period);
    if (made === null) throw conflict('role-held', 'This role is held already in that period.');
    return made;
  });
  parts.cache.forgetPerson(personId);
  return { id };
}

/** Ends a role now, or takes it away before it began. @throws 403 for one's own, 404, 409 when it is over already. */
export async function endRole(
  parts: IdentityParts,
  by: Principal,
  personId: string,
  holdingId: string,
): Promise<void> {
  if (personId === by.personId) throw forbidden('Nobody changes his own roles.');
  await changing(parts, by, async (context) => {
    if (!(await endHolding(context, personId, holdingId))) {
      throw conflict('role-over', 'This role is over already.');
    }
  });
  parts.cache.forgetPerson(personId);
}

/**
 * Ends a role with its trail entry and event, in the transaction of the context; one that has not begun never does. False when it was over.
 * @throws 404
 */
export async function endHolding(
  context: WriteContext,
  personId: string,
  holdingId: string,
): Promise<boolean> {
  const by = context.principal.personId;
  const found = await context.client.query<{
    owner_id: string;
    role: string;
    valid_from: Date;
    valid_to: Date | null;
  }>(
    'select owner_id, role, valid_from, valid_to from role_holding where person_id = $1 and id = $2 for update',
    [personId, holdingId],
  );
  const row = found.rows[0];
  if (row === undefined) throw notFound('role');
  if (row.valid_to !== null && row.valid_to <= context.now) return false;
  const end = new Date(Math.max(row.valid_from.getTime(), context.now.getTime()));
  const { rows } = await context.client.query<{ version: number }>(
    `update role_holding set valid_to = $3, version = version + 1, updated_at = $4, updated_by = $5
     where owner_id = $1 and id = $2 returning version`,
    [row.owner_id, holdingId, end, context.now, by],
  );
  context.record({
    ownerId: row.owner_id,
    action: 'role.end',
    kind: 'role-holdings',
    recordId: holdingId,
    recordVersion: rows[0]?.version ?? 1,
    details: { person: personId, role: row.role, validTo: end.toISOString() },
  });
  context.emit({
    name: 'role.ended',
    ownerId: row.owner_id,
    recordId: holdingId,
    payload: { personId, role: row.role, endedBy: by },
  });
  return true;
}

interface Period {
  readonly from: Date;
  readonly to: Date | null;
}

function periodOf(input: Pick<GrantInput, 'validFrom' | 'validTo'>, now: Date): Period {
  const from = input.validFrom == null ? now : new Date(input.validFrom);
  const to = input.validTo == null ? null : new Date(input.validTo);
  if (to !== null && (to <= now || to <= from)) {
    throw invalidInput([
      {
        path: '/validTo',
        code: 'past',
        message: 'The end lies after the beginning, in the future.',
      },
    ]);
  }
  return { from, to };
}

async function refuseUnknown(
  context: WriteContext,
  personId: string,
  input: GrantInput,
): Promise<void> {
  const { rows } = await context.client.query<{ organisation: boolean; stood_for: boolean }>(
    `select exists (select from organisation where id = $1) as organisation,
       $2::uuid is null or exists (select from role_holding where owner_id = $1 and person_id = $2 and role = $3 and kind = 'holder'
         and (valid_to is null or valid_to > $4)) as stood_for`,
    [input.organisationId, input.forPersonId ?? null, input.role, context.now],
  );
  const fault = (path: string, message: string) =>
    invalidInput([{ path, code: 'unknown', message }]);
  if (rows[0]?.organisation !== true) {
    throw fault('/organisationId', 'There is no such organisation.');
  }
  const substitute = input.kind === 'substitute';
  if (substitute !== (input.forPersonId != null) || input.forPersonId === personId) {
    throw fault('/forPersonId', 'A substitute stands for another person; a holder for nobody.');
  }
  if (rows[0].stood_for !== true) {
    throw fault('/forPersonId', 'This person does not hold the role there.');
  }
}

/** Writes the role with its trail entry and event; null when the person holds it already. */
export async function insertHolding(
  context: WriteContext,
  personId: string,
  input: GrantInput,
  period: Period,
): Promise<string | null> {
  const id = newId();
  const by = context.principal.personId;
  const { rowCount } = await context.client.query(
    `insert into role_holding (owner_id, id, person_id, role, system_id, kind, for_person_id, valid_from, valid_to, granted_by, reason, created_at, created_by, updated_at, updated_by)
     select $1::uuid, $2::uuid, $3::uuid, $4::text, $5::uuid, $6::text, $7::uuid, $8::timestamptz, $9::timestamptz, $10::uuid, $11::text, $12::timestamptz, $10::uuid, $12::timestamptz, $10::uuid
     where not exists (select from role_holding where person_id = $3 and owner_id = $1 and role = $4 and kind = $6
       and case_id is null and system_id is not distinct from $5 and for_person_id is not distinct from $7
       and (valid_to is null or valid_to > $8) and ($9::timestamptz is null or valid_from < $9))`,
    [
      input.organisationId,
      id,
      personId,
      input.role,
      input.systemId ?? null,
      input.kind,
      input.forPersonId ?? null,
      period.from,
      period.to,
      by,
      input.reason ?? null,
      context.now,
    ],
  );
  if (rowCount === 0) return null;
  context.record({
    ownerId: input.organisationId,
    action: 'role.grant',
    kind: 'role-holdings',
    recordId: id,
    recordVersion: 1,
    details: {
      person: personId,
      role: input.role,
      kind: input.kind,
      forPerson: input.forPersonId ?? null,
      validFrom: period.from.toISOString(),
      validTo: period.to?.toISOString() ?? null,
    },
  });
  context.emit({
    name: 'role.granted',
    ownerId: input.organisationId,
    recordId: id,
    payload: { personId, role: input.role, grantedBy: by },
  });
  return id;
}
