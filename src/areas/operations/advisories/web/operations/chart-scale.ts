/** The largest value of an axis: 1, 2, 2.5 or 5 times a power of ten, at least the given one. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}

export interface MonthBar {
  readonly month: string;
  readonly fixed: number;
  readonly medianDays: number | null;
  readonly p90Days: number | null;
}

/** Every calendar month from the first to the last, so that a month without a fix is a gap and not left out. */
export function everyMonth(
  months: readonly { month: string; fixed: number; medianDays: number; p90Days: number }[],
): MonthBar[] {
  const first = months[0]?.month;
  const last = months.at(-1)?.month;
  if (first === undefined || last === undefined) return [];
  const known = new Map(months.map((one) => [one.month, one]));
  const bars: MonthBar[] = [];
  for (let month = first; month <= last && bars.length < 60; month = nextMonth(month)) {
    bars.push(known.get(month) ?? { month, fixed: 0, medianDays: null, p90Days: null });
  }
  return bars;
}

/** `2026-12` becomes `2027-01`. */
export function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Days with one decimal below ten, whole ones above. */
export function roundDays(days: number): number {
  return days < 10 ? Math.round(days * 10) / 10 : Math.round(days);
}
