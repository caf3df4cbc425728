import type { PoolClient } from 'pg';
import type { Principal } from '#kernel/access/principal.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { changing, type IdentityParts, reading } from './parts.ts';
import { hashSecret, newSecret } from './secrets.ts';

const hour = 3_600_000;
/** A session ends when nobody used it for 12 hours … */
export const idleTimeoutMs = 12 * hour;
/** … and after seven days in any case. */
export const absoluteTimeoutMs = 7 * 24 * hour;

/** A session that was just made; the secret goes into the cookie and nowhere else. */
export interface NewSession {
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: Date;
}

export interface SessionView {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly from: string;
  readonly userAgent: string;
  readonly current: boolean;
}

/** Makes a session; its secret is always new, so that one planted before the sign-in is worth nothing. */
export async function insertSession(
  client: PoolClient,
  personId: string,
  where: { readonly from: string; readonly userAgent: string },
  now: Date,
): Promise<NewSession> {
  const session = {
    id: newId(),
    secret: newSecret(),
    expiresAt: new Date(now.getTime() + absoluteTimeoutMs),
  };
  await client.query(
    `insert into account_session (id, person_id, token_hash, created_at, last_used_at, expires_at, from_address, user_agent)
     values ($1, $2, $3, $4, $4, $5, $6, $7)`,
    [
      session.id,
      personId,
      hashSecret(session.secret),
      now,
      session.expiresAt,
      where.from,
      where.userAgent.slice(0, 200),
    ],
  );
  return session;
}

/** Gives a session a new secret, after a change of what it may do. Its absolute end stays. */
export async function rotateSession(
  context: WriteContext,
  sessionId: string,
): Promise<NewSession | null> {
  const secret = newSecret();
  const { rows } = await context.client.query<{ expires_at: Date }>(
    `update account_session set token_hash = $2, last_used_at = $3 where id = $1 and ended_at is null
     returning expires_at`,
    [sessionId, hashSecret(secret), context.now],
  );
  const expiresAt = rows[0]?.expires_at;
  return expiresAt === undefined ? null : { id: sessionId, secret, expiresAt };
}

/** Ends all sessions of a person except one. Returns how many ended. */
export async function endSessionsOf(
  client: PoolClient,
  personId: string,
  except: string | null,
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `update account_session set ended_at = $3
     where person_id = $1 and ended_at is null and id is distinct from $2`,
    [personId, except, now],
  );
  return rowCount ?? 0;
}

/** The open sessions of the principal's person, latest first. */
export async function listSessions(
  parts: IdentityParts,
  principal: Principal,
): Promise<SessionView[]> {
  const now = parts.clock.now();
  return reading(parts, async (client) => {
    const { rows } = await client.query<{
      id: string;
      created_at: Date;
      last_used_at: Date;
      expires_at: Date;
      from_address: string;
      user_agent: string;
    }>(
      `select id, created_at, last_used_at, expires_at, from_address, user_agent from account_session
       where person_id = $1 and ended_at is null and expires_at > $2 and last_used_at > $3
       order by id desc limit 200`,
      [principal.personId, now, new Date(now.getTime() - idleTimeoutMs)],
    );
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
      expiresAt: row.expires_at,
      from: row.from_address,
      userAgent: row.user_agent,
      current: row.id === principal.viaId,
    }));
  });
}

/**
 * Ends one session of the principal's own, or with `'others'` all but the present one.
 * @throws 404 when there is no such open session of this person.
 */
export async function endSessions(
  parts: IdentityParts,
  principal: Principal & { readonly personId: string; readonly organisationId: string },
  which: { readonly id: string } | 'others',
): Promise<void> {
  await changing(parts, principal, async (context) => {
    const ended =
      which === 'others'
        ? await endSessionsOf(context.client, principal.personId, principal.viaId, context.now)
        : await endOne(context, principal.personId, which.id);
    if (ended === 0 && which !== 'others') throw notFound('session');
    if (ended === 0) return;
    context.record({
      ownerId: principal.organisationId,
      action: 'session.end',
      kind: 'account',
      recordId: principal.personId,
      recordVersion: 1,
      details: which === 'others' ? { others: ended } : { session: which.id },
    });
  });
  parts.cache.forgetPerson(principal.personId);
}

async function endOne(context: WriteContext, personId: string, id: string): Promise<number> {
  const { rowCount } = await context.client.query(
    `update account_session set ended_at = $3 where id = $1 and person_id = $2 and ended_at is null`,
    [id, personId, context.now],
  );
  return rowCount ?? 0;
}
