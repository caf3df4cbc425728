export const durationUnits = ['days', 'hours', 'minutes'] as const;
export type DurationUnit = (typeof durationUnits)[number];

const minutesOf: Readonly<Record<DurationUnit, number>> = { days: 1440, hours: 60, minutes: 1 };
const letters: Readonly<Record<DurationUnit, readonly [string, string]>> = {
  days: ['P', 'D'],
  hours: ['PT', 'H'],
  minutes: ['PT', 'M'],
};

/** Of more than one unit. */
const composed = /^P(?=\d+DT|T\d+H\d)(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?$/;

/** A number of units as ISO 8601. What is no number stays as typed between the letters, for the message at the field; nothing stays nothing. */
export function durationFrom(amount: string, unit: DurationUnit): string {
  const typed = amount.trim();
  const [before, after] = letters[unit];
  return typed === '' ? '' : `${before}${typed}${after}`;
}

/** The number and the unit of a duration; one of several units as so many of the smallest. Null where there is none. */
export function partsOfDuration(
  duration: string,
): { readonly amount: string; readonly unit: DurationUnit } | null {
  if (duration === '') return null;
  const found = composed.exec(duration);
  if (found !== null) {
    const counts = durationUnits.map((_, index) => Number(found[index + 1] ?? 0));
    const unit: DurationUnit = counts[2] === 0 ? 'hours' : 'minutes';
    const minutes = durationUnits.reduce(
      (total, one, index) => total + (counts[index] ?? 0) * minutesOf[one],
      0,
    );
    return { amount: String(minutes / minutesOf[unit]), unit };
  }
  const unit = durationUnits.find((one) => {
    const [before, after] = letters[one];
    return duration.startsWith(before) && duration.endsWith(after);
  });
  if (unit === undefined) return { amount: duration, unit: 'days' };
  const [before, after] = letters[unit];
  return { amount: duration.slice(before.length, -after.length), unit };
}
