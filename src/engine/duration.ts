/** An ISO 8601 duration cannot be read, or an instant is out of range. */
export class DurationError extends Error {
  constructor(text: string) {
    super(`not an ISO 8601 duration: ${text}`);
    this.name = 'DurationError';
  }
}

/** Whether the text is an ISO 8601 duration longer than nothing (`P7D`, `PT30M`, `P1Y6M`). */
export function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign > 0;
  } catch {
    return false;
  }
}

/** What a field of this kind holds: days, hours and minutes, which mean the same in every month (`P2D`, `PT4H`, `P1DT12H`). */
const ofField = /^P(?!$)(\d{1,5}D)?(T(?=\d)(\d{1,5}H)?(\d{1,5}M)?)?$/;

/** Whether a field of kind `duration` can hold the text: longer than nothing. */
export function isFieldDuration(text: string): boolean {
  return ofField.test(text) && /[1-9]/.test(text);
}

/**
 * The instant that lies an ISO 8601 duration after another, as an ISO 8601 UTC string with milliseconds.
 * Months and years are those of the calendar in UTC: one month after 31 January is the last day of February.
 * @throws DurationError
 */
export function addDuration(instant: string, duration: string): string {
  return shift(instant, duration, 1);
}

/** As `addDuration`, backwards. @throws DurationError */
export function subtractDuration(instant: string, duration: string): string {
  return shift(instant, duration, -1);
}

function shift(instant: string, text: string, direction: 1 | -1): string {
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(text);
  } catch {
    throw new DurationError(text);
  }
  const start = Temporal.Instant.from(instant).toZonedDateTimeISO('UTC');
  const end = direction === 1 ? start.add(duration) : start.subtract(duration);
  return end.toInstant().toString({ smallestUnit: 'millisecond' });
}

/** The duration from one instant to a later one, in whole seconds (`PT3600S`). */
export function durationBetween(from: string, to: string): string {
  const seconds = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  return `PT${seconds}S`;
}

/** The duration to the end of a day (`YYYY-MM-DD`, UTC): a day where it names none, or is over, so that who is late is told so soon. */
export function untilEndOf(day: unknown, now: string): string {
  const end = `${String(day)}T23:59:59.000Z`;
  return Number.isNaN(Date.parse(end)) || end <= now ? 'P1D' : durationBetween(now, end);
}

const parts = ['years', 'months', 'days', 'hours', 'minutes'] as const;
const written = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;
const formats = new Map<string, Intl.DurationFormat>();

/** `PT4H` as `4 hours` in a language (BCP 47), its units as they are written; what is no duration of whole units stays as it is. */
export function durationInWords(duration: string, language: string): string {
  const found = written.exec(duration);
  if (found === null) return duration;
  const format = formats.get(language) ?? new Intl.DurationFormat(language, { style: 'long' });
  formats.set(language, format);
  return format.format(
    Object.fromEntries(
      parts.flatMap((part, index) => {
        const count = found[index + 1];
        return count === undefined ? [] : [[part, Number(count)]];
      }),
    ),
  );
}
