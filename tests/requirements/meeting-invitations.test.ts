import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import ICAL from 'ical.js';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { type Arrived, type MailDesk, mailDesk, replyMessage } from './meeting-mail.ts';
import { Meeting, type MeetingPeople, meetingPeople } from './meeting-people.ts';
import { convene, twelveTopics } from './meeting-steps.ts';

const everybody = ['dagmar', 'francoise', 'imke', 'jonas', 'lorenzo'].map(
  (name) => `${name}@example.test`,
);
const value = (one: Arrived | undefined, name: string): string =>
  String(one?.event?.getFirstPropertyValue(name));
const methodOf = (one: Arrived | undefined): string =>
  String(one?.calendar?.getFirstPropertyValue('method'));

describe('meetings in the calendars of those invited', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let desk: MailDesk;
  let open: Meeting;
  let uid = '';
  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    desk = await mailDesk(world);
  });
  after(async () => {
    await desk.close();
    await world.close();
    await stopTestServer();
  });

  async function request(title: string, label: string, tlp: string): Promise<Meeting> {
    const { germany, france, contractor } = people.ids;
    const answer = await people.requester('POST', '/cases', {
      ...{ procedure: 'meeting', title, label, tlp },
      fields: {
        purpose: 'Security of the transit systems.',
        place: 'Brussels, room 3; video',
        ...{ administrations: [germany, france], contractor },
      },
    });
    assert.equal(answer.status, 201, answer.text);
    return new Meeting((answer.body['case'] as { id: string }).id);
  }

  it('R-MTG-5 the convocation reaches everybody invited as an invitation that calendar programs take', async () => {
    open = await request('Größe & Überblick', 'PUBLIC', 'GREEN');
    assert.deepEqual(await desk.deliver(), [], 'nobody is invited before the LISO convenes');
    await convene(people, open, twelveTopics.slice(0, 2));
    const mails = await desk.deliver();
    assert.deepEqual(
      mails.map(({ to }) => to),
      everybody,
    );
    const [german] = mails;
    assert.match(german?.raw ?? '', /^Content-Type: multipart\/alternative;/m);
    assert.match(
      (german?.raw ?? '').replaceAll(/\r\n\s+/g, ' '),
      /^Content-Type: text\/calendar; charset=utf-8; method=REQUEST\r?$/m,
    );
    assert.match(german?.email.subject ?? '', /^Invitation: MTG-\d{4}-\d{4} Größe & Überblick$/);
    assert.match(german?.email.text ?? '', /Tuesday,? 10 March 2099.*09:00.*09:30 UTC/);
    assert.equal(methodOf(german), 'REQUEST');
    assert.equal(value(german, 'sequence'), '0');
    assert.equal(value(german, 'dtstart'), '2099-03-10T09:00:00Z');
    assert.equal(value(german, 'dtend'), '2099-03-10T09:30:00Z', 'as long as its agenda');
    assert.equal(value(german, 'status'), 'CONFIRMED');
    assert.equal(value(german, 'location'), 'Brussels, room 3; video');
    assert.match(value(german, 'summary'), /Größe & Überblick$/);
    assert.equal(value(german, 'organizer'), 'mailto:meetings@cw.example.test');
    for (const one of mails) {
      const attendees = one.event?.getAllProperties('attendee') ?? [];
      assert.equal(attendees.length, 1, 'no address of another administration');
      assert.equal(attendees[0]?.getFirstValue(), `mailto:${one.to}`);
      assert.equal(attendees[0]?.getParameter('partstat'), 'NEEDS-ACTION');
    }
    uid = value(german, 'uid');
    assert.equal(new Set(mails.map((one) => value(one, 'uid'))).size, 1);
  });

  const replied = (from: string, more: Partial<Parameters<typeof replyMessage>[0]> = {}) =>
    desk.answer(
      replyMessage({
        ...{ from, uid, sequence: 0, stamp: '20260301T080000Z', partstat: 'ACCEPTED' },
        ...more,
      }),
    );

  /** What each person answered, as far as the reader is told. */
  async function answersFor(who: Caller): Promise<Record<string, unknown>> {
    const { body } = await who('GET', `/cases/${open.id}/invitations`);
    const items = body['items'] as { name: string; answer: string | null }[];
    return Object.fromEntries(items.map(({ name, answer }) => [name, answer]));
  }

  it('R-MTG-11 an answer from a calendar program is kept for who gave it, and never replaced by an older one', async () => {
    const german = 'dagmar@example.test';
    assert.deepEqual(await replied(german), { outcome: 'taken', reason: null });
    const { body } = await people.liso('GET', `/cases/${open.id}/invitations`);
    const [first] = (body['items'] as Record<string, unknown>[]).filter(
      ({ name }) => name === 'dagmar',
    );
    assert.equal(first?.['answer'], 'accepted');
    assert.equal(first?.['answeredBy'], 'mail');
    assert.equal(first?.['answeredAt'], '2026-03-01T08:00:00.000Z');
    const older = { stamp: '20260301T075959Z', partstat: 'DECLINED' };
    assert.deepEqual(await replied(german, older), { outcome: 'refused', reason: 'older-answer' });
    assert.equal((await answersFor(people.liso))['dagmar'], 'accepted');
    const newer = { stamp: '20260301T090000Z', partstat: 'TENTATIVE' };
    assert.equal((await replied(german, newer)).outcome, 'taken');
    assert.equal((await answersFor(people.liso))['dagmar'], 'tentative');
  });

  it('an answer of a stranger, for somebody else, or to nothing is refused and kept with its reason', async () => {
    const french = 'francoise@example.test';
    const refused = [
      [await replied('stranger@elsewhere.test'), 'unknown-sender'],
      [await replied(french, { attendee: 'dagmar@example.test' }), 'another-attendee'],
      [await replied(french, { uid: 'a@b' }), 'unknown-event'],
      [await replied(french, { uid: uid.replace('@', 'x@') }), 'unknown-event'],
      [await replied(french, { uid: `${uid}x` }), 'not-found'],
      [await replied('felix@example.test'), 'not-found'],
      [await replied(french, { sequence: 7 }), 'unknown-invitation'],
      [await replied(french, { partstat: 'DELEGATED' }), 'no-answer'],
    ] as const;
    for (const [result, reason] of refused)
      assert.deepEqual(result, { outcome: 'refused', reason });
    assert.equal((await answersFor(people.liso))['francoise'], null);
  });

  it('no administration is told what another answered', async () => {
    assert.deepEqual(await answersFor(people.france), { francoise: null });
    const { text } = await people.france('GET', `/cases/${open.id}/history`);
    assert.ok(!text.includes('tentative') && !text.includes(people.people['germany']?.id ?? '-'));
    assert.deepEqual(Object.keys(await answersFor(people.manager)).length, 5);
    const stranger = await world.person('nobody', await world.organisation('OTHER'), []);
    const outside = await world.withSession(stranger);
    assert.equal((await outside('GET', `/cases/${open.id}/invitations`)).status, 404);
    const path = `/cases/${open.id}/invitations/answer`;
    assert.equal((await outside('POST', path, { answer: 'accepted' })).status, 404);
    assert.equal((await people.requester('POST', path, { answer: 'accepted' })).status, 404);
    assert.equal((await people.france('POST', path, { answer: 'declined' })).status, 200);
    assert.equal((await answersFor(people.liso))['francoise'], 'declined');
  });

  it('whoever may see the meeting takes it into a calendar as a file, without a name of those invited', async () => {
    const answer = await people.france('GET', `/cases/${open.id}/event.ics`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
    const event = ICAL.Component.fromString(answer.text.trim()).getFirstSubcomponent('vevent');
    assert.equal(event?.getFirstPropertyValue('uid'), uid);
    assert.equal(event?.getAllProperties('attendee').length, 0);
    const stranger = await world.person('somebody', await world.organisation('ELSEWHERE'), []);
    const outside = await world.withSession(stranger);
    assert.equal((await outside('GET', `/cases/${open.id}/event.ics`)).status, 404);
  });

  it('another date or place is an update of the same UID with a higher SEQUENCE, and is answered anew', async () => {
    const moved = { startsAt: '2099-03-11T09:00:00.000Z', place: 'Luxembourg' };
    assert.equal((await open.attempt(people.manager, 'change-arrangements', moved)).status, 409);
    await open.act(people.liso, 'change-arrangements', { ...moved, plannedMinutes: 90 });
    const mails = await desk.deliver();
    assert.deepEqual(
      mails.map(({ to }) => to),
      everybody,
    );
    for (const one of mails) {
      assert.equal(value(one, 'uid'), uid);
      assert.equal(methodOf(one), 'REQUEST');
      assert.equal(value(one, 'sequence'), '1');
      assert.equal(value(one, 'dtend'), '2099-03-11T10:30:00Z');
      assert.match(one.email.subject ?? '', /^Changed: /);
    }
    assert.equal((await answersFor(people.liso))['dagmar'], null);
    const late = { stamp: '20980101T080000Z' };
    assert.deepEqual(await replied('dagmar@example.test', late), {
      ...{ outcome: 'refused', reason: 'older-invitation' },
    });
    const fresh = { sequence: 1, stamp: '20260302T080000Z' };
    assert.equal((await replied('dagmar@example.test', fresh)).outcome, 'taken');
    await open.act(people.liso, 'change-arrangements', { ...moved, plannedMinutes: 90 });
    assert.deepEqual(await desk.deliver(), [], 'what did not change is not told again');
    assert.equal((await answersFor(people.liso))['dagmar'], 'accepted');
  });

  it('who is taken off the list gets a CANCEL, alone', async () => {
    const { france, germany } = people.ids;
    await open.act(people.liso, 'uninvite', { organisation: france }, 'Not concerned.');
    const [mail, another] = await desk.deliver();
    assert.equal(another, undefined);
    assert.equal(mail?.to, 'francoise@example.test');
    assert.equal(methodOf(mail), 'CANCEL');
    assert.equal(value(mail, 'uid'), uid);
    assert.equal(value(mail, 'sequence'), '2');
    assert.equal(value(mail, 'status'), 'CANCELLED');
    assert.match(mail?.raw ?? '', /method=CANCEL/);
    const { fields } = (await open.case(people.liso))['case'] as {
      fields: Record<string, unknown>;
    };
    assert.deepEqual(fields['administrations'], [germany]);
    assert.equal(
      (await answersFor(people.liso))['dagmar'],
      'accepted',
      'the others stay as they are',
    );
    const still = { sequence: 1, stamp: '20260303T080000Z' };
    assert.equal((await replied('dagmar@example.test', still)).outcome, 'taken');
    const gone = { sequence: 2, stamp: '20260303T080000Z' };
    assert.deepEqual(await replied('francoise@example.test', gone), {
      ...{ outcome: 'refused', reason: 'not-found' },
    });
  });

  it('a postponed meeting is tentative, one that is cancelled is off', async () => {
    const later = { startsAt: '2099-04-01T09:00:00.000Z' };
    await open.act(people.liso, 'postpone', later, 'Too many are away.');
    const [tentative] = await desk.deliver();
    assert.deepEqual(
      [value(tentative, 'status'), value(tentative, 'sequence')],
      ['TENTATIVE', '3'],
    );
    await open.act(people.liso, 'convene', later);
    const [confirmed] = await desk.deliver();
    assert.deepEqual(
      [value(confirmed, 'status'), value(confirmed, 'sequence')],
      ['CONFIRMED', '4'],
    );
    await open.act(people.liso, 'cancel', {}, 'Nothing to talk about.');
    const off = await desk.deliver();
    assert.deepEqual(
      off.map((one) => [one.to, methodOf(one), value(one, 'sequence'), value(one, 'status')]),
      everybody
        .filter((one) => !one.startsWith('francoise'))
        .map((one) => [one, 'CANCEL', '5', 'CANCELLED']),
    );
    const path = `/cases/${open.id}/invitations/answer`;
    assert.equal((await people.germany('POST', path, { answer: 'accepted' })).status, 404);
  });

  it('above the label that mail may carry, a mail says that there is something to read, and nothing of it', async () => {
    for (const [label, tlp] of [
      ['LIMITED', 'GREEN'],
      ['PUBLIC', 'AMBER'],
    ] as const) {
      const secret = await request('Zebra crossing', label, tlp);
      await convene(people, secret, twelveTopics.slice(0, 2));
      const mails = await desk.deliver();
      assert.equal(mails.length, 5);
      for (const { raw, email, calendar } of mails) {
        assert.equal(calendar, null);
        const text = `${raw}${email.subject}${email.text}${email.html}`;
        assert.doesNotMatch(text, /Zebra|MTG-|2099|Brussels|cases\//);
        assert.match(email.text ?? '', /https:\/\/cw\.example\.test\/calendar/);
      }
      const { body } = await people.france('GET', `/cases/${secret.id}/invitations`);
      assert.equal((body['event'] as { place: string }).place, 'Brussels, room 3; video');
      await secret.act(people.liso, 'cancel', {}, 'Off.');
      for (const { raw } of await desk.deliver()) assert.doesNotMatch(raw, /CANCEL|Zebra|2099/);
    }
  });
});
