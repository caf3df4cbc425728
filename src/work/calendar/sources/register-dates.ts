import { columnOf, snakeCase } from '#engine/field-schema.ts';
import type { Register } from '#engine/register.ts';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { Catalogue, RegisterDate } from '#work/catalogue.ts';
import {
  type CalendarSource,
  type CalendarWindow,
  iso,
  type SourcedEntry,
  windowValues,
} from '../calendar-source.ts';

/** Dates of records, as the register's module declares them; each by its own index, cut at the limit, then put in order. */
export const registerDatesSource: CalendarSource = {
  kind: 'record',
  entries: async (context, catalogue, window) => {
    const found: SourcedEntry[] = [];
    for (const { register, date } of declaredDates(catalogue)) {
      const organisations = readableOf(register, context.principal);
      if (organisations.length === 0) continue;
      found.push(...(await entriesOf(context, register, date, organisations, window)));
    }
    return found.sort(byStart).slice(0, window.limit);
  },
};

function declaredDates(catalogue: Catalogue): { register: Register; date: RegisterDate }[] {
  return [...catalogue.registers.values()].flatMap(({ register, dates }) =>
    (dates ?? []).map((date) => ({ register, date })),
  );
}

const byStart = (one: SourcedEntry, other: SourcedEntry): number =>
  one.startsAt === other.startsAt
    ? one.key < other.key
      ? -1
      : 1
    : one.startsAt < other.startsAt
      ? -1
      : 1;

/** Organisations whose records of the register the reader's roles let him read. A token for the calendar reads their dates. */
function readableOf(register: Register, principal: Principal): readonly string[] {
  try {
    const need = { permission: 'calendar:read', roles: register.access.read };
    return authorise({ ...principal, tokenScopes: null }, need).organisations;
  } catch (error) {
    if (error instanceof AppError && error.status === 403) return [];
    throw error;
  }
}

/** Names come from definitions only, never from a request. */
function statementOf(register: Register, date: RegisterDate): string {
  const field = register.fields[date.field];
  if (field === undefined) throw new Error(`${register.id} has no field ${date.field}`);
  const column = `r."${snakeCase(date.field)}"`;
  const days = columnOf(date.field, field).type === 'date';
  const at = days ? `(${column}::timestamp at time zone 'UTC')` : column;
  const within = days
    ? `${column} >= ($2::timestamptz at time zone 'UTC')::date and ${column} <= (($3::timestamptz - interval '1 ms') at time zone 'UTC')::date`
    : `${column} >= $2 and ${column} < $3`;
  const person = date.person === undefined ? 'null::uuid' : `r."${snakeCase(date.person)}"`;
  const organisation =
    date.organisation === undefined ? 'r.owner_id' : `r."${snakeCase(date.organisation)}"`;
  const open =
    register.lifeCycle === undefined ? 'true' : '($9::text[] is null or r.state = any ($9))';
  const ended = (date.endedBy ?? []).map((name) => ` and r."${snakeCase(name)}" is null`).join('');
  const condition = `${within} and ${open}${ended}
    and (not $7 or ${date.ofReaders === true} or ${person} = $8 or ${person} is null and ${organisation} = any ($1::uuid[]))`;
  const columns = `r.id, r."${snakeCase(register.title)}" as title, ${at} as at, r.owner_id, ${organisation} as organisation_id, r.label, r.tlp,
    ${register.ofCase === true ? 'r.case_id' : 'null::uuid'} as case_id,
    ${register.lifeCycle === undefined ? 'null::text' : 'r.state'} as state`;
  return `
with dated as materialized (
  select ${columns} from ${register.table} r where r.owner_id = any ($1::uuid[]) and ${condition}
  union
  select ${columns} from shared_with_me s join ${register.table} r on r.owner_id = s.record_owner_id and r.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = '${register.id}' and ${condition}
)
select '${register.id}:' || d.id as key, ${iso('d.at')} as "startsAt", null as "endsAt", ${days} as "allDay", d.title, c.reference,
  'register.${register.id}' as owner, '${date.field}' as name, d.state, ${date.takesPlace !== true} as due, '${register.id}' as "recordKind", d.id as "recordId",
  d.case_id as "caseId", coalesce(d.organisation_id, d.owner_id) as "organisationId", d.label, d.tlp
from dated d left join procedure_case c on c.owner_id = d.owner_id and c.id = d.case_id
where ($4::timestamptz is null or (d.at, ('${register.id}:' || d.id) collate "C") > ($4::timestamptz, $5::text))
order by d.at, d.id::text collate "C" limit $6`;
}

async function entriesOf(
  context: ReadContext,
  register: Register,
  date: RegisterDate,
  organisations: readonly string[],
  window: CalendarWindow,
): Promise<SourcedEntry[]> {
  const values = [
    ...windowValues(organisations, window),
    window.of === 'me',
    context.principal.personId,
  ];
  const { rows } = await context.client.query<SourcedEntry>({
    name: `calendar-${register.id}-${date.field}`,
    text: statementOf(register, date),
    values: register.lifeCycle === undefined ? values : [...values, date.states ?? null],
  });
  return rows;
}
