import type { PassingTime } from '../passing-time.ts';
import type { Story } from '../story.ts';
import { type CollaborationDesk, people } from './collaboration-desk.ts';

const { liso, manager, quality, assurance, npmDe, npmFr } = people;
const series = 'Security of transit';

type Topic = readonly [topic: string, presenter: string, minutes: number, said: string];

const topics: readonly Topic[] = [
  ['Opening and adoption of the agenda', 'LISO', 10, 'The agenda is adopted as sent.'],
  [
    'Terms of Collaboration of the service desks',
    'ITSM Security Management',
    30,
    [
      'ITSM Security Management presented the text as redrafted. France had asked for weekends to be told apart: logs of the gateway are kept by a company that answers on working days only.',
      '- Answers to requests for evidence are due within two days.\n- Four hours stay for what is urgent, at any time.\n- The LISO reviews both times after six months.',
      'All participants agree with the text.',
    ].join('\n\n'),
  ],
  [
    'Renewal of the certificates of the gateways',
    'Germany',
    20,
    [
      'Germany renewed the certificates of both gateways in two windows of an hour. Messages waited in their queues and were sent afterwards; nobody saw an interruption.',
      'France renewed the first gateway and follows with the second in the next window. Until then the certificate of the second gateway is watched daily.',
    ].join('\n\n'),
  ],
  [
    'Early warnings of the quarter',
    'ITSM Security Management',
    25,
    [
      'Nine warnings were sent in the quarter and answered within five days on average. Two answers came late, both to warnings of a Friday afternoon.',
      'The participants see no reason for longer times. Each administration names who answers early warnings at weekends.',
    ].join('\n\n'),
  ],
  ['Any other business', 'LISO', 10, 'The next meeting looks at the plans for continuity.'],
];

async function request(
  desk: CollaborationDesk,
  title: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { desk: demo } = desk;
  return desk.open('meeting', title, {
    purpose: 'Security of the transit systems between the administrations.',
    series,
    ...more,
    administrations: [demo.organisation('DE'), demo.organisation('FR')],
    contractor: demo.organisation('ITSM'),
  });
}

async function addTopics(desk: CollaborationDesk, id: string, all: readonly Topic[]) {
  for (const [at, [topic, presenter, durationMinutes]] of all.entries()) {
    const fields = { position: at + 1, topic, presenter, durationMinutes };
    await desk.act(manager, id, 'add-agenda-item', { ...fields, documents: [] });
  }
}

/** Through quality control to the desk of the LISO. */
async function submitted(desk: CollaborationDesk, id: string, type: string): Promise<string> {
  const document = await desk.write(manager, id, type);
  await desk.document(manager, document, 'submit-qc');
  await desk.document(quality, document, 'qc-pass');
  await desk.document(liso, document, 'review-ok');
  return document;
}

/** From the agenda that everybody agreed on to the invitation. */
async function convene(desk: CollaborationDesk, id: string, startsAt: Date): Promise<void> {
  const setUp = await submitted(desk, id, 'set-up-of-meeting');
  await desk.act(manager, id, 'submit-setup');
  await desk.document(liso, setUp, 'approve');
  await desk.act(liso, id, 'approve-setup');
  await desk.document(liso, setUp, 'distribute');
  await desk.act(liso, id, 'convene', { startsAt: startsAt.toISOString() });
}

/** A meeting from request to report; its action points are open since, one of them done. */
export async function* tellMeeting(desk: CollaborationDesk, time: PassingTime): Story {
  yield time.at(-38, '09:20');
  const id = await request(desk, 'Security of transit, autumn', { place: 'Brussels' });
  await desk.act(manager, id, 'accept');
  await addTopics(desk, id, topics);
  await desk.act(manager, id, 'propose-agenda');
  yield time.at(-37, '14:00');
  for (const who of [liso, npmDe, npmFr]) await desk.act(who, id, 'agree');
  yield time.at(-36, '10:00');
  await convene(desk, id, time.at(-30, '09:00'));
  yield time.at(-35, '09:40');
  await desk.invited(npmDe, id, 'accepted');
  await desk.invited(npmFr, id, 'accepted');
  yield time.at(-30, '09:00');
  await session(desk, id);
  yield time.at(-28, '16:00');
  const report = await submitted(desk, id, 'meeting-report');
  await desk.act(manager, id, 'submit-report');
  await desk.document(liso, report, 'approve');
  await desk.document(liso, report, 'distribute');
  await desk.act(liso, id, 'approve-report');
}

