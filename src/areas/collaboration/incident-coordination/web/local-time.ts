/** `09:14 Europe/Lisbon`: an instant in the zone that it was told in; null for UTC, and for a zone that the browser does not know. */
export function localTime(instant: string, zone: string, locale: string): string | null {
  if (zone === 'UTC') return null;
  try {
    const time = new Intl.DateTimeFormat(locale, {
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone },
    }).format(new Date(instant));
    return `${time} ${zone}`;
  } catch {
    return null;
  }
}
