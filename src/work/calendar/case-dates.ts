import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow, ProcedureModule } from '#work/catalogue.ts';

/** When something that a case is about takes place, or counts from or until. Instants in ISO 8601, UTC. */
export interface CaseDate {
  /** The field that says it: its title names the date, unless the case itself takes place then. */
  readonly field: string;
  readonly takesPlace?: true;
  readonly startsAt: string;
  readonly endsAt: string | null;
  /** True: days count, not times. */
  readonly allDay: boolean;
}

/** A day, or a row of them to `last`, as a date of a case; null for what is no day. */
export function daysOf(field: string, first: unknown, last?: unknown): CaseDate | null {
  if (!isDay(first)) return null;
  const startsAt = `${first}T00:00:00.000Z`;
  const endsAt = isDay(last) && last > first ? `${last}T00:00:00.000Z` : null;
  return { field, startsAt, endsAt, allDay: true };
}

/** A moment as a date of a case; null for what is none. */
export function momentOf(
  field: string,
  at: unknown,
  endsAt: string | null = null,
): CaseDate | null {
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null;
  return { field, startsAt: new Date(at).toISOString(), endsAt, allDay: false };
}

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/**
 * Keeps the dates of a case beside it, as its procedure tells them, with the transaction that changes the case. `before` is the case before
 * the change; null for a new one.
 */
export async function keepDates(
  context: WriteContext,
  module: ProcedureModule,
  before: CaseRow | null,
  after: CaseRow,
): Promise<void> {
  if (module.dates === undefined) return;
  const dates = module.dates(after);
  const text = JSON.stringify(dates);
  if (text === (before === null ? '[]' : JSON.stringify(module.dates(before)))) return;
  const starts = dates.map(({ startsAt }) => startsAt).sort();
  const ends = dates.map(({ startsAt, endsAt }) => endsAt ?? startsAt).sort();
  await context.client.query({
    name: 'case-dates',
    text: 'update procedure_case set dates = $3::jsonb, dates_from = $4, dates_to = $5 where owner_id = $1 and id = $2',
    values: [
      after.ownerId,
      after.id,
      dates.length === 0 ? null : text,
      starts[0] ?? null,
      ends.at(-1) ?? null,
    ],
  });
}