async function session(desk: CollaborationDesk, id: string): Promise<void> {
  const { desk: demo } = desk;
  await desk.act(liso, id, 'open-session', { chair: 'liso' });
  for (const [code, name, capacity] of [
    ['EU-TAXUD', 'Claire Fontaine', 'liso'],
    ['ITSM', 'Thomas Weber', 'itsm'],
    ['DE', 'Stefan Krüger', 'npm'],
    ['FR', 'Luc Bernard', 'npm'],
  ] as const) {
    const organisation = demo.organisation(code);
    const fields = { organisation, name, capacity, presence: 'present' };
    await desk.act(manager, id, 'record-attendance', fields);
  }
  const items = await desk.rows(manager, 'agenda-items', id);
  for (const { id: item, fields } of items) {
    demo.parts.clock.advance(Number(fields['durationMinutes']) * 60_000);
    const text = topics.find(([topic]) => topic === fields['topic'])?.[3] ?? '';
    await desk.act(manager, id, 'minute', { item, base: 0, text });
  }
  for (const [title, code, owner] of [
    ['Renew the certificates of the second gateway', 'FR', npmFr],
    ['Say who answers early warnings at weekends', 'DE', npmDe],
  ] as const) {
    await desk.act(manager, id, 'add-action-point', {
      ...{ title, organisation: demo.organisation(code), owner: demo.personId(owner) },
      dueDate: new Date(demo.now.getTime() + 40 * 86_400_000).toISOString().slice(0, 10),
    });
  }
  await desk.act(liso, id, 'end');
}

/** A meeting about one question, to which people are invited now: Germany comes, France may. */
export async function* tellConvenedMeeting(desk: CollaborationDesk, time: PassingTime): Story {
  yield time.at(-12, '10:10');
  const id = await request(desk, 'Renewal of certificates, technical meeting', {
    ...{
      series: 'Certificates',
      place: 'Video conference',
      startsAt: time.at(9, '08:30').toISOString(),
    },
  });
  await desk.act(manager, id, 'accept');
  await addTopics(desk, id, [
    ['State of the renewal by administration', 'ITSM Security Management', 40, ''],
    ['Window of the second gateway', 'France', 30, ''],
    ['What the next renewal does otherwise', 'LISO', 20, ''],
  ]);
  await desk.act(manager, id, 'propose-agenda');
  yield time.at(-10, '15:00');
  for (const who of [liso, npmDe, npmFr]) await desk.act(who, id, 'agree');
  yield time.at(-8, '11:20');
  await convene(desk, id, time.at(9, '08:30'));
  yield time.at(-7, '08:50');
  await desk.invited(liso, id, 'accepted');
  await desk.invited(npmDe, id, 'accepted');
  yield time.at(-5, '16:30');
  await desk.invited(npmFr, id, 'tentative', 'Our window may fall on this day.');
}

/** The next one of the series: France objects to the agenda, and is not answered yet. */
export async function* tellNextMeeting(desk: CollaborationDesk, time: PassingTime): Story {
  yield time.at(-6, '09:50');
  const id = await request(desk, 'Security of transit, winter', {
    ...{ place: 'Brussels', startsAt: time.at(24, '09:00').toISOString() },
  });
  await desk.act(manager, id, 'accept');
  await addTopics(desk, id, [
    ['Opening and review of action points', 'LISO', 20, ''],
    ['The outage of November and its lessons', 'ITSM Security Management', 45, ''],
    ['Update of the Terms of Collaboration', 'LISO', 30, ''],
    ['Plans for continuity: exercise of the spring', 'Germany', 25, ''],
  ]);
  await desk.act(manager, id, 'propose-agenda');
  yield time.at(-4, '10:40');
  await desk.act(liso, id, 'agree');
  await desk.act(npmDe, id, 'agree');
  yield time.at(-3, '17:15');
  const objection = 'The exercise of the spring concerns us, too: give it 40 minutes.';
  await desk.act(npmFr, id, 'object', { objection });
  yield time.at(-2, '11:20');
  await assureQuality(desk, id);
}

/** The draft of its set-up is read by the quality assurance contractor, whose first comment waits for an answer. */
async function assureQuality(desk: CollaborationDesk, id: string): Promise<void> {
  const draft = await desk.write(manager, id, 'set-up-of-meeting');
  const organisation = await desk.find('organisations', 'code', 'QAC');
  const reason = 'Read before it goes to the LISO.';
  await desk.document(manager, draft, 'give-to-qac', null, { organisation, reason });
  await desk.document(
    assurance,
    draft,
    'add-comment',
    'Say which decisions are expected of each topic, and who prepares them.',
  );
}
