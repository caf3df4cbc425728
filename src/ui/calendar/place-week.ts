import type { CalendarEntry } from '#work/calendar/contract.ts';
import { addDays, type Day, dayOf, daysBetween } from './days.ts';

export interface Span {
  readonly first: Day;
  /** Included. */
  readonly last: Day;
}

/** The days that an entry touches. What ends at midnight does not touch the day that begins then. */
export function spanOf({ startsAt, endsAt, allDay }: CalendarEntry): Span {
  const first = dayOf(startsAt);
  if (endsAt === null) return { first, last: first };
  const last = dayOf(allDay ? endsAt : Date.parse(endsAt) - 1);
  return { first, last: [first, last].sort()[1] ?? first };
}

/** An entry in a day of a week. Of one that lasts, the first piece of the week carries the words, over as many days as it has there. */
export interface Piece {
  readonly entry: CalendarEntry;
  /** Days that the words have room for; 0: a piece that only goes on. */
  readonly days: number;
  /** It began before this day, or goes on after it. */
  readonly before: boolean;
  readonly after: boolean;
}

const lengthOf = ({ first, last }: Span): number => daysBetween(first, last);

/**
 * Entries of a week in lanes: what lasts for days stands above and keeps its lane from day to day, the rest fills what is free in the order
 * of its time.
 * @returns by day, in the order of the lanes; null: a lane that is free there
 */
export function placeWeek(
  week: readonly Day[],
  entries: readonly CalendarEntry[],
): (Piece | null)[][] {
  const lanes: (Piece | null)[][] = week.map(() => []);
  const first = week[0] ?? '';
  const last = week.at(-1) ?? '';
  const touching = entries
    .map((entry) => ({ entry, span: spanOf(entry) }))
    .filter(({ span }) => span.first <= last && span.last >= first)
    .sort(
      (one, other) =>
        Number(lengthOf(other.span) > 0) - Number(lengthOf(one.span) > 0) ||
        one.span.first.localeCompare(other.span.first) ||
        lengthOf(other.span) - lengthOf(one.span) ||
        one.entry.startsAt.localeCompare(other.entry.startsAt),
    );
  for (const { entry, span } of touching) {
    const from = span.first < first ? 0 : daysBetween(first, span.first);
    const to = span.last > last ? week.length - 1 : daysBetween(first, span.last);
    const lane = freeLane(lanes, from, to);
    for (let at = from; at <= to; at += 1) {
      const day = lanes[at] ?? [];
      while (day.length < lane) day.push(null);
      day[lane] = {
        entry,
        days: at === from ? to - from + 1 : 0,
        before: addDays(first, at) > span.first,
        after: addDays(first, at) < span.last,
      };
    }
  }
  return lanes;
}

function freeLane(lanes: readonly (Piece | null)[][], from: number, to: number): number {
  const taken = lanes.slice(from, to + 1);
  for (let lane = 0; ; lane += 1) {
    if (taken.every((day) => (day[lane] ?? null) === null)) return lane;
  }
}

/** The lanes of a day that have room, and how many of its entries have none. */
export function fitLanes(
  lanes: readonly (Piece | null)[],
  room: number,
): { shown: (Piece | null)[]; more: number } {
  if (lanes.length <= room) return { shown: [...lanes], more: 0 };
  const hidden = lanes.slice(room - 1).filter((piece) => piece !== null);
  return { shown: lanes.slice(0, room - 1), more: hidden.length };
}
