import assert from 'node:assert/strict';
import type { Caller, HttpWorld, Person } from '#tests/access/http-world.ts';
import { type Meeting, type MeetingPeople, stateOf } from './meeting-people.ts';

/** An agenda of real size. */
export const twelveTopics: readonly (readonly [string, string, number])[] = [
  ['Opening and adoption of the agenda', 'LISO', 10],
  ['Review of previous action points', 'ITSM Security Management', 20],
  ['Security incidents of the quarter with Common Domain impact', 'ITSM Security Management', 30],
  ['Certificate renewal of the CCN gateways', 'Service provider of the network', 25],
  ['Results of the fact-finding mission on national service desks', 'ITSM Security Management', 30],
  ['Harmonised password and multi-factor rules', 'DE', 20],
  ['Patch windows during the transition of the transit system', 'FR', 25],
  ['Early warnings: answers and waiting times', 'ITSM Security Management', 15],
  ['Continuity plans: exercise of the spring', 'DE', 20],
  ['Terms of Collaboration: scope of the next update', 'LISO', 30],
  ['Awareness programme for the help desks', 'FR', 15],
  ['Any other business and date of the next meeting', 'LISO', 10],
];

/** Who sets up a meeting, agrees on it and convenes it. */
export type Convening = Pick<
  MeetingPeople,
  'manager' | 'colleague' | 'liso' | 'germany' | 'france'
>;

/** Sets up an agenda, has it agreed by everybody invited and approved, and convenes. */
export async function convene(
  people: Convening,
  meeting: Meeting,
  topics: typeof twelveTopics,
  agreeing: readonly Caller[] = [people.liso, people.germany, people.france],
): Promise<void> {
  const { manager } = people;
  if (stateOf(await manager('GET', `/cases/${meeting.id}`)) === 'requested') {
    await meeting.act(manager, 'accept');
  }
  await addTopics(people, meeting, topics);
  await meeting.act(manager, 'propose-agenda');
  for (const who of agreeing) await meeting.act(who, 'agree');
  await convokeAgreed(people, meeting);
}

export async function addTopics(
  { manager }: Pick<MeetingPeople, 'manager'>,
  meeting: Meeting,
  topics: typeof twelveTopics,
): Promise<void> {
  for (const [index, [topic, presenter, durationMinutes]] of topics.entries()) {
    const documents =
      index % 3 === 2
        ? [{ kind: 'presentation', title: `Slides: ${topic}`, reference: `PRES-${index + 1}` }]
        : [];
    const fields = { position: index + 1, topic, presenter, durationMinutes, documents };
    await meeting.act(manager, 'add-agenda-item', fields);
  }
}

export async function convokeAgreed(
  people: Pick<MeetingPeople, 'manager' | 'colleague' | 'liso'>,
  meeting: Meeting,
): Promise<void> {
  const { manager, liso } = people;
  const document = await meeting.write(people, 'set-up-of-meeting');
  await meeting.act(manager, 'submit-setup');
  await meeting.document(liso, document, 'approve');
  await meeting.act(liso, 'approve-setup');
  await meeting.document(liso, document, 'distribute');
  await meeting.act(liso, 'convene', { startsAt: '2099-03-10T09:00:00.000Z' });
}

/** Opens the session with everybody there. */
export async function open(people: MeetingPeople, meeting: Meeting): Promise<void> {
  await meeting.act(people.liso, 'open-session', { chair: 'liso' });
  const { body, germany, france, contractor } = people.ids;
  for (const [organisation, name, capacity] of [
    [body, 'Lorenzo', 'liso'],
    [contractor, 'Imke', 'itsm'],
    [germany, 'Dagmar', 'npm'],
    [france, 'Françoise', 'npm'],
  ] as const) {
    const fields = { organisation, name, capacity, presence: 'present' };
    await meeting.act(people.manager, 'record-attendance', fields);
  }
}

export async function minuteEverything(people: MeetingPeople, meeting: Meeting): Promise<void> {
  for (const { id, fields } of await meeting.rows(people.manager, 'agenda-items')) {
    const text = `The participants discussed: ${String(fields['topic'])}.\n\n- Conclusion one.\n- Conclusion two.`;
    await meeting.act(people.manager, 'minute', { item: id, base: 0, text });
  }
}

/** Report, its approval and the end of the meeting. */
export async function conclude(people: MeetingPeople, meeting: Meeting): Promise<string> {
  const { manager, liso } = people;
  const report = await meeting.write(people, 'meeting-report');
  await meeting.act(manager, 'submit-report');
  await meeting.document(liso, report, 'approve');
  await meeting.document(liso, report, 'distribute');
  await meeting.act(liso, 'approve-report');
  return report;
}

/** What each organisation said of the agenda, as far as the reader is told. */
export async function agreements(who: Caller, meeting: Meeting): Promise<Record<string, string>> {
  const { body } = await who('GET', `/cases/${meeting.id}/agenda-agreements`);
  const items = body['items'] as { name: string; standing: string }[];
  return Object.fromEntries(items.map(({ name, standing }) => [name, standing]));
}

/** The delegate whom the French NPM nominates has the same authority in this meeting, and had none before. */
export async function delegateAgrees(
  world: HttpWorld,
  { france, delegate, people }: MeetingPeople,
  meeting: Meeting,
): Promise<void> {
  assert.equal((await meeting.attempt(delegate, 'agree')).status, 409);
  const nominated = await france('POST', `/cases/${meeting.id}/delegations`, {
    ...{ role: 'npm', personId: people['delegate']?.id },
    until: new Date(Date.now() + 86_400_000 * 30).toISOString(),
  });
  assert.equal(nominated.status, 201, nominated.text);
  await meeting.act(await world.withSession(people['delegate'] as Person), 'agree');
}
