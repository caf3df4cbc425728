/** When an office answers, where the terms say "office hours": by the clock of the central body. */
const office = { zone: 'Europe/Brussels', opens: 8, closes: 18 } as const;

/** From when time counts for a contact: at once, or, outside the hours in which it has to answer, from their next beginning. ISO 8601 UTC. */
export function countedFrom(now: string, hours: 'office-hours' | 'around-the-clock'): string {
  if (hours === 'around-the-clock') return now;
  let at = Temporal.Instant.from(now).toZonedDateTimeISO(office.zone);
  const isWorkday = () => at.dayOfWeek <= 5;
  if (isWorkday() && at.hour >= office.opens && at.hour < office.closes) return now;
  if (at.hour >= office.opens) at = at.add({ days: 1 });
  while (!isWorkday()) at = at.add({ days: 1 });
  const opening = at.withPlainTime({ hour: office.opens });
  return new Date(opening.epochMilliseconds).toISOString();
}
