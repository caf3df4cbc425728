import type { PoolClient } from 'pg';
import { notFound } from '#kernel/errors/app-error.ts';
import type {
  AccountDetail,
  AccountFilters,
  AccountView,
  InvitationView,
  LockoutView,
} from './account-contract.ts';
import { type IdentityParts, reading } from './parts.ts';
import { idleTimeoutMs } from './sessions.ts';

interface AccountListRow {
  readonly person_id: string;
  readonly name: string;
  readonly email: string;
  readonly organisation_id: string;
  readonly organisation: string;
  readonly external: boolean;
  readonly ended_at: Date | null;
  readonly has_password: boolean;
  readonly totp: boolean;
  readonly locked_until: Date | null;
  readonly invited_until: Date | null;
  readonly sessions: number;
  readonly tokens: number;
  readonly last_used_at: Date | null;
}

/** $1 now, $2 sessions used after this instant are open. */
const selected = `
select p.id as person_id, p.name, p.email, p.organisation_id, o.name as organisation, p.external, p.ended_at,
  a.password_hash is not null as has_password, a.totp_secret is not null as totp, t.blocked_until as locked_until, i.expires_at as invited_until,
  s.sessions, k.tokens, greatest(s.last_used_at, k.last_used_at) as last_used_at
from person p
join organisation o on o.id = p.organisation_id
left join account a on a.person_id = p.id
left join sign_in_throttle t on t.blocked_until > $1
  and t.subject = 'account:' || encode(sha256(convert_to(lower(btrim(p.email)), 'UTF8')), 'hex')
left join lateral (select max(expires_at) as expires_at from invitation i where i.person_id = p.id and i.accepted_at is null
  and i.revoked_at is null and i.expires_at > $1) i on true
left join lateral (select count(*) filter (where s.ended_at is null and s.expires_at > $1 and s.last_used_at > $2)::int as sessions,
  max(s.last_used_at) as last_used_at from account_session s where s.person_id = p.id) s on true
left join lateral (select count(*) filter (where k.revoked_at is null and k.expires_at > $1)::int as tokens, max(k.last_used_at) as last_used_at
  from api_token k where k.person_id = p.id) k on true`;

const states = {
  none: 'a.password_hash is null and i.expires_at is null and (p.ended_at is null or p.ended_at > $1)',
  invited: 'i.expires_at is not null and (p.ended_at is null or p.ended_at > $1)',
  active:
    'a.password_hash is not null and t.subject is null and (p.ended_at is null or p.ended_at > $1)',
  locked: 't.subject is not null and (p.ended_at is null or p.ended_at > $1)',
  left: 'p.ended_at <= $1',
} as const;

