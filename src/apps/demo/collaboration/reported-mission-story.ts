import facts from '../data/mission.json' with { type: 'json' };
import type { PassingTime } from '../passing-time.ts';
import type { Story } from '../story.ts';
import { type CollaborationDesk, people } from './collaboration-desk.ts';

const { liso, manager, quality, npmDe } = people;

/** A mission to Germany from its request to its report: answered, interviewed, found, approved, distributed, discussed with the CSIP Manager. */
export async function* tellReportedMission(desk: CollaborationDesk, time: PassingTime): Story {
  const day = (offset: number) => time.at(offset, '09:00').toISOString().slice(0, 10);
  yield time.at(-69, '10:00');
  const id = await desk.open('fact-finding-mission', facts.title, {
    description: facts.description,
    missionKind: 'planned',
    communities: [await desk.find('user-communities', 'code', 'NCTS-NSD')],
    threads: [await desk.find('business-threads', 'code', 'CUST')],
    memberStates: [await desk.find('memberships', 'country', 'DE')],
    targets: ['administration'],
  });
  await desk.act(manager, id, 'accept');
  yield time.at(-67, '14:00');
  const priorities = facts.priorities.map((priority) => ({ priority }));
  await desk.act(liso, id, 'give-input', { priorities });
  await plan(desk, id, day);
  yield time.at(-64, '11:00');
  const programme = await controlled(desk, id, 'mission-programme');
  await desk.act(manager, id, 'submit-programme', { startsOn: day(-60), endsOn: day(-42) });
  yield time.at(-62, '15:00');
  await approved(desk, programme);
  await desk.act(liso, id, 'approve-programme');
  yield time.at(-56, '09:30');
  await answers(desk, id);
  yield time.at(-50, '13:30');
  await interviews(desk, id);
  yield time.at(-44, '10:00');
  await findings(desk, id);
  yield time.at(-41, '16:00');
  const report = await controlled(desk, id, 'mission-report');
  await desk.act(manager, id, 'submit-report');
  yield time.at(-39, '11:30');
  await approved(desk, report);
  await desk.act(liso, id, 'approve-report', {}, 'Thank you for the clear recommendations.');
  await desk.document(manager, report, 'distribute');
  yield time.at(-38, '09:10');
  for (const who of [quality, npmDe]) await desk.document(who, report, 'acknowledge');
  yield time.at(-33, '14:00');
  await desk.act(quality, id, 'hold-csip-discussion', {
    heldOn: day(-33),
    participants: 'Paula Nunes, CSIP Manager\nThomas Weber, ITSM Security Management',
    outcome: 'Two of the recommendations are of use to every administration.',
    improvements: facts.improvements,
  });
}

async function plan(desk: CollaborationDesk, id: string, day: (offset: number) => string) {
  const organisation = desk.desk.organisation('DE');
  const set = (action: string, fields: object) => desk.act(manager, id, action, fields);
  await set('set-objectives', { objectives: facts.objectives });
  const controls: object[] = [];
  for (const one of facts.controls) {
    controls.push({ ...one, control: await desk.find('controls', 'number', one.control) });
  }
  await set('set-controls', { controls });
  await set('set-contacts', {
    contacts: facts.contacts.map((contact) => ({ ...contact, organisation })),
  });
  await set('set-questions', {
    questions: facts.questions.map(({ section, question, kind }, at) => ({
      ...{ number: at + 1, section, question, kind, required: true, addressee: 'administration' },
    })),
  });
  await set('set-access', {
    access: facts.access.map(({ kind, item, provider }) => ({
      ...{ kind, item, provider, organisation, dueOn: day(-52) },
    })),
  });
  await set('set-interviews', {
    interviews: facts.interviews.map(({ interviewee, topics }, at) => ({
      ...{ interviewee, topics, organisation, place: 'Bonn' },
      plannedAt: `${day(-50)}T${String(9 + at).padStart(2, '0')}:00:00.000Z`,
    })),
  });
}

/** The administration answers the questionnaire and hands over what was asked for; the mission accepts both. */
async function answers(desk: CollaborationDesk, id: string): Promise<void> {
  const given = facts.questions.map(({ answer, remark }, at) => ({
    ...{ number: at + 1, value: answer },
    ...(remark === undefined ? {} : { remark }),
  }));
  await desk.answer(npmDe, id, 'questionnaire', 'answer', () => ({ answers: given }));
  await desk.answer(npmDe, id, 'access', 'answer', (asked) => ({
    provided: 'documents-handed-over',
    where: facts.access.find(({ item }) => item === asked['item'])?.where ?? 'Data room',
  }));
  for (const kind of ['questionnaire', 'access']) await desk.decide(manager, id, kind, 'verify');
}

async function interviews(desk: CollaborationDesk, id: string): Promise<void> {
  const planned = await desk.rows(manager, 'mission-interviews', id);
  for (const { id: interview, fields } of planned) {
    const held = facts.interviews.find(({ interviewee }) => interviewee === fields['interviewee']);
    await desk.act(manager, id, 'record-interview', {
      ...{ interview, heldAt: fields['plannedAt'] },
      attendees: `${held?.interviewee}\nThomas Weber, ITSM Security Management`,
      minutes: held?.minutes ?? '',
    });
  }
  await desk.answer(npmDe, id, 'minutes', 'answer', () => ({ confirmed: 'confirmed' }));
}

async function findings(desk: CollaborationDesk, id: string): Promise<void> {
  await desk.act(manager, id, 'start-report');
  for (const { evidence, ...finding } of facts.findings) {
    await desk.act(manager, id, 'add-finding', {
      ...finding,
      control: await desk.find('controls', 'number', finding.control),
      organisation: desk.desk.organisation('DE'),
      evidence: evidence.map(([kind, reference]) => ({ kind, reference })),
    });
  }
}

/** Written by the mission, controlled by a colleague. */
async function controlled(desk: CollaborationDesk, id: string, type: string): Promise<string> {
  const document = await desk.write(manager, id, type);
  await desk.document(manager, document, 'submit-qc');
  await desk.document(quality, document, 'qc-pass');
  return document;
}

async function approved(desk: CollaborationDesk, document: string): Promise<void> {
  await desk.document(liso, document, 'review-ok');
  await desk.document(liso, document, 'approve');
}
