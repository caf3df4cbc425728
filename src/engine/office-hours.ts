/** A stretch of time in ISO 8601 UTC, the end not in it. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** When an office is open, by the clock of its place: `opensAt` and `closesAt` as `HH:MM`, an IANA time zone. */
export interface OfficeHours {
  readonly zone: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly workdays: readonly string[];
}

/** Days of the week, Monday first. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** True for a time zone of the IANA database. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** The stretches in which the office is open, within a stretch; a day of its place at a time, so that a change of the clock shifts nothing. */
export function officeHours(hours: OfficeHours, within: Stretch): Stretch[] {
  const end = Temporal.Instant.from(within.to);
  let day = Temporal.Instant.from(within.from).toZonedDateTimeISO(hours.zone).toPlainDate();
  // Hours over midnight began the day before.
  day = day.subtract({ days: 1 });
  const found: Stretch[] = [];
  for (;;) {
    const opens = at(day, hours.opensAt, hours.zone);
    if (Temporal.Instant.compare(opens, end) >= 0) return clipped(found, within);
    const over = hours.closesAt <= hours.opensAt ? day.add({ days: 1 }) : day;
    if (hours.workdays.includes(weekdays[day.dayOfWeek - 1] ?? '')) {
      found.push({ from: iso(opens), to: iso(at(over, hours.closesAt, hours.zone)) });
    }
    day = day.add({ days: 1 });
  }
}

function at(day: Temporal.PlainDate, time: string, timeZone: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

const iso = (instant: Temporal.Instant): string =>
  new Date(instant.epochMilliseconds).toISOString();

function clipped(stretches: readonly Stretch[], within: Stretch): Stretch[] {
  return stretches.flatMap(({ from, to }) => {
    // ISO 8601 in UTC sorts as time does.
    const [, later = from] = [from, within.from].sort();
    const [sooner = to] = [to, within.to].sort();
    const cut = { from: later, to: sooner };
    return cut.from < cut.to ? [cut] : [];
  });
}

/** Whether the office is open at an instant; never where its time zone is none that the database of zones has. */
export function isOpen(hours: OfficeHours, now: string): boolean {
  if (!isZone(hours.zone)) return false;
  const next = new Date(Date.parse(now) + 1).toISOString();
  return officeHours(hours, { from: now, to: next }).length > 0;
}

/** An office in words: `Monday–Friday, 08:00–18:00, Europe/Brussels`; days in the language, a run of three or more as its ends. */
export function officeInWords(hours: OfficeHours, language: string): string {
  const { workdays, opensAt, closesAt, zone } = hours;
  const days = weekdays.flatMap((day, at) => (workdays.includes(day) ? [at] : []));
  const word = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  // The first of January 2024 was a Monday.
  const named = days.map((at) => word.format(new Date(Date.UTC(2024, 0, at + 1))));
  const [first = 0] = days;
  const isRun = days.length > 2 && days.every((at, index) => at === first + index);
  const list = isRun
    ? `${named.at(0)}–${named.at(-1)}`
    : new Intl.ListFormat(language, { type: 'conjunction' }).format(named);
  return `${list}, ${opensAt}–${closesAt}, ${zone}`;
}

/** From when time counts for somebody who answers in office hours: at once while the office is open, else from its next opening. ISO 8601 UTC. */
export function countedFrom(hours: OfficeHours, now: string): string {
  // No ten days of an office with a working day are without an opening; public holidays are not known here.
  const to = iso(Temporal.Instant.from(now).add({ hours: 240 }));
  const [next] = officeHours(hours, { from: now, to });
  return next?.from ?? now;
}
