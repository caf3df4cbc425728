import type { ReadContext } from '#kernel/command/context.ts';
import type { ConcernedByScope } from './contract.ts';
import { type OfficeHolder, officesOf, type Scope } from './scope.ts';

/** A national administration that a scope concerns, with who speaks for it: its national project managers, its information security officers. */
export type Administration = ConcernedByScope['concerned'][number];

type LeftOut = ConcernedByScope['leftOut'][number];

type Reading = Pick<ReadContext, 'client' | 'now'>;

const empty = (list: string) => `coalesce(cardinality(${list}), 0) = 0`;

/** The systems of the thread `t` among some. */
const inThread = (systems: string) =>
  `array(select s.id from system s where s.thread = t.code and s.id = any (${systems}))`;

/**
 * Of each country of the scope: whether it is a member on the date; takes part in a thread of the scope; and in one of them has one of the
 * communities, which shares a system of that thread with it where both name some. A part that the scope leaves open narrows nothing.
 */
const countriesText = `
select m.country, m.name, o.id as "organisationId", o.code, o.name as "organisationName",
  (m.valid_from is null or m.valid_from <= $2::date) and (m.valid_to is null or m.valid_to >= $2::date) as "isMember",
  cardinality($3::uuid[]) + cardinality($4::uuid[]) = 0 or coalesce(part.threads > 0, false) as "inThread",
  cardinality($3::uuid[]) + cardinality($4::uuid[]) = 0 or coalesce(part.communities > 0, false) as "hasCommunity"
from membership m
left join organisation o on o.country = m.country and o.kind = 'national-administration'
  and o.valid_from <= $2::date and (o.valid_to is null or o.valid_to >= $2::date)
left join lateral (
  select count(*) as threads, count(*) filter (where cardinality($4::uuid[]) = 0 or exists (
    select from user_community u
    where u.id = any ($4) and t.id = any (u.threads) and (${empty('u.member_states')} or m.id = any (u.member_states))
      and (${inThread('m.systems')} = '{}' or ${inThread('u.systems')} = '{}' or ${inThread('m.systems')} && u.systems))) as communities
  from business_thread t
  where (cardinality($3::uuid[]) = 0 or t.id = any ($3))
    and case when ${empty('m.threads')} then m.kind <> 'observer' else t.id = any (m.threads) end) part on true
where m.id = any ($1::uuid[])
order by o.code, m.name, m.id`;

interface CountryRow {
  readonly country: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly code: string;
  readonly organisationName: string;
  readonly isMember: boolean;
  readonly inThread: boolean;
  readonly hasCommunity: boolean;
}

function leftOutBecause(row: CountryRow): LeftOut['because'] | null {
  if (!row.isMember) return 'no-member';
  if (!row.inThread) return 'thread';
  if (!row.hasCommunity) return 'community';
  return row.organisationId === null ? 'no-administration' : null;
}

/**
 * Whom a scope concerns on a date (`YYYY-MM-DD`; Security Plan §3.1): the administrations of its countries that are members on that date, take part
 * in one of its threads, and in which one of its communities is found there; and what keeps each other country out.
 */
export async function readScope(
  context: Reading,
  scope: Scope,
  onDate: string = context.now.toISOString().slice(0, 10),
): Promise<ConcernedByScope> {
  if (scope.memberStates.length === 0) return { concerned: [], leftOut: [] };
  const { rows } = await context.client.query<CountryRow>({
    name: 'collaboration-administrations',
    text: countriesText,
    values: [scope.memberStates, onDate, scope.threads, scope.communities],
  });
  // A country with two memberships, one after the other, is concerned when one of them is in force.
  const inside = new Map(
    rows.flatMap((row) =>
      leftOutBecause(row) === null && row.organisationId !== null
        ? [[row.organisationId, row] as const]
        : [],
    ),
  );
  const countries = new Set([...inside.values()].map(({ country }) => country));
  return {
    concerned: await withOffices(context, inside),
    leftOut: rows.flatMap((row) => {
      const because = leftOutBecause(row);
      if (because === null || countries.has(row.country)) return [];
      return [{ country: row.country, name: row.name, because }];
    }),
  };
}

/** Offices are a directory of those who work together: they are read across organisations, nothing else is. */
async function withOffices(
  context: Reading,
  found: ReadonlyMap<string, CountryRow>,
): Promise<Administration[]> {
  const offices = await officesOf(context, [...found.keys()], ['npm', 'niso']);
  const of = (organisationId: string, role: string): OfficeHolder[] =>
    offices
      .filter((one) => one.organisationId === organisationId && one.role === role)
      .map(({ personId, name, kind }) => ({ personId, name, kind }));
  return [...found].map(([organisationId, { code, organisationName, country }]) => ({
    ...{ organisationId, code, country, name: organisationName },
    ...{ npm: of(organisationId, 'npm'), niso: of(organisationId, 'niso') },
  }));
}

/** The administrations alone. */
export async function concernedAdministrations(
  context: Reading,
  scope: Scope,
  onDate?: string,
): Promise<Administration[]> {
  return (await readScope(context, scope, onDate)).concerned;
}
