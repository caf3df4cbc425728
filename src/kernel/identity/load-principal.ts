import type { PoolClient } from 'pg';
import type { Holding, Principal } from '#kernel/access/principal.ts';
import type { Loaded } from './principal-cache.ts';
import { idleTimeoutMs } from './sessions.ts';

/** How old `last_used_at` may get before a request writes it anew: a read stays a read, nearly always. */
const touchAfterMs = 60_000;

interface Row {
  readonly via_id: string;
  readonly scopes: string[] | null;
  readonly last_used_at: Date | null;
  readonly expires_at: Date;
  readonly person_id: string;
  readonly name: string;
  readonly locale: 'en' | 'fr' | 'de';
  readonly organisation_id: string;
  readonly holdings: Holding[];
  readonly changes_at: Date | null;
}

/** Roles held now, and the next instant at which one begins or ends. $2 is the kernel's now. */
const holdings = `
  coalesce((select jsonb_agg(jsonb_build_object('role', h.role, 'organisationId', h.owner_id, 'systemId', h.system_id,
      'caseId', h.case_id, 'kind', h.kind, 'forPersonId', h.for_person_id) order by h.owner_id, h.role, h.id)
    from access.role_in_force h where h.person_id = p.id and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)), '[]') as holdings,
  (select min(edge) from access.role_in_force h, unnest(array[h.valid_from, h.valid_to]) as edge
    where h.person_id = p.id and edge > $2) as changes_at`;

const person = `p.id as person_id, p.name, p.locale, p.organisation_id, ${holdings}`;
const present = '(p.ended_at is null or p.ended_at > $2)';

const bySession = `
select s.id as via_id, null::text[] as scopes, s.last_used_at, least(s.expires_at, p.ended_at) as expires_at, ${person}
from account_session s join person p on p.id = s.person_id
where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_used_at > $3 and ${present}`;

const byToken = `
select t.id as via_id, t.scopes, t.last_used_at, least(t.expires_at, p.ended_at) as expires_at, ${person}
from api_token t join person p on p.id = t.person_id
where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2 and ${present}`;

/** The principal of a session's or token's hash, by one statement; null when there is none that is valid now. */
export async function loadPrincipal(
  client: PoolClient,
  kind: 'session' | 'token',
  hash: Buffer,
  now: Date,
): Promise<Loaded | null> {
  const { rows } = await client.query<Row>(
    kind === 'session'
      ? {
          name: 'principal-by-session',
          text: bySession,
          values: [hash, now, new Date(now.getTime() - idleTimeoutMs)],
        }
      : { name: 'principal-by-token', text: byToken, values: [hash, now] },
  );
  const row = rows[0];
  if (row === undefined) return null;
  await touch(client, kind, row, now);
  const ends = [row.expires_at, row.changes_at].filter((date) => date !== null);
  return {
    principal: principalOf(kind, row),
    validUntil: new Date(Math.min(...ends.map((date) => date.getTime()))),
  };
}

const withoutSession = `
select p.id as via_id, null::text[] as scopes, null::timestamptz as last_used_at, p.ended_at as expires_at, ${person}
from person p where ${present} and`;

/**
 * A person as who acts without a session: by a message from his address, or a one-time link. He needs no account, only to be known and
 * present; roles are those held now. Null when nobody is.
 * @param who the address in lower case, or the person's id
 * @param limits what he can do this way (permissions), how he came (for the trail) and from where
 */
export async function loadPersonPrincipal(
  client: PoolClient,
  who: { readonly address: string } | { readonly personId: string },
  limits: {
    readonly kind: 'mail' | 'link';
    readonly permissions: readonly string[];
    readonly viaId: string | null;
    readonly from: string;
  },
  now: Date,
): Promise<Principal | null> {
  const { rows } = await client.query<Row>(
    'address' in who
      ? {
          name: 'principal-by-address',
          text: `${withoutSession} lower(p.email) = $1`,
          values: [who.address.toLowerCase(), now],
        }
      : {
          name: 'principal-by-person',
          text: `${withoutSession} p.id = $1`,
          values: [who.personId, now],
        },
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { kind, permissions, viaId, from } = limits;
  return { ...principalOf('session', row), kind, tokenScopes: permissions, viaId, from };
}

function principalOf(kind: 'session' | 'token', row: Row): Principal {
  return {
    kind,
    personId: row.person_id,
    name: row.name,
    locale: row.locale,
    organisationId: row.organisation_id,
    holdings: row.holdings,
    tokenScopes: row.scopes,
    viaId: row.via_id,
    from: '',
  };
}

async function touch(
  client: PoolClient,
  kind: 'session' | 'token',
  row: Row,
  now: Date,
): Promise<void> {
  const age = row.last_used_at === null ? Infinity : now.getTime() - row.last_used_at.getTime();
  if (age < touchAfterMs) return;
  const table = kind === 'session' ? 'account_session' : 'api_token';
  await client.query(
    `update ${table} set last_used_at = $2 where id = $1 and last_used_at is distinct from $2`,
    [row.via_id, now],
  );
}
