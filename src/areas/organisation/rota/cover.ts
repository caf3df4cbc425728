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

export interface RotaTimes extends OfficeHours {
  readonly cover: string;
}

const names = [
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
    if (hours.workdays.includes(names[day.dayOfWeek - 1] ?? '')) {
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

/** What is left of some stretches without others. */
export function without(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return others.reduce<readonly Stretch[]>(
    (left, other) =>
      left.flatMap(({ from, to }) => {
        if (other.to <= from || other.from >= to) return [{ from, to }];
        return [
          ...(other.from > from ? [{ from, to: other.from }] : []),
          ...(other.to < to ? [{ from: other.to, to }] : []),
        ];
      }),
    stretches,
  ) as Stretch[];
}

/** When somebody has to be on duty. */
export function needed(rota: RotaTimes, within: Stretch): Stretch[] {
  if (rota.cover === 'around-the-clock') return [{ ...within }];
  const open = officeHours(rota, within);
  return rota.cover === 'office-hours' ? open : without([{ ...within }], open);
}

/** The times without anybody, in their order. */
export function gapsOf(rota: RotaTimes, turns: readonly Stretch[], within: Stretch): Stretch[] {
  return without(needed(rota, within), turns).sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Whether the office is open at an instant; never where its time zone is none that the database of zones has. */
export function isOpen(hours: OfficeHours, now: string): boolean {
  if (!isZone(hours.zone)) return false;
  const next = new Date(Date.parse(now) + 1).toISOString();
  return officeHours(hours, { from: now, to: next }).length > 0;
}
