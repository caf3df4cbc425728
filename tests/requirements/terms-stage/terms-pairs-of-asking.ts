import assert from 'node:assert/strict';
import { act } from './terms-calls.ts';
import {
  acknowledgedIn,
  alertedAfter,
  answeredIn,
  emergency,
  projectManagerIsTold,
  referenceOf,
} from './terms-emergency.ts';
import { contact, deadline, evidence, numberOf } from './terms-in-force.ts';
import { approvesProgramme } from './terms-missions.ts';
import {
  type Before,
  type ClauseName,
  forbidden,
  incident,
  type Pair,
  placeOf,
  refusalOf,
} from './terms-pairs.ts';
import type { TermsWorld } from './terms-world.ts';

const hourMs = 3_600_000;

/** Evidence of one kind, asked for by the action of the case and then by a request that the coordinator sends himself. */
async function asksForEvidence(world: TermsWorld, name: ClauseName) {
  const { manager } = world.people;
  const { id, answer } = await incident(world, [world.ids.y]);
  assert.equal(answer.status, 200, answer.text);
  await act(manager, id, 'note-analysis', { analysis: 'Queues grow.' });
  const asks = (evidenceKind: string) =>
    manager('POST', `/cases/${id}/actions/request-evidence`, {
      fields: { subject: 'Logs', items: 'All of it.', urgency: 'high', evidence: evidenceKind },
    });
  const first = refusalOf(name)(await asks(name));
  // Something that no clause forbids is asked for, so that the coordinator can send more himself.
  if (first !== 'done') await asks(name === 'log' ? 'e-mail' : 'log');
  const more = await manager('POST', '/requests', {
    ...{ caseId: id, kind: 'evidence', subject: 'More', text: 'More.', urgency: 'high' },
    ...{
      fields: { evidence: name },
      recipients: [{ organisationId: world.ids.x, role: 'niso' }],
    },
  });
  return [first, refusalOf(name)(more)];
}

/** Asked or refused. */
export function evidencePairs(before: Before): Readonly<Record<string, Pair>> {
  const { world } = before;
  const { manager } = world.people;
  const outcomes = [
    ['done', 'done'],
    [forbidden, forbidden],
  ] as const;
  const ofIncidents = (
    ['log', 'e-mail', 'screenshot', 'image', 'configuration', 'other'] as const
  ).map((name): [string, Pair] => [
    `evidence/${name}`,
    {
      ...{ clause: name, redrafted: evidence('forbid', name), outcomes },
      journey: () => asksForEvidence(world, name),
    },
  ]);
  // A programme that asks for both is approved once, and refused for the one and for the other.
  const [approvable, refused] = before.prepared;
  const approved = once(() => approvesProgramme(world, approvable));
  // What people send themselves in the mission that runs is asked of the terms like what its programme sends.
  const sent = {
    questionnaire: {
      kind: 'questionnaire',
      fields: { questions: [{ number: 9, section: 'More', question: 'Why?', kind: 'text' }] },
    },
    'interview-minutes': { kind: 'interview', fields: { interviewee: 'Vogt' } },
  };
  const ofMissions = (['questionnaire', 'interview-minutes'] as const).map(
    (name): [string, Pair] => [
      `evidence/${name}`,
      {
        ...{ clause: name, redrafted: evidence('forbid', name) },
        outcomes: [
          ['done', 'done', 'invalid-input'],
          [forbidden, forbidden, 'invalid-input'],
        ],
        journey: async (terms) => {
          const programme = await (terms === 'as agreed'
            ? approved()
            : approvesProgramme(world, refused));
          const asks = async (organisationId: string) =>
            refusalOf(name)(
              await manager('POST', '/requests', {
                ...{ caseId: approvable, subject: 'More', text: 'More.', urgency: 'normal' },
                ...{ ...sent[name], recipients: [{ organisationId, role: 'npm' }] },
              }),
            );
          // Nobody outside the mission is asked, whatever the terms say.
          return [refusalOf(name)(programme), await asks(world.ids.x), await asks(world.ids.z)];
        },
      },
    ],
  );
  return Object.fromEntries([...ofIncidents, ...ofMissions]);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}

