import { conflict } from '#kernel/errors/app-error.ts';
import {
  type AccountRow,
  accountOf,
  checkedHash,
  recordAccount,
  storePassword,
} from './accounts.ts';
import { changing, type IdentityParts, reading } from './parts.ts';
import type { MemberPrincipal } from './session-routes.ts';
import { endSessionsOf, type NewSession, rotateSession } from './sessions.ts';
import { badCredentials, tooManyAttempts } from './sign-in.ts';
import { clearAttempts, reserveAttempt } from './throttle.ts';
import { newTotp, type TotpOffer, totpStep } from './totp.ts';

/** The language of the principal's mails, notices and pages. */
export async function setOwnLocale(
  parts: IdentityParts,
  principal: MemberPrincipal,
  locale: 'en' | 'fr' | 'de',
): Promise<void> {
  await changing(parts, principal, async (context) => {
    const { rows } = await context.client.query<{ version: number }>(
      `update person set locale = $2, version = version + 1, updated_at = $3, updated_by = $1
       where id = $1 and locale <> $2 returning version`,
      [principal.personId, locale, context.now],
    );
    const changed = rows[0];
    if (changed === undefined) return;
    context.record({
      ownerId: principal.organisationId,
      action: 'people.update',
      kind: 'people',
      recordId: principal.personId,
      recordVersion: changed.version,
      details: { after: { locale } },
    });
  });
  parts.cache.forgetPerson(principal.personId);
}

/**
 * Changes the principal's own password. The present session gets a new secret, all others end.
 * @throws 401 `bad-credentials`, 422 for a weak password, 429 `too-many-attempts`.
 */
export async function changeOwnPassword(
  parts: IdentityParts,
  principal: MemberPrincipal,
  input: { readonly current: string; readonly password: string },
): Promise<NewSession | null> {
  const account = await proveAgain(parts, principal, input.current);
  const hash = await checkedHash(parts, {
    personId: principal.personId,
    password: input.password,
  });
  const session = await changing(parts, principal, async (context) => {
    await storePassword(
      context,
      {
        id: account.person_id,
        organisation_id: account.organisation_id,
        name: account.name,
        email: account.email,
      },
      hash,
      principal.viaId,
    );
    return rotateSession(context, principal.viaId ?? '');
  });
  parts.cache.forgetPerson(principal.personId);
  return session;
}

/**
 * Offers a new TOTP secret; it counts once a code of it was confirmed.
 * @throws 401 `bad-credentials`, 409 `totp-active`, 429 `too-many-attempts`.
 */
export async function startTotp(
  parts: IdentityParts,
  principal: MemberPrincipal,
  password: string,
): Promise<TotpOffer> {
  const account = await proveAgain(parts, principal, password);
  if (account.totp_secret !== null) {
    throw conflict('totp-active', 'A second factor is active. Remove it first.');
  }
  const { sealed, offer } = await newTotp(parts.keys, {
    id: account.person_id,
    email: account.email,
  });
  await changing(parts, principal, async (context) => {
    await context.client.query(
      'update account set totp_pending = $2, updated_at = $3, version = version + 1 where person_id = $1',
      [account.person_id, sealed, context.now],
    );
    recordOwn(context, account, 'account.offer-totp');
  });
  return offer;
}

/**
 * Activates the offered secret by its first code. Sessions made without it end, the present one gets a new secret.
 * @throws 401 `bad-credentials`, 409 `totp-not-offered`.
 */
export async function confirmTotp(
  parts: IdentityParts,
  principal: MemberPrincipal,
  code: string,
): Promise<NewSession | null> {
  const now = parts.clock.now();
  const account = await reading(parts, (client) => accountOf(client, principal.personId, now));
  if (account.totp_pending === null) {
    throw conflict('totp-not-offered', 'Ask for a new secret first.');
  }
  const step = totpStep(parts.keys, account.person_id, account.totp_pending, code, now);
  if (step === null) throw badCredentials();
  const session = await changing(parts, principal, async (context) => {
    const { rowCount } = await context.client.query(
      `update account set totp_secret = totp_pending, totp_pending = null, totp_last_step = $2, updated_at = $3,
         version = version + 1 where person_id = $1 and totp_pending = $4`,
      [account.person_id, step, context.now, account.totp_pending],
    );
    if (rowCount === 0) throw conflict('totp-not-offered', 'Ask for a new secret first.');
    await endSessionsOf(context.client, account.person_id, principal.viaId, context.now);
    recordOwn(context, account, 'account.activate-totp');
    return rotateSession(context, principal.viaId ?? '');
  });
  parts.cache.forgetPerson(principal.personId);
  return session;
}

/**
 * Removes the principal's own second factor.
 * @throws 401 `bad-credentials`, 429 `too-many-attempts`.
 */
export async function removeOwnTotp(
  parts: IdentityParts,
  principal: MemberPrincipal,
  password: string,
): Promise<NewSession | null> {
  const account = await proveAgain(parts, principal, password);
  const session = await changing(parts, principal, async (context) => {
    await clearTotp(context, account);
    return rotateSession(context, principal.viaId ?? '');
  });
  parts.cache.forgetPerson(principal.personId);
  return session;
}

/** Forgets secret, offer and used codes, and leaves the trail entry. */
export async function clearTotp(
  context: Parameters<typeof recordAccount>[0],
  account: AccountRow,
): Promise<void> {
  await context.client.query(
    `update account set totp_secret = null, totp_pending = null, totp_last_step = null, updated_at = $2, version = version + 1
     where person_id = $1`,
    [account.person_id, context.now],
  );
  recordOwn(context, account, 'account.remove-totp');
}

/** The password once more, counted like a sign-in: a session left open does not become an account. */
async function proveAgain(
  parts: IdentityParts,
  principal: MemberPrincipal,
  password: string,
): Promise<AccountRow> {
  const now = parts.clock.now();
  const { account, blockedForMs } = await parts.database.transaction(
    { role: 'system', scope: [], person: principal.personId },
    async ({ client }) => {
      const row = await accountOf(client, principal.personId, now);
      const reserved = await reserveAttempt(client, row.email, principal.from, now);
      return { account: row, blockedForMs: reserved.blockedForMs };
    },
  );
  if (blockedForMs > 0) throw tooManyAttempts(blockedForMs);
  if (!(await parts.passwords.verify(account.password_hash, password))) throw badCredentials();
  await parts.database.transaction(
    { role: 'system', scope: [], person: principal.personId },
    ({ client }) => clearAttempts(client, account.email, principal.from),
  );
  return account;
}

function recordOwn(
  context: Parameters<typeof recordAccount>[0],
  account: AccountRow,
  action: string,
): void {
  recordAccount(
    context,
    { id: account.person_id, organisation_id: account.organisation_id },
    action,
    account.version + 1,
    {},
  );
}