/** People by name, each with how it gets in. The key of the next page is the name and id of the last one. */
export async function listAccounts(
  parts: IdentityParts,
  filters: AccountFilters,
  after: { readonly name: string; readonly id: string } | null,
): Promise<AccountView[]> {
  const now = parts.clock.now();
  const pattern = `%${(filters.q ?? '').trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await reading(parts, (client) =>
    client.query<AccountListRow>(
      `${selected}
       where ($3::uuid is null or p.organisation_id = $3) and (p.name ilike $4 or p.email ilike $4)
         and ($5::text is null or (p.name, p.id) > ($5, $6::uuid))
         ${filters.state === undefined ? '' : `and ${states[filters.state]}`}
       order by p.name, p.id limit $7`,
      [
        now,
        openSince(now),
        filters.organisation ?? null,
        pattern,
        after?.name ?? null,
        after?.id ?? null,
        filters.limit + 1,
      ],
    ),
  );
  return rows.map((row) => accountViewOf(row, now));
}

/** One person's account with roles, open sessions and tokens. @throws 404 */
export async function readAccount(parts: IdentityParts, personId: string): Promise<AccountDetail> {
  const now = parts.clock.now();
  return reading(parts, async (client) => {
    const found = await client.query<AccountListRow>(`${selected} where p.id = $3`, [
      now,
      openSince(now),
      personId,
    ]);
    const row = found.rows[0];
    if (row === undefined) throw notFound('person');
    const roles = await rolesOf(client, personId, now);
    return {
      account: accountViewOf(row, now),
      roles,
      sessions: await sessionsOf(client, personId, now),
      tokens: await tokensOf(client, personId, now),
      titles: await titlesOf(client, [
        ...roles.flatMap((one) => [one.organisationId, one.forPersonId, one.systemId]),
        row.organisation_id,
      ]),
    };
  });
}

/** A session that was not used for longer has ended by itself. */
function openSince(now: Date): Date {
  return new Date(now.getTime() - idleTimeoutMs);
}

async function rolesOf(
  client: PoolClient,
  personId: string,
  now: Date,
): Promise<AccountDetail['roles']> {
  const { rows } = await client.query<{
    id: string;
    role: string;
    owner_id: string;
    system_id: string | null;
    case_id: string | null;
    kind: 'holder' | 'substitute' | 'delegate';
    for_person_id: string | null;
    valid_from: Date;
    valid_to: Date | null;
    acknowledged_at: Date | null;
  }>(
    `select id, role, owner_id, system_id, case_id, kind, for_person_id, valid_from, valid_to, acknowledged_at from role_holding
     where person_id = $1 and (valid_to is null or valid_to > $2) order by role, id limit 500`,
    [personId, now],
  );
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    organisationId: row.owner_id,
    systemId: row.system_id,
    caseId: row.case_id,
    kind: row.kind,
    forPersonId: row.for_person_id,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to?.toISOString() ?? null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
  }));
}

async function sessionsOf(
  client: PoolClient,
  personId: string,
  now: Date,
): Promise<AccountDetail['sessions']> {
  const { rows } = await client.query<{
    id: string;
    created_at: Date;
    last_used_at: Date;
    from_address: string;
    user_agent: string;
  }>(
    `select id, created_at, last_used_at, from_address, user_agent from account_session
     where person_id = $1 and ended_at is null and expires_at > $2 and last_used_at > $3 order by id desc limit 200`,
    [personId, now, openSince(now)],
  );
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
    from: row.from_address,
    userAgent: row.user_agent,
  }));
}

async function tokensOf(
  client: PoolClient,
  personId: string,
  now: Date,
): Promise<AccountDetail['tokens']> {
  const { rows } = await client.query<{
    id: string;
    name: string;
    scopes: string[];
    expires_at: Date;
    last_used_at: Date | null;
  }>(
    `select id, name, scopes, expires_at, last_used_at from api_token
     where person_id = $1 and revoked_at is null and expires_at > $2 order by id desc limit 200`,
    [personId, now],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }));
}

async function titlesOf(
  client: PoolClient,
  ids: readonly (string | null)[],
): Promise<Record<string, string>> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `select id, name from organisation where id = any ($1::uuid[]) union all select id, name from person where id = any ($1::uuid[])`,
    [ids.filter((one) => one !== null)],
  );
  return Object.fromEntries(rows.map((row) => [row.id, row.name]));
}

function accountViewOf(row: AccountListRow, now: Date): AccountView {
  return {
    personId: row.person_id,
    name: row.name,
    email: row.email,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    external: row.external,
    state: stateOf(row, now),
    totp: row.totp,
    lockedUntil: row.locked_until?.toISOString() ?? null,
    invitedUntil: row.invited_until?.toISOString() ?? null,
    sessions: row.sessions,
    tokens: row.tokens,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

function stateOf(row: AccountListRow, now: Date): AccountView['state'] {
  if (row.ended_at !== null && row.ended_at <= now) return 'left';
  if (row.locked_until !== null) return 'locked';
  if (row.has_password) return 'active';
  return row.invited_until === null ? 'none' : 'invited';
}

/** Invitations, latest first; `open` keeps those whose link still works. */
export async function listInvitations(
  parts: IdentityParts,
  filters: { readonly limit: number; readonly after?: string | undefined; readonly open: boolean },
): Promise<InvitationView[]> {
  const { rows } = await reading(parts, (client) =>
    client.query<{
      id: string;
      person_id: string;
      name: string;
      email: string;
      organisation: string;
      created_at: Date;
      expires_at: Date;
      accepted_at: Date | null;
      revoked_at: Date | null;
    }>(
      `select i.id, i.person_id, p.name, p.email, o.name as organisation, i.created_at, i.expires_at, i.accepted_at, i.revoked_at
       from invitation i join person p on p.id = i.person_id join organisation o on o.id = p.organisation_id
       where ($1::uuid is null or i.id < $1)
         and (not $2 or (i.accepted_at is null and i.revoked_at is null and i.expires_at > $3))
       order by i.id desc limit $4`,
      [filters.after ?? null, filters.open, parts.clock.now(), filters.limit + 1],
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    name: row.name,
    email: row.email,
    organisation: row.organisation,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}

/** Accounts and network addresses from which nobody may sign in now, the longest locks first. */
export async function listLockouts(parts: IdentityParts): Promise<LockoutView[]> {
  const { rows } = await reading(parts, (client) =>
    client.query<{
      subject: string;
      attempts: number;
      blocks: number;
      blocked_until: Date;
      person_id: string | null;
      name: string | null;
    }>(
      `select t.subject, t.attempts, t.blocks, t.blocked_until, p.id as person_id, p.name
       from (select * from sign_in_throttle where blocked_until > $1 order by blocked_until desc limit 500) t
       left join person p on t.subject = 'account:' || encode(sha256(convert_to(lower(btrim(p.email)), 'UTF8')), 'hex')
       order by t.blocked_until desc`,
      [parts.clock.now()],
    ),
  );
  return rows.map((row) => ({
    kind: row.subject.startsWith('account:') ? 'account' : 'address',
    address: row.subject.startsWith('account:') ? null : row.subject.slice('address:'.length),
    personId: row.person_id,
    name: row.name,
    attempts: row.attempts,
    blocks: row.blocks,
    blockedUntil: row.blocked_until.toISOString(),
  }));
}