/** 4 hours or 24. */
export function deadlinePairs({ world }: Before): Readonly<Record<string, Pair>> {
  const { people, ids, clock } = world;
  const hoursAgo = (hours: number) =>
    new Date(clock.now().getTime() - hours * hourMs).toISOString();
  return {
    'deadline/evidence-answer': {
      ...{ clause: 'answer', redrafted: deadline('PT24H') },
      journey: async () => {
        const { id } = await incident(world, [ids.y]);
        await act(people.manager, id, 'note-analysis', { analysis: 'Queues grow.' });
        const asked = { subject: 'Logs', items: 'Logs.', urgency: 'high' };
        await act(people.manager, id, 'request-evidence', asked);
        return answeredIn(world, id);
      },
      outcomes: [4, 24],
    },
    'deadline/incident-notice': {
      ...{ clause: 'notice', redrafted: deadline('PT24H', 'incident-notice') },
      journey: async () => {
        const times = { detectedAt: hoursAgo(9), reportedAt: hoursAgo(1) };
        const { id } = await incident(world, [ids.y], times);
        const reference = await referenceOf(world, id);
        const late = await world.tasks(people.nisoX, 'explain-late-notice');
        return late
          .filter(({ subject }) => subject.startsWith(reference))
          .map(({ subject }) => subject.includes(`clause ${numberOf(placeOf('notice'))}`));
      },
      outcomes: [[true], []],
    },
    'deadline/acknowledgement': {
      ...{ clause: 'acknowledgement', redrafted: deadline('PT24H', 'acknowledgement') },
      journey: async () => {
        const warning = await world.warning();
        await world.leadX('POST', `/cases/${warning}/tellings`, { organisations: [ids.y] });
        const { body } = await world.leadX('GET', `/cases/${warning}`);
        const { reference } = body['case'] as { reference: string };
        const asked = await world.tasks(world.informedY, 'answer-warning');
        const task = asked.find(({ subject }) => subject.startsWith(reference));
        const inMs = Date.parse(String(task?.dueAt)) - clock.now().getTime();
        return [Math.round(inMs / hourMs), await acknowledgedIn(world, 'normal')];
      },
      outcomes: [
        [4, 4],
        [24, 24],
      ],
    },
  };
}

/** Who is reached, and who is alerted when nobody answered; on a Friday night. */
export function contactPairs({ world }: Before): Readonly<Record<string, Pair>> {
  const office = { workdays: ['saturday'], opensAt: '14:00', closesAt: '18:00' };
  /** Whether the LISO is asked to take it up a little more than four hours after an urgent request, and six hours later. */
  const alerts = async () => {
    const asked = await emergency(world, 'high');
    const alerted = (hours: number) =>
      alertedAfter(world, hours * hourMs, asked, placeOf('contact'));
    return [await alerted(4.1), await alerted(6)];
  };
  return {
    'contact/role': {
      ...{ clause: 'contact', redrafted: contact('niso', 'around-the-clock') },
      journey: async () => projectManagerIsTold(world, await emergency(world, 'high')),
      outcomes: [true, false],
    },
    'contact/within': {
      clause: 'contact',
      redrafted: contact('npm', 'around-the-clock', { within: 'PT1H' }),
      journey: () => acknowledgedIn(world, 'high'),
      outcomes: [4, 1],
    },
    // Asked on Friday at ten in the evening, and again on Saturday at eight: the office opens at two in the afternoon.
    'contact/office-hours': {
      ...{ clause: 'contact', redrafted: contact('npm', 'office-hours', office) },
      journey: alerts,
      outcomes: [
        [true, true],
        [false, true],
      ],
    },
  };
}
