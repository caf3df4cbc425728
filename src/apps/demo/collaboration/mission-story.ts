import type { PassingTime } from '../passing-time.ts';
import type { Story } from '../story.ts';
import { type CollaborationDesk, people } from './collaboration-desk.ts';

const { liso, manager, quality, npmFr } = people;

const objectives = [
  { objective: 'Note the controls around the national gateway of transit.' },
  { objective: 'Understand what the hosting company does for the administration.' },
];

/** Number of a control of the catalogue, what is to be noted of it, and why it was chosen. */
const controls: readonly (readonly [string, string, string, string])[] = [
  [
    '10.1.2',
    'Authorisation of changes, those in an emergency included.',
    'Changes preceded two outages.',
    'incident',
  ],
  [
    '10.10.6',
    'Where clocks of gateways take their time from.',
    'The outage of November hid behind a clock.',
    'incident',
  ],
  ['11.2.4', 'How often rights are reviewed, and by whom.', 'Priority of the year.', 'priority'],
  [
    '6.2.3',
    'Security clauses of the hosting contract.',
    'Third parties carry out most controls.',
    'priority',
  ],
];

const questions = [
  ['Changes', 'Is there an approved procedure for emergency changes?', 'yes-no'],
  ['Changes', 'How many emergency changes were made in the last twelve months?', 'number'],
  ['Clocks', 'Where do the clocks of the gateways take their time from?', 'text'],
  ['Access', 'When were rights of administrators last reviewed?', 'date'],
  [
    'Hosting',
    'Does the hosting contract name the controls that the company carries out?',
    'yes-no',
  ],
  ['Hosting', 'What was found when they were last checked?', 'text'],
  ['Hosting', 'Give the latest report of such a check.', 'file'],
] as const;

/** A mission to France: programme approved, questionnaire sent, cooperation promised, answers to come. */
export async function* tellMission(desk: CollaborationDesk, time: PassingTime): Story {
  const { desk: demo } = desk;
  const day = (offset: number) => time.at(offset, '09:00').toISOString().slice(0, 10);
  yield time.at(-20, '10:00');
  const id = await desk.open('fact-finding-mission', 'Gateway of transit, France', {
    description: 'Security controls around the national gateway and its hosting.',
    missionKind: 'planned',
    communities: [await desk.find('user-communities', 'code', 'NCTS-NSD')],
    threads: [await desk.find('business-threads', 'code', 'CUST')],
    memberStates: [await desk.find('memberships', 'country', 'FR')],
    targets: ['administration'],
  });
  await desk.act(manager, id, 'accept');
  yield time.at(-18, '14:00');
  await desk.act(liso, id, 'give-input', {
    priorities: [{ priority: 'Third parties' }, { priority: 'Privileged access' }],
  });
  await plan(desk, id, { day, france: demo.organisation('FR') });
  yield time.at(-14, '11:00');
  const programme = await desk.write(manager, id, 'mission-programme');
  await desk.document(manager, programme, 'submit-qc');
  await desk.document(quality, programme, 'qc-pass');
  await desk.act(manager, id, 'submit-programme', { startsOn: day(-10), endsOn: day(20) });
  yield time.at(-11, '15:00');
  await desk.document(liso, programme, 'review-ok');
  await desk.document(liso, programme, 'approve');
  await desk.act(liso, id, 'approve-programme');
  yield time.at(-10, '09:30');
  await desk.answer(npmFr, id, 'questionnaire', 'acknowledge');
  await desk.answer(npmFr, id, 'questionnaire', 'start');
}

async function plan(
  desk: CollaborationDesk,
  id: string,
  { day, france }: { readonly day: (offset: number) => string; readonly france: string },
): Promise<void> {
  const set = (action: string, fields: object) => desk.act(manager, id, action, fields);
  await set('set-objectives', { objectives });
  const chosen: object[] = [];
  for (const [number, whatToDocument, rationale, basis] of controls) {
    const control = await desk.find('controls', 'number', number);
    chosen.push({ control, whatToDocument, rationale, basis: [basis] });
  }
  await set('set-controls', { controls: chosen });
  await set('set-contacts', {
    contacts: [
      {
        name: 'Luc Bernard',
        contactRole: 'National project manager',
        organisation: france,
        hours: 16,
      },
      { name: 'Camille Moreau', contactRole: 'NISO', organisation: france, hours: 24 },
    ],
  });
  await set('set-questions', {
    questions: questions.map(([section, question, kind], at) => ({
      ...{ number: at + 1, section, question, kind, required: true, addressee: 'administration' },
    })),
  });
  await set('set-access', {
    access: [
      {
        ...{ kind: 'information', item: 'Procedure for changes', provider: 'Camille Moreau' },
        ...{ organisation: france, dueOn: day(2) },
      },
    ],
  });
  await set('set-interviews', {
    interviews: [
      {
        ...{ interviewee: 'Camille Moreau, NISO', topics: 'Changes, clocks and access.' },
        ...{ organisation: france, plannedAt: `${day(4)}T09:00:00.000Z`, place: 'Paris' },
      },
    ],
  });
}
