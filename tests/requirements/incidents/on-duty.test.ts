import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mine } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const mobile = '+49 171 5550177';
const hours = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString();

interface Duty {
  readonly name: string;
  readonly role: string;
  readonly ownerId: string;
  readonly now: readonly { readonly person: string; readonly phone: string | null }[];
}

describe('who is on duty at those who are asked urgently', () => {
  let world: IncidentWorld;
  let caseId: string;
  before(async () => {
    world = await createIncidentWorld();
    caseId = await world.report({ originAdministration: world.ids.x });
    await world.act(world.people.manager, caseId, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [world.ids.y] },
    });
    await world.act(world.people.manager, caseId, 'note-analysis', { analysis: 'Queues fill.' });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function made(who: Caller, register: string, fields: object): Promise<string> {
    const answer = await who('POST', `/${register}`, { fields });
    assert.equal(answer.status, 201, answer.text);
    return String((answer.body['record'] as { id: string } | undefined)?.id ?? answer.body['id']);
  }

  /** A line of the directory that the administration shares, proposed by one person and approved by another. */
  async function contactOfX(sharedWith: readonly string[]): Promise<string> {
    const { nisoX, npmX } = world.people;
    const proposed = await nisoX('POST', '/cases', {
      ...{ procedure: 'contact-change', title: 'Officer on duty' },
      fields: {
        ...{ reason: 'The phone on duty.', change: 'enter', name: 'Officer on duty' },
        ...{ function: 'Incidents', phone: '+49 228 5550100', mobile, hours: 'Always' },
        ...{ aroundTheClock: true, sharedWith },
      },
    });
    assert.equal(proposed.status, 201, proposed.text);
    const { id } = proposed.body['case'] as { id: string };
    const approved = await npmX('POST', `/cases/${id}/actions/approve`, { comment: 'Looked at.' });
    assert.equal(approved.status, 200, approved.text);
    const { items } = (await nisoX('GET', '/contacts')).body as unknown as {
      items: { id: string; fields: { name: string } }[];
    };
    return items.find(({ fields }) => fields.name === 'Officer on duty')?.id ?? '';
  }

  async function dutiesOf(who: Caller, organisation: string): Promise<readonly Duty[]> {
    const { status, body, text } = await who('GET', `/duties?organisation=${organisation}`);
    assert.equal(status, 200, text);
    return body['items'] as readonly Duty[];
  }

  it('R-INC-8 both sides of an immediate request are told the person on duty and the phone; whom it is not shared with is told nothing', async () => {
    const { contractor, x } = world.ids;
    const { manager, nisoX, nisoY, nisoZ, serviceDesk } = world.people;
    const sharedWith = [contractor];
    const contact = await contactOfX(sharedWith);
    const rota = await made(nisoX, 'duty-rotas', {
      ...{ name: 'Incidents', role: 'niso', cover: 'around-the-clock', zone: 'Europe/Berlin' },
      ...{ opensAt: '08:00', closesAt: '17:00', workdays: ['monday'], sharedWith },
    });
    const [person] = await world.http.query<{ id: string }>(
      "select id from person where name = 'niso-x'",
    );
    const turn = { rota, person: person?.id, contact };
    await made(nisoX, 'duty-shifts', { ...turn, startsAt: hours(-1), endsAt: hours(8) });

    await world.act(manager, caseId, 'request-evidence', {
      ...{ subject: 'Gateway logs', items: 'Logs of the last hour.', urgency: 'immediate' },
    });
    const asked = await mine(nisoX, caseId, 'evidence');
    const requestId = asked.split('/')[2];
    for (const who of [manager, nisoX, serviceDesk]) {
      const shown = await who('GET', `/requests/${requestId}`);
      if (who !== serviceDesk) {
        assert.equal(shown.status, 200, shown.text);
        const { urgency, recipients } = shown.body['request'] as {
          urgency: string;
          recipients: { organisationId: string; role: string }[];
        };
        assert.equal(urgency, 'immediate');
        const own = recipients.find(({ organisationId }) => organisationId === x);
        assert.equal(own?.role, 'niso');
      }
      const [duty, ...others] = await dutiesOf(who, x);
      assert.deepEqual(others, []);
      assert.deepEqual([duty?.name, duty?.role, duty?.ownerId], ['Incidents', 'niso', x]);
      assert.deepEqual(
        duty?.now.map((one) => [one.person, one.phone]),
        [['niso-x', mobile]],
      );
    }
    for (const who of [nisoY, nisoZ]) assert.deepEqual(await dutiesOf(who, x), []);
  });
});
