import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decisionPoints } from '#areas/collaboration/terms/decision-points.ts';
import { stopTestServer } from '#tests/database.ts';
import { createMissionDesk, type MissionDesk } from './mission-desk.ts';
import { acknowledgedIn, emergency, missed, named } from './terms-emergency.ts';
import {
  type Clause,
  ceiling,
  contact,
  deadline,
  evidence,
  tells,
  termsInForce,
  type Under,
} from './terms-in-force.ts';
import { prepared, refusal, reportedFindings, toldOf } from './terms-missions.ts';
import { createTermsWorld, type TermsWorld } from './terms-world.ts';

/** Two sets of clauses that differ in one, the journey that people make under each, and how it comes out. */
interface Pair {
  readonly one: readonly Clause[];
  readonly other: readonly Clause[];
  readonly journey: () => Promise<unknown>;
  readonly outcomes: readonly [unknown, unknown];
}

const point = (kind: string, option: string) => `${kind}/${option}`;
const declared = Object.entries(decisionPoints).flatMap(([kind, options]) =>
  Object.keys(options).map((option) => point(kind, option)),
);
const hourMs = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
describe('every kind of clause decides: two journeys that differ in it come out differently', () => {
  let world: TermsWorld;
  let desk: MissionDesk;
  let underDesk: Under;
  const shown = new Set<string>();

  before(async () => {
    world = await createTermsWorld();
    desk = await createMissionDesk();
    const { body: central, contractor, de, fr } = desk.organisations;
    underDesk = termsInForce(desk.world, { central, contractor, bound: [de, fr] });
  });
  after(async () => {
    await world.close();
    await desk.world.close();
    await stopTestServer();
  });

  async function differs(name: string, pair: Pair, under: Under = world.under): Promise<void> {
    const found = [await under(pair.one, pair.journey), await under(pair.other, pair.journey)];
    assert.deepEqual(found, pair.outcomes, name);
    assert.notDeepEqual(found[0], found[1]);
    shown.add(name);
  }

  const accepted = async (more: object = {}) => {
    const { manager } = world.people;
    const id = await world.report({ originAdministration: world.ids.x, ...more }, 'undecided');
    const answer = await manager('POST', `/cases/${id}/actions/accept`, {
      fields: { commonDomainImpact: 'yes', affectedAdministrations: [world.ids.y] },
    });
    return { id, answer };
  };

  it('tells: of an incident, an early warning, a finding of a mission', async () => {
    await differs('tells/incident-common-domain', {
      ...{ one: [tells('allow')], other: [tells('forbid')] },
      journey: async () => {
        const { id, answer } = await accepted();
        return [refusal(answer), (await world.people.nisoY('GET', `/cases/${id}`)).status];
      },
      outcomes: [
        ['done', 200],
        ['forbidden-by-terms by name', 404],
      ],
    });
    await differs('tells/early-warning', {
      ...{ one: [tells('allow', 'early-warning')], other: [tells('forbid', 'early-warning')] },
      journey: async () => {
        const id = await world.warning();
        const answer = await world.leadX('POST', `/cases/${id}/tellings`, {
          organisations: [world.ids.y],
        });
        return [refusal(answer), (await world.informedY('GET', `/cases/${id}`)).status];
      },
      outcomes: [
        ['done', 200],
        ['forbidden-by-terms by name', 404],
      ],
    });
    const findings = await reportedFindings(desk);
    await differs(
      'tells/mission-findings',
      {
        ...{
          one: [tells('allow', 'mission-findings')],
          other: [tells('forbid', 'mission-findings')],
        },
        journey: async () => toldOf(desk, findings),
        outcomes: [
          ['done', 200],
          ['forbidden-by-terms by name', 404],
        ],
      },
      underDesk,
    );
  });

  it('evidence: every kind that may be asked for, by an incident or a mission', async () => {
    const asking = async (kind: string) => {
      const { manager } = world.people;
      const { id, answer } = await accepted();
      assert.equal(answer.status, 200, answer.text);
      await world.act(manager, id, 'note-analysis', { analysis: 'Queues grow.' });
      const asked = { subject: 'Logs', items: 'Logs of it.', urgency: 'high', evidence: kind };
      return refusal(
        await manager('POST', `/cases/${id}/actions/request-evidence`, { fields: asked }),
      );
    };
    for (const kind of ['log', 'e-mail', 'screenshot', 'image', 'configuration', 'other']) {
      await differs(point('evidence', kind), {
        one: [evidence('allow', kind), tells('allow')],
        other: [evidence('forbid', kind), tells('allow')],
        journey: () => asking(kind),
        outcomes: ['done', 'forbidden-by-terms by name'],
      });
    }
    for (const kind of ['questionnaire', 'interview-minutes']) {
      const missions = [await prepared(desk), await prepared(desk)];
      await differs(
        point('evidence', kind),
        {
          ...{ one: [evidence('allow', kind)], other: [evidence('forbid', kind)] },
          journey: async () =>
            refusal(
              await desk.call('liso')(
                'POST',
                `/cases/${missions.shift()}/actions/approve-programme`,
                {},
              ),
            ),
          outcomes: ['done', 'forbidden-by-terms by name'],
        },
        underDesk,
      );
    }
  });

  it('ceiling: what a recipient may see at most of a case, a finding, a document', async () => {
    await differs('ceiling/case', {
      one: [ceiling('AMBER'), tells('allow'), tells('allow', 'early-warning')],
      other: [ceiling('GREEN'), tells('allow'), tells('allow', 'early-warning')],
      journey: async () => {
        const { id, answer } = await accepted();
        assert.equal(answer.status, 200, answer.text);
        const warning = await world.warning();
        const told = await world.leadX('POST', `/cases/${warning}/tellings`, {
          organisations: [world.ids.y],
        });
        assert.equal(told.status, 200, told.text);
        return [
          (await world.people.nisoY('GET', `/cases/${id}`)).status,
          (await world.informedY('GET', `/cases/${warning}`)).status,
        ];
      },
      outcomes: [
        [200, 200],
        [404, 404],
      ],
    });
    assert.equal((await world.tasks(world.informedY, 'ask-about-warning')).length, 1);
    const findings = await reportedFindings(desk);
    await differs(
      'ceiling/finding',
      {
        one: [ceiling('AMBER'), tells('allow', 'mission-findings')],
        other: [ceiling('GREEN'), tells('allow', 'mission-findings')],
        journey: () => toldOf(desk, findings),
        outcomes: [
          ['done', 200],
          ['done', 404],
        ],
      },
      underDesk,
    );
    await differs('ceiling/document', {
      one: [ceiling('AMBER'), tells('allow', 'early-warning')],
      other: [ceiling('GREEN'), tells('allow', 'early-warning')],
      journey: async () => {
        const id = await world.issued(await world.warning());
        const sent = await world.isirtX('POST', `/deliverables/${id}/actions/deliver`, {});
        assert.equal(sent.status, 200, sent.text);
        const { body } = await world.isirtX('GET', `/deliverables/${id}`);
        const recipients = body['recipients'] as {
          organisationId: string;
          withheld: { outcome: string; because: string } | null;
        }[];
        const ofY = recipients.find(({ organisationId }) => organisationId === world.ids.y);
        const because = named.test(ofY?.withheld?.because ?? '') ? 'by name' : null;
        const read = await world.informedY('GET', `/deliverables/${id}.html`);
        return [ofY?.withheld?.outcome ?? 'sent', because, read.status];
      },
      outcomes: [
        ['sent', null, 200],
        ['mask', 'by name', 404],
      ],
    });
  });

  it('deadline: to answer, to give notice, to acknowledge', async () => {
    const { people, ids } = world;
    const dueIn = (from: unknown, due: unknown) =>
      Math.round((Date.parse(String(due)) - Date.parse(String(from))) / hourMs);
    await differs('deadline/evidence-answer', {
      one: [deadline('PT4H'), tells('allow'), evidence('allow')],
      other: [deadline('PT24H'), tells('allow'), evidence('allow')],
      journey: async () => {
        const { id } = await accepted();
        await world.act(people.manager, id, 'note-analysis', { analysis: 'Queues grow.' });
        const asked = { subject: 'Logs', items: 'Logs.', urgency: 'high' };
        await world.act(people.manager, id, 'request-evidence', asked);
        const { body } = await people.nisoX('GET', `/requests?caseId=${id}`);
        const [sent] = body['items'] as { sentAt: string; recipients: { dueAt: string }[] }[];
        return dueIn(sent?.sentAt, sent?.recipients[0]?.dueAt);
      },
      outcomes: [4, 24],
    });
    await differs('deadline/incident-notice', {
      one: [deadline('PT4H', 'incident-notice'), tells('allow')],
      other: [deadline('PT24H', 'incident-notice'), tells('allow')],
      journey: async () => {
        const { id } = await accepted({ detectedAt: hoursAgo(9), reportedAt: hoursAgo(1) });
        const { body } = await people.liso('GET', `/cases/${id}`);
        const { reference } = body['case'] as { reference: string };
        const late = await world.tasks(people.nisoX, 'explain-late-notice');
        return late
          .filter(({ subject }) => subject.startsWith(reference))
          .map(({ subject }) => named.test(subject));
      },
      outcomes: [[true], []],
    });
    await differs('deadline/acknowledgement', {
      one: [deadline('PT4H', 'acknowledgement'), tells('allow', 'early-warning')],
      other: [deadline('PT24H', 'acknowledgement'), tells('allow', 'early-warning')],
      journey: async () => {
        const warning = await world.warning();
        await world.leadX('POST', `/cases/${warning}/tellings`, { organisations: [ids.y] });
        const { body } = await world.leadX('GET', `/cases/${warning}`);
        const { reference } = body['case'] as { reference: string };
        const asked = await world.tasks(world.informedY, 'answer-warning');
        const task = asked.find(({ subject }) => subject.startsWith(reference));
        return [dueIn(new Date(), task?.dueAt), await acknowledgedIn(world, 'normal')];
      },
      outcomes: [
        [4, 4],
        [24, 24],
      ],
    });
  });

  it('contact: who is reached, in which hours, in what time; and a task of the LISO when nobody was', async () => {
    const { people } = world;
    const reached = async () => {
      const { request } = await emergency(world, 'high');
      const told = async () => {
        const { body } = await people.npmX('GET', '/notifications?limit=100');
        return (body['items'] as { recordId: string }[]).some((one) => one.recordId === request);
      };
      const end = Date.now() + 8000;
      while (Date.now() < end && !(await told()))
        await new Promise((later) => setTimeout(later, 150));
      return told();
    };
    await differs('contact/around-the-clock', {
      one: [contact('npm', 'around-the-clock')],
      other: [contact('niso', 'around-the-clock')],
      journey: reached,
      outcomes: [true, false],
    });
    const hours: number[] = [];
    for (const within of ['PT1H', 'PT5H']) {
      const clause = contact('niso', 'office-hours', { within });
      hours.push(await world.under([clause], () => acknowledgedIn(world, 'high')));
    }
    assert.equal((hours[1] ?? 0) - (hours[0] ?? 0), 4, 'from now, or from when the office opens');
    shown.add('contact/office-hours');
    await differs('contact/missed', {
      ...{ one: [contact('npm', 'around-the-clock', { within: 'PT1H' })], other: [] },
      journey: () => missed(world),
      outcomes: [[true], []],
    });
  });

  it('leaves out no kind of clause and no option of one', () => {
    assert.deepEqual(
      declared.filter((one) => !shown.has(one)),
      [],
    );
  });
});
