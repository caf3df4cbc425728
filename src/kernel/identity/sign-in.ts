import type { PoolClient } from 'pg';
import type { Principal } from '#kernel/access/principal.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { type AccountRow, accountByEmail, recordAccount } from './accounts.ts';
import { changing, type IdentityParts } from './parts.ts';
import { hashSecret, secretPattern } from './secrets.ts';
import { insertSession, type NewSession } from './sessions.ts';
import {
  accountSubject,
  addressSubject,
  clearAttempts,
  type Reserved,
  reserveAttempt,
  returnAttempt,
} from './throttle.ts';
import { totpStep } from './totp.ts';

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly totp?: string | undefined;
}

/** Where a sign-in comes from, and the session cookie that it brought, if any: that one ends. */
export interface SignInFrom {
  readonly address: string;
  readonly userAgent: string;
  readonly presentedSecret: string | undefined;
}

/** 401: one answer for an unknown address, a wrong password and a wrong or used code. */
export function badCredentials(): AppError {
  return new AppError({
    status: 401,
    code: 'bad-credentials',
    title: 'Not signed in',
    detail: 'Email address, password or code is wrong.',
  });
}

/** 429 with the whole seconds to wait. */
export function tooManyAttempts(blockedForMs: number): AppError {
  const retryAfterSeconds = Math.ceil(blockedForMs / 1000);
  return new AppError({
    status: 429,
    code: 'too-many-attempts',
    title: 'Too many attempts',
    detail: `Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes, or ask an administrator to lift the lock.`,
    extra: { retryAfterSeconds },
  });
}

/**
 * Signs a person in. The attempt is counted before anything is checked; an unknown account costs the same work as a known one.
 * @throws 401 `bad-credentials`, 401 `totp-required` (password right, code missing), 429 `too-many-attempts`.
 */
export async function signIn(
  parts: IdentityParts,
  input: SignInInput,
  from: SignInFrom,
): Promise<NewSession & { readonly personId: string }> {
  const now = parts.clock.now();
  const { account, reserved } = await parts.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) => ({
      reserved: await reserveAttempt(client, input.email, from.address, now),
      account: await accountByEmail(client, input.email, now),
    }),
  );
  if (reserved.blockedForMs > 0) throw tooManyAttempts(reserved.blockedForMs);
  const known = await parts.passwords.verify(account?.password_hash ?? null, input.password);
  if (!known || account === null) throw await refused(parts, account, reserved, from);
  let step: number | null = null;
  if (account.totp_secret !== null) {
    if (input.totp === undefined) throw await codeWanted(parts, input, from);
    step = totpStep(parts.keys, account.person_id, account.totp_secret, input.totp, now);
    if (step === null) throw await refused(parts, account, reserved, from);
  }
  const session = await startSession(parts, account, { input, from, step, reserved });
  if (session === null) throw await refused(parts, account, reserved, from);
  return { ...session, personId: account.person_id };
}

/** The principal for the trail while a person signs in: nobody is signed in yet, but it is known who it is. */
export function signingIn(account: AccountRow, address: string): Principal {
  return {
    kind: 'session',
    personId: account.person_id,
    name: account.name,
    locale: account.locale,
    organisationId: account.organisation_id,
    holdings: [],
    tokenScopes: null,
    viaId: null,
    from: address,
  };
}

async function startSession(
  parts: IdentityParts,
  account: AccountRow,
  attempt: {
    readonly input: SignInInput;
    readonly from: SignInFrom;
    readonly step: number | null;
    readonly reserved: Reserved;
  },
): Promise<NewSession | null> {
  const { input, from, step, reserved } = attempt;
  const hash = account.password_hash ?? '';
  const better = parts.passwords.isOutdated(hash)
    ? await parts.passwords.hash(input.password)
    : hash;
  let before: string | null = null;
  const session = await changing(parts, signingIn(account, from.address), async (context) => {
    // Also against a password changed or a code used by somebody else since the account was read.
    const { rowCount } = await context.client.query(
      `update account set password_hash = $3, totp_last_step = coalesce($4::bigint, totp_last_step)
       where person_id = $1 and password_hash = $2 and totp_secret is not distinct from $5
         and ($4::bigint is null or totp_last_step is null or totp_last_step < $4::bigint)`,
      [account.person_id, hash, better, step, account.totp_secret],
    );
    if (rowCount === 0) return null;
    await clearAttempts(context.client, input.email, from.address);
    before = await endPresented(context.client, from.presentedSecret, context.now);
    const made = await insertSession(
      context.client,
      account.person_id,
      { from: from.address, userAgent: from.userAgent },
      context.now,
    );
    recordAccount(
      context,
      { id: account.person_id, organisation_id: account.organisation_id },
      'session.start',
      account.version,
      { session: made.id, secondFactor: step !== null, failedBefore: reserved.attempts - 1 },
    );
    return made;
  });
  parts.cache.forgetPerson(account.person_id);
  if (before !== null) parts.cache.forgetPerson(before);
  return session;
}

/** Ends the session that the browser came with; returns whose it was. */
async function endPresented(
  client: PoolClient,
  secret: string | undefined,
  now: Date,
): Promise<string | null> {
  if (secret === undefined || !secretPattern.test(secret)) return null;
  const { rows } = await client.query<{ person_id: string }>(
    `update account_session set ended_at = $2 where token_hash = $1 and ended_at is null
     returning person_id`,
    [hashSecret(secret), now],
  );
  return rows[0]?.person_id ?? null;
}

/** A failure leaves nothing to write, since the attempt is counted already; only the one that locks an account is told. */
async function refused(
  parts: IdentityParts,
  account: AccountRow | null,
  reserved: Reserved,
  from: SignInFrom,
): Promise<AppError> {
  parts.log.info({ event: 'sign-in-refused', from: from.address }, 'sign-in refused');
  if (reserved.last && account !== null) {
    await changing(parts, signingIn(account, from.address), async (context) => {
      recordAccount(
        context,
        { id: account.person_id, organisation_id: account.organisation_id },
        'account.lock',
        account.version,
        { attempts: reserved.attempts },
      );
    });
  }
  return badCredentials();
}

async function codeWanted(
  parts: IdentityParts,
  input: SignInInput,
  from: SignInFrom,
): Promise<AppError> {
  await parts.database.transaction({ role: 'system', scope: [], person: null }, ({ client }) =>
    returnAttempt(client, [accountSubject(input.email), addressSubject(from.address)]),
  );
  return new AppError({
    status: 401,
    code: 'totp-required',
    title: 'The code is missing',
    detail: 'Type the code that your authenticator application shows.',
  });
}
