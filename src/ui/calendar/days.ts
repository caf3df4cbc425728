/** A day of UTC as `2026-03-01`. Everything in the product is told in UTC, so that parties in several zones see the same day. */
export type Day = string;

const DAY = 86_400_000;
const instantOf = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`);

export const dayOf = (instant: string | number): Day =>
  new Date(instant).toISOString().slice(0, 10);

/** True for a day that the calendar has. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = instantOf(text);
  return !Number.isNaN(at) && dayOf(at) === text;
}

export const addDays = (day: Day, count: number): Day => dayOf(instantOf(day) + count * DAY);

export const daysBetween = (first: Day, last: Day): number =>
  Math.round((instantOf(last) - instantOf(first)) / DAY);

/** The Monday of the day's week (ISO 8601). */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

/** The same day of another month, or its last one when it has fewer days. */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + count, Math.min(date, last)));
}

export const monthOf = (day: Day): string => day.slice(0, 7);

/** The weeks that a month touches, each from Monday to Sunday. */
export function weeksOfMonth(day: Day): Day[][] {
  const first = `${monthOf(day)}-01`;
  const next = addMonths(first, 1);
  const weeks: Day[][] = [];
  for (let monday = mondayOf(first); monday < next; monday = addDays(monday, 7)) {
    weeks.push(daysFrom(monday, 7));
  }
  return weeks;
}

export const daysFrom = (first: Day, count: number): Day[] =>
  Array.from({ length: count }, (_none, index) => addDays(first, index));

/** Number of the week: the first one has the year's first Thursday (ISO 8601). */
export function weekOf(day: Day): number {
  const thursday = addDays(mondayOf(day), 3);
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
}
