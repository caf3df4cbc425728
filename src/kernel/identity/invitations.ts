import type { Principal } from '#kernel/access/principal.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { AppError, conflict, forbidden, invalidInput } from '#kernel/errors/app-error.ts';
import { queueMails } from '#kernel/mail/queue-mail.ts';
import { checkedHash, presentPerson, recordAccount, storePassword } from './accounts.ts';
import type { InviteInput } from './contract.ts';
import { invitationLink, invitationMail, mailSettingsOf } from './invitation-mail.ts';
import { changing, type IdentityParts, reading } from './parts.ts';
import { insertHolding } from './role-grants.ts';
import { hashSecret, newSecret, secretPattern } from './secrets.ts';

const validDays = 7;

interface InvitedPerson {
  readonly id: string;
  readonly organisation_id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'fr' | 'de';
  readonly ended_at: Date | null;
}

export interface Invited {
  readonly id: string;
  readonly personId: string;
  readonly expiresAt: Date;
  readonly link: string;
}

/**
 * Invites a person by a link that works once, for seven days: makes the person and the roles where they are missing, and writes the mail.
 * Earlier links of the person stop working. For somebody with an account it is the way to a new password.
 * @throws 403 for own roles (nobody grants his own access), 409 when the address belongs to somebody of another organisation or who left,
 * 422 for an unknown organisation.
 */
export async function invite(
  parts: IdentityParts,
  by: Principal,
  input: InviteInput,
): Promise<Invited> {
  const secret = newSecret();
  const link = invitationLink(parts.config, secret);
  const invited = await changing(parts, by, async (context) => {
    await knownOrganisations(context, input);
    const person = await personFor(context, input);
    if (person.id === by.personId)
      throw forbidden('Nobody invites himself or grants himself roles.');
    for (const role of input.roles) await grant(context, person, role);
    const expiresAt = new Date(context.now.getTime() + validDays * 24 * 3_600_000);
    const id = await store(context, person.id, secret, expiresAt);
    const settings = mailSettingsOf(parts.config);
    // Without a mail server the administrator hands the link over; a mail that stays would only keep it longer.
    if (settings.sends) {
      const text = invitationMail(person, link, validDays);
      await queueMails(context, settings, [
        {
          personId: person.id,
          organisationId: person.organisation_id,
          to: person.email,
          label: 'PUBLIC',
          tlp: 'CLEAR',
          full: text,
          neutral: text,
        },
      ]);
    }
    recordAccount(context, person, 'account.invite', 1, {
      invitation: id,
      roles: input.roles,
      expiresAt: expiresAt.toISOString(),
    });
    return { id, personId: person.id, expiresAt, link };
  });
  parts.cache.forgetPerson(invited.personId);
  return invited;
}

/**
 * Sets the password of the invited person; the link is used up, earlier sessions of the person end.
 * @throws 410 `invitation-invalid` for a link that is unknown, used, replaced or too old; 422 for a weak password.
 */
export async function acceptInvitation(
  parts: IdentityParts,
  input: { readonly token: string; readonly password: string },
  from: string,
): Promise<void> {
  const tokenHash = hashSecret(secretPattern.test(input.token) ? input.token : '');
  const now = parts.clock.now();
  const personId = await reading(parts, async (client) => {
    const { rows } = await client.query<{ person_id: string }>(
      `select person_id from invitation
       where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > $2`,
      [tokenHash, now],
    );
    return rows[0]?.person_id;
  });
  if (personId === undefined) throw invitationInvalid();
  const hash = await checkedHash(parts, { personId, password: input.password });
  const principal: Principal = {
    kind: 'session',
    personId,
    name: '',
    locale: 'en',
    organisationId: null,
    holdings: [],
    tokenScopes: null,
    viaId: null,
    from,
  };
  await changing(parts, principal, async (context) => {
    const { rows } = await context.client.query<{ id: string }>(
      `update invitation set accepted_at = $2
       where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > $2 returning id`,
      [tokenHash, context.now],
    );
    const invitation = rows[0];
    if (invitation === undefined) throw invitationInvalid();
    const person = await presentPerson(context.client, personId, context.now);
    await storePassword(context, person, hash, null);
    recordAccount(context, person, 'invitation.accept', 1, { invitation: invitation.id });
  });
  parts.cache.forgetPerson(personId);
}

function invitationInvalid(): AppError {
  return new AppError({
    status: 410,
    code: 'invitation-invalid',
    title: 'This link works no longer',
    detail: 'It was used, replaced or is too old. Ask your administrator for a new one.',
  });
}

async function knownOrganisations(context: WriteContext, input: InviteInput): Promise<void> {
  const wanted = [
    { path: '/organisationId', id: input.organisationId },
    ...input.roles.map((role, at) => ({
      path: `/roles/${at}/organisationId`,
      id: role.organisationId,
    })),
  ];
  const { rows } = await context.client.query<{ id: string }>(
    'select id from organisation where id = any($1)',
    [wanted.map(({ id }) => id)],
  );
  const known = new Set(rows.map(({ id }) => id));
  const faults = wanted
    .filter(({ id }) => !known.has(id))
    .map(({ path }) => ({ path, code: 'unknown', message: 'There is no such organisation.' }));
  if (faults.length > 0) throw invalidInput(faults);
}

async function personFor(context: WriteContext, input: InviteInput): Promise<InvitedPerson> {
  const id = newId();
  const inserted = await context.client.query(
    `insert into person (id, organisation_id, name, email, external, locale, created_at, created_by, updated_at, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8) on conflict (lower(email)) do nothing`,
    [
      id,
      input.organisationId,
      input.name,
      input.email,
      input.external,
      input.locale,
      context.now,
      context.principal.personId,
    ],
  );
  const { rows } = await context.client.query<InvitedPerson>(
    'select id, organisation_id, name, email, locale, ended_at from person where lower(email) = lower($1)',
    [input.email],
  );
  const person = rows[0];
  if (person === undefined) throw new Error('The person was not stored.');
  if (person.organisation_id !== input.organisationId) {
    throw conflict('email-taken', 'This address belongs to somebody of another organisation.');
  }
  if (person.ended_at !== null && person.ended_at <= context.now) {
    throw conflict('person-ended', 'This person has left.');
  }
  if (inserted.rowCount === 1) {
    context.record({
      ownerId: person.organisation_id,
      action: 'person.create',
      kind: 'people',
      recordId: person.id,
      recordVersion: 1,
      details: { name: input.name, email: input.email, external: input.external },
    });
  }
  return person;
}

async function grant(
  context: WriteContext,
  person: InvitedPerson,
  role: InviteInput['roles'][number],
): Promise<void> {
  const validTo = role.validTo === undefined ? null : new Date(role.validTo);
  if (validTo !== null && validTo <= context.now) {
    throw invalidInput([{ path: '/roles', code: 'past', message: 'This period is over already.' }]);
  }
  await insertHolding(
    context,
    person.id,
    { ...role, kind: 'holder' },
    { from: context.now, to: validTo },
  );
}

async function store(
  context: WriteContext,
  personId: string,
  secret: string,
  expiresAt: Date,
): Promise<string> {
  await context.client.query(
    'update invitation set revoked_at = $2 where person_id = $1 and accepted_at is null and revoked_at is null',
    [personId, context.now],
  );
  const id = newId();
  await context.client.query(
    'insert into invitation (id, person_id, token_hash, created_at, created_by, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [id, personId, hashSecret(secret), context.now, context.principal.personId, expiresAt],
  );
  return id;
}
