import { anyMember } from '#kernel/access/authorise.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { readUnder } from '#kernel/database/read-under.ts';
import type { NobodyThere } from './contract.ts';

/** Whom something waits for: those who hold one of the roles in an organisation, or a person by name and who stands for that person in them. */
export interface Asked {
  readonly organisationId: string;
  readonly roles: readonly string[];
  readonly personId: string | null;
  /** Authority for this case alone counts too. */
  readonly caseId: string | null;
  /** Authority for one system counts for this one alone; absent: for any. */
  readonly systemId?: string | null;
  /** Persons who may not act here themselves: segregation of duties. */
  readonly except?: readonly string[];
}

/** Somebody who can act. */
export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly kind: 'holder' | 'substitute' | 'delegate';
  /** Whom a substitute or delegate stands for. */
  readonly standsFor: string | null;
  /** ISO instants of the absence that runs now; null: is there. */
  readonly since: string | null;
  readonly until: string | null;
}

/** Who is there of those who are waited for. */
export interface Presence {
  /** By name, each in a role once. */
  readonly people: readonly Holder[];
  /** Null: somebody can act. */
  readonly nobody: NobodyThere | null;
}

interface Row extends Holder {
  readonly nr: number;
  readonly caseId: string | null;
  readonly systemId: string | null;
}

/** Most holders of one role in one organisation that are looked at, those who are there first. */
const mostHolders = 100;

const iso = (expression: string) =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** `$1` pairs of organisation and role, some with a person; `$2` now; `$3` cases whose delegates count. By the indexes on owner and role, owner and person. */
const holdersText = `
select y.nr, y.role, h.*
from jsonb_to_recordset($1::jsonb) as y (nr integer, organisation_id uuid, role text, person_id uuid)
cross join lateral (
  select p.id, p.name, r.kind, r.for_person_id as "standsFor", r.case_id as "caseId", r.system_id as "systemId",
    ${iso('a.starts_at')} as since, ${iso('a.ends_at')} as until
  from (
    select r.person_id, r.kind, r.for_person_id, r.case_id, r.system_id from access.role_in_force r
    where r.owner_id = y.organisation_id and r.role = y.role and (y.person_id is null or r.for_person_id = y.person_id)
      and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2) and (r.case_id is null or r.case_id = any ($3::uuid[]))
    union all
    select y.person_id, 'holder', null, null, null where y.person_id is not null
  ) r
  join person p on p.id = r.person_id and (p.ended_at is null or p.ended_at > $2)
  left join lateral (
    select a.starts_at, a.ends_at from absence a
    where a.owner_id = y.organisation_id and a.person = r.person_id and a.starts_at <= $2 and a.ends_at > $2
    order by a.ends_at desc limit 1
  ) a on true
  order by a.ends_at is not null, p.name, p.id limit ${mostHolders}
) h
order by y.nr, h.name, h.id`;

const keyOf = (organisationId: string, role: string, personId: string | null): string =>
  [organisationId, role, personId ?? ''].join(' ');

/**
 * Who is there of each, in the order of asking: one statement, however many are asked for, and of each pair of organisation and role once.
 * Organisations outside the scope are read too. Whoever asks answers for what he tells of them: that nobody is there to everybody who waits for
 * them, and people's names where their organisation or their office is the reader's to see.
 */
export async function presenceOf(
  context: ReadContext,
  asked: readonly Asked[],
): Promise<Presence[]> {
  const pairs = new Map<
    string,
    { organisationId: string; role: string; personId: string | null }
  >();
  for (const { organisationId, roles, personId } of asked) {
    for (const role of roles) {
      if (role === anyMember && personId === null) continue;
      pairs.set(keyOf(organisationId, role, personId), { organisationId, role, personId });
    }
  }
  const found = await holdersOf(context, [...pairs.values()], asked);
  return asked.map((one) => presenceIn(found, one));
}

async function holdersOf(
  context: ReadContext,
  pairs: readonly { organisationId: string; role: string; personId: string | null }[],
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, readonly Row[]>> {
  if (pairs.length === 0) return new Map();
  const organisations = [...new Set(pairs.map(({ organisationId }) => organisationId))];
  const read = () =>
    context.client.query<Row>({
      name: 'presence-holders',
      text: holdersText,
      values: [
        JSON.stringify(
          pairs.map(({ organisationId, role, personId }, nr) => ({
            ...{ nr, role, organisation_id: organisationId, person_id: personId },
          })),
        ),
        context.now,
        [...new Set(asked.flatMap(({ caseId }) => caseId ?? []))],
      ],
    });
  const isOwn = organisations.every((one) => context.scope.organisations.includes(one));
  const { rows } = await (isOwn ? read() : readUnder(context, organisations, read));
  const keys = pairs.map((pair) => keyOf(pair.organisationId, pair.role, pair.personId));
  return Map.groupBy(rows, ({ nr }) => keys[nr] ?? '');
}

function presenceIn(
  found: ReadonlyMap<string, readonly Row[]>,
  { organisationId, roles, personId, caseId, systemId, except = [] }: Asked,
): Presence {
  const people = new Map<string, Holder>();
  let isWhole = true;
  for (const role of roles) {
    const rows = found.get(keyOf(organisationId, role, personId)) ?? [];
    if (rows.length >= mostHolders) isWhole = false;
    for (const row of rows) {
      if (row.caseId !== null && row.caseId !== caseId) continue;
      if (row.systemId !== null && systemId !== undefined && row.systemId !== systemId) continue;
      if (except.includes(row.id)) continue;
      const { nr: _nr, caseId: _case, systemId: _system, ...holder } = row;
      const key = `${role} ${row.id}`;
      const before = people.get(key);
      // Who holds a role himself is named so, though he stands in for somebody too.
      if (before === undefined || holder.kind === 'holder') people.set(key, holder);
    }
  }
  const all = [...people.values()];
  const isMember = personId === null && roles.includes(anyMember);
  const isThere = isMember || !isWhole || all.some(({ until }) => until === null);
  return { people: all, nobody: isThere ? null : absenceOf(all) };
}

/** Of people who are all away: since the last one left, until the first one comes back. */
export function absenceOf(people: readonly Pick<Holder, 'since' | 'until'>[]): NobodyThere {
  return {
    since: people.map(({ since }) => since).reduce(later, null),
    until: people.map(({ until }) => until).reduce(earlier, null),
  };
}

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one;
