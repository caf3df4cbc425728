const dayMs = 86_400_000;

/** The instant at which a last day (`YYYY-MM-DD`) is over in UTC; null for none. */
export function endOf(lastDay: unknown): Date | null {
  return typeof lastDay === 'string' ? new Date(Date.parse(lastDay) + dayMs) : null;
}

/** The beginning of a first day (`YYYY-MM-DD`) in UTC, or now when that is past or not said. */
export function beginOf(firstDay: unknown, now: Date): Date {
  const begin = typeof firstDay === 'string' ? new Date(firstDay) : now;
  return begin > now ? begin : now;
}
