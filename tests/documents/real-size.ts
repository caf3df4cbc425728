import assert from 'node:assert/strict';
import { createIncidentWorld } from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { fillIncident } from '#areas/collaboration/incident-coordination/fixtures/real-size.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { type Answer, type Caller, createHttpWorld } from '#tests/access/http-world.ts';
import { past } from '#tests/requirements/collaboration/mission-past.ts';
import { meetingPeople, requestMeeting } from '#tests/requirements/meeting-people.ts';
import {
  conclude,
  convene,
  minuteEverything,
  open,
  twelveTopics,
} from '#tests/requirements/meeting-steps.ts';
import {
  answersOfAdministration,
  answersOfThirdParty,
  content,
  minutesOf,
} from '#tests/requirements/mission-content.ts';
import {
  type Asked,
  createMissionDesk,
  type MissionDesk,
} from '#tests/requirements/mission-desk.ts';
import { collecting, findingsOf, handOver } from '#tests/requirements/mission-steps.ts';
import { createTermsDesk } from '#tests/requirements/terms-desk.ts';
import { judgedWarning } from './judged-warning.ts';
import { operations } from './real-size-operations.ts';
import { type Written, writeDocuments } from './write-documents.ts';

/** Every kind of document that the product knows, each in every language. */
export async function writeEvery(): Promise<Written[]> {
  const cases = [incident(), meeting(), terms(), mission(), warning(), operations()];
  // Each closes what it opened, whatever becomes of the others.
  const written = await Promise.allSettled(cases);
  return written.flatMap((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** 40 events, 30 extracts of logs, e-mails, gaps and recommendations. */
async function incident(): Promise<Written[]> {
  const world = await createIncidentWorld();
  try {
    const { people, ids, report, act } = world;
    const names = [
      ['TAXUD', 'Taxation and Customs Union DG'],
      ['ITSM', 'ITSM Contractor'],
      ['XX', 'National Administration of X'],
      ['YY', 'National Administration of Y'],
    ];
    for (const values of names) {
      await world.http.query('update organisation set name = $2 where code = $1', values);
    }
    const id = await report({
      title: 'Transit messages of X do not leave the national gateway',
      summary:
        'Since 07:12 UTC no NCTS message leaves the national gateway of X. Customs offices of X can neither open nor close movements.',
      ...{ ticketSystem: 'SMT', ticket: 'SD-2026-118842', originAdministration: ids.x },
    });
    await act(people.manager, id, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [ids.y] },
    });
    await fillIncident(world, id, 'en');
    return await writeDocuments(people.manager, id, ['security-incident-report']);
  } finally {
    await world.close();
  }
}

/** Twelve topics with minutes, action points of the meeting before, and new ones. */
async function meeting(): Promise<Written[]> {
  const world = await createHttpWorld({ worker: false });
  try {
    const people = await meetingPeople(world);
    const { manager, liso, ids } = people;
    const owners = people.people;
    const titles = ['Renew the certificates of the gateways', 'Report on the patch windows'];
    const held = async (title: string, topics: typeof twelveTopics) => {
      const one = await requestMeeting(people, title, { place: 'Brussels' });
      await convene(people, one, topics);
      await open(people, one);
      await minuteEverything(people, one);
      for (const [at, point] of titles.entries()) {
        const [organisation, owner] =
          at === 0 ? [ids.germany, owners['germany']?.id] : [ids.france, owners['france']?.id];
        const fields = { title: point, organisation, owner, dueDate: '2098-01-31' };
        await one.act(manager, 'add-action-point', fields);
      }
      return one;
    };
    const first = await held('Transit security, spring', twelveTopics.slice(0, 2));
    await first.act(liso, 'end');
    await conclude(people, first);
    const second = await held('Transit security, autumn', twelveTopics);
    for (const [at, { id: review }] of (
      await second.rows(manager, 'action-point-reviews')
    ).entries()) {
      await second.act(manager, 'review-action-point', {
        ...{ review, status: at === 0 ? 'closed' : 'carried-over' },
        remark: 'Shown at the meeting; the record of the change is with the NISO.',
        ...(at === 0 ? {} : { newDueDate: '2098-06-30' }),
      });
    }
    return await writeDocuments(manager, second.id, ['set-up-of-meeting', 'meeting-report']);
  } finally {
    await world.close();
  }
}

/** Scope of two administrations, four plans each, every clause. */
async function terms(): Promise<Written[]> {
  const desk = await createTermsDesk();
  try {
    const id = await desk.drafted('Service desks of transit');
    await desk.giveCommonPlans(id);
    return await writeDocuments(desk.call('manager'), id, ['terms-of-collaboration-security-part']);
  } finally {
    await desk.world.close();
  }
}

/** 60 questions, six interviews, twelve findings, access given and refused. */
async function mission(): Promise<Written[]> {
  const desk = await createMissionDesk();
  try {
    await past(desk);
    const [id] = await collecting(desk, 'Review of the national transit service, Germany');
    await collect(desk, id);
    await desk.act('manager', id, 'start-report');
    for (const fields of findingsOf(desk)) await desk.act('manager', id, 'add-finding', { fields });
    return await writeDocuments(desk.call('manager'), id, ['mission-programme', 'mission-report']);
  } finally {
    await desk.world.close();
  }
}

/** The one question that is answered with a file. */
async function fileAnswer(desk: MissionDesk, id: string, asked: Asked) {
  const question = content.questions.find(({ kind }) => kind === 'file');
  assert.ok(question !== undefined);
  const list = 'account,reason\nop1,night shift\nop2,night shift\n';
  const reference = await handOver(desk, id, asked, question.answer, list);
  return { number: question.number, value: `${reference} ${question.answer}` };
}

async function collect(desk: MissionDesk, id: string): Promise<void> {
  const given = { provided: 'documents-handed-over', where: 'Data room, folder 1' };
  for (const [who, answers] of [
    ['npmde', answersOfAdministration],
    ['hoster', answersOfThirdParty],
  ] as const) {
    for (const one of await desk.asked(who, id, 'questionnaire')) {
      const files = who === 'npmde' ? [await fileAnswer(desk, id, one)] : [];
      await desk.answer(who, one, 'answer', { fields: { answers: [...answers, ...files] } });
    }
    for (const one of await desk.asked(who, id, 'access')) {
      if (one.subject.includes('firewall')) {
        const comment = 'The console shows rules of other systems.';
        await desk.answer(who, one, 'decline', { comment });
      } else await desk.answer(who, one, 'answer', { fields: given });
    }
  }
  for (const one of await desk.items('manager', `/mission-interviews?caseId=${id}&limit=50`)) {
    const { interviewee, topics } = one.fields;
    const heldAt = new Date(Date.now() - 3_600_000).toISOString();
    await desk.act('manager', id, 'record-interview', {
      fields: {
        ...{ interview: one.id, heldAt },
        attendees: `${interviewee}\nThomas Weber, ITSM Security Management`,
        minutes: minutesOf(String(interviewee), String(topics)),
      },
    });
  }
  for (const who of ['npmde', 'hoster']) {
    for (const one of await desk.asked(who, id, 'minutes')) {
      const byName = typeof one.recipients[0]?.personId === 'string';
      const by = byName ? 'delegatede' : who;
      await desk.answer(by, one, 'answer', { fields: { confirmed: 'confirmed' } });
    }
  }
}

/** An advisory judged over the assets that it concerns. */
async function warning(): Promise<Written[]> {
  const { desk, caseId, isirt } = await judgedWarning();
  try {
    const who: Caller = async (method, path, body) => {
      const answer = await desk.ask<Record<string, unknown>>(
        ...([isirt, method as 'GET', path] as const),
        ...(body === undefined ? [] : [body as object]),
      );
      return { status: answer.status, body: answer.body, text: answer.bytes.toString() } as Answer;
    };
    return await writeDocuments(who, caseId, ['early-warning-report']);
  } finally {
    await documentPool.close();
    await desk.close();
  }
}
