import assert from 'node:assert/strict';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { FormatError } from '../format-error.ts';
import type { CalendarEvent } from './event.ts';
import { methodOf, readReply } from './read-reply.ts';
import { writeCalendar } from './write-calendar.ts';

const event: CalendarEvent = {
  uid: 'a@example.test',
  sequence: 3,
  stamp: '2026-03-01T08:00:00.000Z',
  startsAt: '2026-03-10T09:00:00.000Z',
  endsAt: '2026-03-10T11:30:00.000Z',
  summary: 'Sécurité; Größe, \\ "und"\nmehr 🗓 '.repeat(6),
  description: 'One\r\nATTENDEE:mailto:evil@example.test\r\nEND:VEVENT',
  place: 'Room 3',
  status: 'confirmed',
  organiser: { name: 'LISO', address: 'meetings@example.test' },
  attendees: [{ name: 'Doe, "J"; x:y^\r\nATTENDEE:z', address: 'jane@example.test', answer: null }],
};

test('an event is written in UTC, folded by octets, and nothing typed by people breaks out of its place', () => {
  const text = writeCalendar('REQUEST', [event]);
  assert.ok(text.endsWith('END:VCALENDAR\r\n'));
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /\n/);
  const calendar = ICAL.Component.fromString(text);
  assert.equal(calendar.getFirstPropertyValue('method'), 'REQUEST');
  const [written, another] = calendar.getAllSubcomponents('vevent');
  assert.ok(written !== undefined && another === undefined);
  assert.equal(written.getFirstPropertyValue('summary'), event.summary);
  assert.equal(
    written.getFirstPropertyValue('description'),
    'One\nATTENDEE:mailto:evil@example.test\nEND:VEVENT',
  );
  assert.equal(written.getAllProperties('attendee').length, 1);
  assert.match(text, /\r\nDTSTART:20260310T090000Z\r\nDTEND:20260310T113000Z\r\n/);
  assert.match(text, /\r\nSEQUENCE:3\r\n/);
  assert.match(
    text.replaceAll('\r\n ', ''),
    /ATTENDEE;CN="[^\r\n]*";[^\r\n]*RSVP=TRUE:mailto:jane/,
  );
});

test('whole days end on the day after the last one', () => {
  const days = { ...event, allDay: true, endsAt: '2026-03-31T00:00:00.000Z' };
  const text = writeCalendar('PUBLISH', [days]);
  assert.match(text, /\r\nDTSTART;VALUE=DATE:20260310\r\nDTEND;VALUE=DATE:20260401\r\n/);
});

/** A reply as Google Calendar sends it. */
const reply = [
  'BEGIN:VCALENDAR',
  'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
  'VERSION:2.0',
  'CALSCALE:GREGORIAN',
  'METHOD:REPLY',
  'BEGIN:VEVENT',
  'DTSTART:20260310T090000Z',
  'DTEND:20260310T113000Z',
  'DTSTAMP:20260302T080000Z',
  'ORGANIZER;CN=LISO:mailto:meetings@example.test',
  'UID:a@example.test',
  'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Doe, J',
  ' ane";X-NUM-GUESTS=0:mailto:Jane@Example.test',
  'COMMENT:Later by\\nten minutes',
  'SEQUENCE:3',
  'STATUS:CONFIRMED',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

test('a reply is read', () => {
  assert.deepEqual(readReply(reply), {
    uid: 'a@example.test',
    sequence: 3,
    stamp: '2026-03-02T08:00:00.000Z',
    attendee: 'jane@example.test',
    answer: 'accepted',
    comment: 'Later by\nten minutes',
  });
  assert.equal(readReply(reply.replace('SEQUENCE:3\r\n', '')).sequence, 0);
  assert.equal(readReply(reply.replace('ACCEPTED', 'declined')).answer, 'declined');
  // Outlook writes what it answers with a zone of its own; what counts stands in UTC.
  assert.equal(readReply(reply.replace('DTSTART:', 'DTSTART;TZID=W. Europe:')).sequence, 3);
  assert.equal(methodOf(reply), 'REPLY');
  assert.equal(methodOf('hello'), null);
});

test('what leaves open what is answered, by whom, how or when is refused with a code', () => {
  const broken: readonly (readonly [string, string])[] = [
    ['', 'no-calendar'],
    ['hello', 'unreadable'],
    ['BEGIN:VCALENDAR\r\n'.repeat(5000), 'unreadable'],
    ['BEGIN:VEVENT\r\nEND:VEVENT', 'no-calendar'],
    ['x'.repeat(300_000), 'too-large'],
    [reply.replace('METHOD:REPLY', 'METHOD:REQUEST'), 'no-reply'],
    [reply.replace('METHOD:REPLY\r\n', ''), 'no-reply'],
    [reply.replace('UID:a@example.test\r\n', ''), 'no-uid'],
    [reply.replace('PARTSTAT=ACCEPTED;', ''), 'no-answer'],
    [reply.replace('ACCEPTED', 'DELEGATED'), 'no-answer'],
    [reply.replace('20260302T080000Z', '20260302T080000'), 'bad-stamp'],
    [reply.replace('20260302T080000Z', '99999999T999999Z'), 'bad-stamp'],
    [reply.replace('20260302T080000Z', 'yesterday'), 'bad-stamp'],
    [reply.replace('SEQUENCE:3', 'SEQUENCE:-3'), 'bad-sequence'],
    [reply.replace('mailto:Jane@Example.test', 'https://example.test'), 'no-mailbox'],
    [reply.replace('STATUS:', 'RECURRENCE-ID:20260302T080000Z\r\nSTATUS:'), 'occurrence'],
    [
      reply.replace('STATUS:', 'ATTENDEE;PARTSTAT=DECLINED:mailto:b@c\r\nSTATUS:'),
      'no-single-attendee',
    ],
    [
      reply.replace('END:VEVENT', 'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nEND:VEVENT'),
      'no-single-event',
    ],
  ];
  for (const [text, code] of broken) {
    assert.throws(
      () => readReply(text),
      (error) => error instanceof FormatError && error.code === code,
      `${code}: ${text.slice(0, 60)}`,
    );
  }
});

test('no damage of a reply does anything but be read or refused', () => {
  for (let at = 0; at < reply.length; at += 1) {
    for (const damaged of [reply.slice(0, at), reply.slice(0, at) + reply.slice(at + 1)]) {
      try {
        readReply(damaged);
      } catch (error) {
        assert.ok(error instanceof FormatError, `${String(error)} at ${at}`);
      }
    }
  }
});
