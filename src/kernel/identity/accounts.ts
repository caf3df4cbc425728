import type { PoolClient } from 'pg';
import { type Principal, systemPrincipal } from '#kernel/access/principal.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { changing, type IdentityParts, reading } from './parts.ts';
import { passwordFaults } from './password.ts';
import { endSessionsOf } from './sessions.ts';

/** An account with its person, as sign-in needs it. */
export interface AccountRow {
  readonly person_id: string;
  readonly organisation_id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'fr' | 'de';
  readonly version: number;
  readonly password_hash: string | null;
  readonly totp_secret: string | null;
  readonly totp_pending: string | null;
  readonly totp_last_step: number | null;
}

export interface PersonRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly name: string;
  readonly email: string;
}

const accountText = `
select a.person_id, p.organisation_id, p.name, p.email, p.locale, a.version, a.password_hash, a.totp_secret, a.totp_pending,
  a.totp_last_step
from account a join person p on p.id = a.person_id
where (p.ended_at is null or p.ended_at > $2)`;

/** The account of an email address, in any spelling of upper and lower case; null for none and for people who left. */
export async function accountByEmail(
  client: PoolClient,
  email: string,
  now: Date,
): Promise<AccountRow | null> {
  const { rows } = await client.query<AccountRow>(`${accountText} and lower(p.email) = lower($1)`, [
    email.trim(),
    now,
  ]);
  return rows[0] ?? null;
}

/** @throws 404 when the person has no account. */
export async function accountOf(
  client: PoolClient,
  personId: string,
  now: Date,
): Promise<AccountRow> {
  const { rows } = await client.query<AccountRow>(`${accountText} and a.person_id = $1`, [
    personId,
    now,
  ]);
  const row = rows[0];
  if (row === undefined) throw notFound('account');
  return row;
}

/** @throws 404 when there is no such person, or the person left. */
export async function presentPerson(
  client: PoolClient,
  personId: string,
  now: Date,
): Promise<PersonRow> {
  const { rows } = await client.query<PersonRow>(
    `select id, organisation_id, name, email from person
     where id = $1 and (ended_at is null or ended_at > $2)`,
    [personId, now],
  );
  const row = rows[0];
  if (row === undefined) throw notFound('person');
  return row;
}

/**
 * Gives a person an account with a password, for set-up and the command line.
 * @throws 404 for an unknown person, 409 when there is an account already, 422 for a weak password.
 */
export async function createAccount(
  parts: IdentityParts,
  input: { readonly personId: string; readonly password: string },
  by: Principal = systemPrincipal('create-account'),
): Promise<void> {
  const hash = await checkedHash(parts, input);
  await changing(parts, by, async (context) => {
    const person = await presentPerson(context.client, input.personId, context.now);
    const { rowCount } = await context.client.query(
      `insert into account (person_id, password_hash, password_changed_at, created_at, updated_at)
       values ($1, $2, $3, $3, $3) on conflict do nothing`,
      [person.id, hash, context.now],
    );
    if (rowCount === 0) throw conflict('account-exists', 'This person has an account already.');
    recordAccount(context, person, 'account.create', 1, {});
  });
}

/**
 * Sets a person's password, makes the account if there is none, and ends all sessions of the person.
 * @throws 404 for an unknown person, 422 for a weak password.
 */
export async function setPassword(
  parts: IdentityParts,
  input: { readonly personId: string; readonly password: string },
  by: Principal = systemPrincipal('set-password'),
): Promise<void> {
  const hash = await checkedHash(parts, input);
  await changing(parts, by, async (context) => {
    const person = await presentPerson(context.client, input.personId, context.now);
    await storePassword(context, person, hash, null);
  });
  parts.cache.forgetPerson(input.personId);
}

/** Writes a new hash, ends the person's sessions except one, and leaves the trail entry. */
export async function storePassword(
  context: WriteContext,
  person: PersonRow,
  hash: string,
  exceptSession: string | null,
): Promise<void> {
  const { rows } = await context.client.query<{ version: number }>(
    `insert into account (person_id, password_hash, password_changed_at, created_at, updated_at)
     values ($1, $2, $3, $3, $3)
     on conflict (person_id) do update set password_hash = excluded.password_hash,
       password_changed_at = excluded.password_changed_at, updated_at = excluded.updated_at, version = account.version + 1
     returning version`,
    [person.id, hash, context.now],
  );
  const sessionsEnded = await endSessionsOf(context.client, person.id, exceptSession, context.now);
  recordAccount(context, person, 'account.set-password', rows[0]?.version ?? 1, { sessionsEnded });
}

/** Ends every session and revokes every token of a person, at once in this process. */
export async function revokeAllOf(
  parts: IdentityParts,
  personId: string,
  by: Principal = systemPrincipal('revoke-all'),
): Promise<void> {
  await changing(parts, by, async (context) => {
    const sessionsEnded = await endSessionsOf(context.client, personId, null, context.now);
    const tokens = await context.client.query(
      'update api_token set revoked_at = $2 where person_id = $1 and revoked_at is null',
      [personId, context.now],
    );
    const links = await context.client.query(
      'update invitation set revoked_at = $2 where person_id = $1 and accepted_at is null and revoked_at is null',
      [personId, context.now],
    );
    const { rows } = await context.client.query<PersonRow>(
      'select id, organisation_id, name, email from person where id = $1',
      [personId],
    );
    const person = rows[0];
    if (person === undefined) throw notFound('person');
    recordAccount(context, person, 'account.revoke-all', 1, {
      sessionsEnded,
      tokensRevoked: tokens.rowCount ?? 0,
      invitationsRevoked: links.rowCount ?? 0,
    });
  });
  parts.cache.forgetPerson(personId);
}

/** Hashes a new password after judging it. Outside any transaction, because it takes its time. */
export async function checkedHash(
  parts: IdentityParts,
  input: { readonly personId: string; readonly password: string },
): Promise<string> {
  const now = parts.clock.now();
  const person = await reading(parts, (client) => presentPerson(client, input.personId, now));
  const faults = passwordFaults(input.password, person);
  if (faults.length > 0) throw invalidInput(faults);
  return parts.passwords.hash(input.password);
}

/** One entry of the trail about an account, in the organisation of its person. */
export function recordAccount(
  context: WriteContext,
  person: { readonly id: string; readonly organisation_id: string },
  action: string,
  version: number,
  details: Readonly<Record<string, unknown>>,
): void {
  context.record({
    ownerId: person.organisation_id,
    action,
    kind: 'account',
    recordId: person.id,
    recordVersion: version,
    details,
  });
}
