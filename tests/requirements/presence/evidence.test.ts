import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { bringIn } from '#areas/collaboration/incident-coordination/fixtures/bring-in.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller, Person } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { away, leave, substitute } from './leave.ts';

interface UnderWay {
  readonly to: string;
  readonly since: string;
  readonly away: typeof away | null;
}

describe('evidence that waits for its receipt says that nobody is there', () => {
  let world: IncidentWorld;
  let caseId: string;
  let id: string;
  let manager: Person;

  before(async () => {
    world = await createIncidentWorld();
    caseId = await world.report();
    await world.act(world.people.manager, caseId, 'accept', {
      ...{ commonDomainImpact: 'yes', originAdministration: world.ids.x },
    });
    id = await bringIn(world.people.nisoX, randomBytes(5_000), { caseId, fileName: 'gateway.log' });
    manager = await personOf('manager');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function personOf(name: string): Promise<Person> {
    const [found] = await world.http.query<Person>(
      `select id, email, organisation_id as "organisationId" from person where name = $1`,
      [name],
    );
    assert.ok(found, `nobody is called ${name}`);
    return found;
  }

  /** The same on its page and in the list of its case. */
  async function underWay(who: Caller): Promise<UnderWay | null> {
    const page = await who('GET', `/evidence/${id}`);
    assert.equal(page.status, 200, page.text);
    const list = await who('GET', `/cases/${caseId}/evidence?limit=10`);
    type Shown = { readonly id: string; readonly underWay: UnderWay | null };
    const found = (page.body['evidence'] as Shown).underWay;
    const listed = (list.body['items'] as Shown[]).find((one) => one.id === id);
    assert.deepEqual(listed?.underWay, found, 'as in the list');
    const titles = page.body['titles'] as Record<string, string>;
    if (found !== null) assert.equal(titles[found.to], 'ITSM');
    return found;
  }

  it('from the hand-over to the receipt; two of three who hold an office for it away is somebody there', async () => {
    const { liso, manager: handing, officer, serviceDesk } = world.people;
    const { contractor } = world.ids;
    assert.equal(await underWay(liso), null);
    const sent = await handing('POST', `/evidence/${id}/actions/transfer`, {
      ...{ comment: 'To be analysed', fields: { organisation: contractor } },
    });
    assert.equal(sent.status, 200, sent.text);
    const there = await underWay(liso);
    assert.deepEqual([there?.to, there?.away], [contractor, null]);
    const back = await leave(handing, manager);
    assert.equal((await underWay(liso))?.away, null, 'the service desk is there');
    const backToo = await leave(serviceDesk, await personOf('desk'));
    assert.deepEqual((await underWay(liso))?.away, away, 'to the owner of the case');
    assert.deepEqual((await underWay(handing))?.away, away, 'to its own organisation');
    const end = await substitute(
      world.http,
      await personOf('officer'),
      'itsm-security-manager',
      manager,
    );
    assert.equal((await underWay(liso))?.away, null, 'a substitute is there');
    await end();
    assert.notEqual((await underWay(liso))?.away, null);
    const seen = await underWay(world.people.nisoX);
    assert.deepEqual([seen?.to, seen?.away], [contractor, null], 'who gave it waits for nothing');
    await backToo();
    assert.equal((await underWay(liso))?.away, null, 'back again');
    await back();
    const received = await officer('POST', `/evidence/${id}/actions/receive`, {});
    assert.equal(received.status, 200, received.text);
    assert.equal(await underWay(liso), null);
  });
});
