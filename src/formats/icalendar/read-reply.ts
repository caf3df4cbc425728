import ICAL from 'ical.js';
import { FormatError } from '../format-error.ts';
import type { Answer } from './event.ts';

/** An answer to an invitation (METHOD:REPLY, RFC 5546 §3.2.3). */
export interface CalendarReply {
  readonly uid: string;
  /** The invitation that is answered; 0 when the program says none. */
  readonly sequence: number;
  /** When it was answered, ISO 8601 in UTC. */
  readonly stamp: string;
  /** The mailbox of who answers, lower case. */
  readonly attendee: string;
  readonly answer: Answer;
  /** What the person wrote with it. */
  readonly comment: string | null;
}

/** A reply of a calendar program has a few kilobytes. */
const mostBytes = 256 * 1024;

const answersByPartstat: ReadonlyMap<string, Answer> = new Map([
  ['ACCEPTED', 'accepted'],
  ['TENTATIVE', 'tentative'],
  ['DECLINED', 'declined'],
]);

/** What a text/calendar part is for, upper case; null when it says nothing or is no calendar. */
export function methodOf(text: string): string | null {
  try {
    return method(parse(text));
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/**
 * Reads the answer of one person to one event.
 * @throws FormatError for what is no reply, or leaves open what is answered, by whom, or how
 */
export function readReply(text: string): CalendarReply {
  const calendar = parse(text);
  if (method(calendar) !== 'REPLY') throw new FormatError('no-reply', 'This is no REPLY.');
  const events = calendar.getAllSubcomponents('vevent');
  const [event] = events;
  if (event === undefined || events.length > 1) {
    throw new FormatError('no-single-event', 'A reply answers one event.');
  }
  if (event.hasProperty('recurrence-id')) {
    throw new FormatError('occurrence', 'It answers one occurrence of an event that has none.');
  }
  const attendees = event.getAllProperties('attendee');
  const [attendee] = attendees;
  if (attendee === undefined || attendees.length > 1) {
    throw new FormatError('no-single-attendee', 'A reply is that of one attendee.');
  }
  const partstat = String(attendee.getParameter('partstat') ?? '').toUpperCase();
  const answer = answersByPartstat.get(partstat);
  if (answer === undefined) {
    throw new FormatError('no-answer', 'It neither accepts nor declines.', { path: 'PARTSTAT' });
  }
  return {
    uid: uidOf(event),
    sequence: sequenceOf(event),
    stamp: stampOf(event),
    attendee: mailboxOf(attendee),
    answer,
    comment: textOf(event.getFirstPropertyValue('comment')),
  };
}

function parse(text: string): ICAL.Component {
  if (Buffer.byteLength(text) > mostBytes) {
    throw new FormatError('too-large', `It has more than ${mostBytes} bytes.`);
  }
  try {
    const component = ICAL.Component.fromString(text.trim());
    if (component.name === 'vcalendar') return component;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FormatError(
      'unreadable',
      `It cannot be read: ${why.slice(0, 200)}`,
      {},
      { cause: error },
    );
  }
  throw new FormatError('no-calendar', 'This is no calendar.');
}

const method = (calendar: ICAL.Component): string | null =>
  textOf(calendar.getFirstPropertyValue('method'))?.toUpperCase() ?? null;

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replaceAll(/(?!\n)\p{Cc}/gu, ' ').trim();
  return text === '' ? null : text.slice(0, 2000);
}

function uidOf(event: ICAL.Component): string {
  const uid = textOf(event.getFirstPropertyValue('uid'));
  if (uid === null || uid.length > 255) {
    throw new FormatError('no-uid', 'It does not say which event.', { path: 'UID' });
  }
  return uid;
}

function sequenceOf(event: ICAL.Component): number {
  const value: unknown = event.getFirstPropertyValue('sequence') ?? 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 1e6) {
    throw new FormatError('bad-sequence', 'The number is none.', { path: 'SEQUENCE' });
  }
  return value;
}

function stampOf(event: ICAL.Component): string {
  const raw = event.getFirstProperty('dtstamp')?.toICALString() ?? '';
  const [, year, month, day, hour, minute, second] =
    /:(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(raw) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  // The library carries the 32nd of a month over to the next one; what is not a date is refused here.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== iso) {
    throw new FormatError('bad-stamp', 'It does not say when, in UTC.', { path: 'DTSTAMP' });
  }
  return iso;
}

function mailboxOf(attendee: ICAL.Property): string {
  const [, address] =
    /^mailto:([^\s@<>,;]{1,64}@[^\s@<>,;]{1,255})$/i.exec(String(attendee.getFirstValue())) ?? [];
  if (address === undefined) {
    throw new FormatError('no-mailbox', 'It does not say whose answer it is.', {
      path: 'ATTENDEE',
    });
  }
  return address.toLowerCase();
}
