import ICAL from 'ical.js';
import type { CalendarEvent, CalendarPerson } from './event.ts';

const product = '-//Commonward//Commonward//EN';

/**
 * Methods of RFC 5546 that the product sends: an invitation or its update, the end of either, and a list to read.
 */
export type CalendarMethod = 'REQUEST' | 'CANCEL' | 'PUBLISH';

/** The library counts the space that continues a line beside the 75 octets of RFC 5545 §3.1; 74 keeps every line within them. */
ICAL.foldLength = 74;

/** What a calendar that is subscribed to says of itself. */
export interface Published {
  readonly name: string;
  /** How often it is worth asking again (RFC 7986 §5.7), as a duration: `PT1H`. */
  readonly refresh: string;
}

/** Writes events as one iCalendar object (RFC 5545, of one subscribed to also RFC 7986), in UTC, with CRLF and folded by octets. */
export function writeCalendar(
  method: CalendarMethod,
  events: readonly CalendarEvent[],
  published?: Published,
): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('prodid', product);
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  calendar.addPropertyWithValue('method', method);
  if (published !== undefined) addPublished(calendar, published);
  for (const event of events) calendar.addSubcomponent(componentOf(method, event));
  return `${calendar.toString()}\r\n`;
}

/** With the older names of the same, which most programs still read. */
function addPublished(calendar: ICAL.Component, { name, refresh }: Published): void {
  calendar.addPropertyWithValue('name', plain(name));
  calendar.addPropertyWithValue('x-wr-calname', plain(name));
  const interval = new ICAL.Property('refresh-interval', calendar);
  interval.resetType('duration');
  interval.setValue(ICAL.Duration.fromString(refresh));
  calendar.addProperty(interval);
  calendar.addPropertyWithValue('x-published-ttl', refresh);
}

function componentOf(method: CalendarMethod, event: CalendarEvent): ICAL.Component {
  const component = new ICAL.Component('vevent');
  const add = (name: string, value: unknown) =>
    component.addPropertyWithValue(name, value as never);
  add('uid', event.uid);
  add('dtstamp', instant(event.stamp));
  add('sequence', event.sequence);
  addTimes(event, add);
  add('summary', plain(event.summary));
  if (event.description !== undefined) add('description', plain(event.description));
  if (event.place != null && event.place !== '') add('location', plain(event.place));
  if (event.url !== undefined) add('url', event.url);
  add('status', event.status.toUpperCase());
  if (event.allDay === true) add('transp', 'TRANSPARENT');
  if (event.organiser !== undefined) addPerson(component, 'organizer', event.organiser);
  for (const attendee of event.attendees ?? []) {
    const property = addPerson(component, 'attendee', attendee);
    property.setParameter('cutype', 'INDIVIDUAL');
    property.setParameter('role', 'REQ-PARTICIPANT');
    property.setParameter('partstat', (attendee.answer ?? 'needs-action').toUpperCase());
    if (method === 'REQUEST') property.setParameter('rsvp', 'TRUE');
  }
  return component;
}

function addTimes(event: CalendarEvent, add: (name: string, value: unknown) => void): void {
  if (event.allDay !== true) {
    add('dtstart', instant(event.startsAt));
    if (event.endsAt !== null && event.endsAt > event.startsAt) add('dtend', instant(event.endsAt));
    return;
  }
  add('dtstart', ICAL.Time.fromDateString(event.startsAt.slice(0, 10)));
  // DTEND of days is the day after the last one (RFC 5545 §3.6.1).
  const end = ICAL.Time.fromDateString((event.endsAt ?? event.startsAt).slice(0, 10));
  end.adjust(1, 0, 0, 0);
  add('dtend', end);
}

function addPerson(
  component: ICAL.Component,
  name: 'organizer' | 'attendee',
  person: CalendarPerson,
): ICAL.Property {
  const property = component.addPropertyWithValue(name, `mailto:${person.address}`);
  property.setParameter('cn', plain(person.name).replaceAll('\n', ' '));
  return property;
}

const instant = (iso: string): ICAL.Time => ICAL.Time.fromJSDate(new Date(iso), true);

/** Control characters other than line breaks have no place in a text (RFC 5545 §3.3.11). */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/(?!\n)\p{Cc}/gu, ' ');
}
