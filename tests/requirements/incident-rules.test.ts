import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  analysed,
  does,
  mine,
  none,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

let world: IncidentWorld;

before(async () => {
  world = await createIncidentWorld();
});
after(async () => {
  await world.close();
  await stopTestServer();
});

describe('scenario E: an unsuccessful virus attack', () => {
  it('R-INC-18 R-INC-7 leads to no report, emergency actions are launched all the same, and it closes', async () => {
    const { people, ids, act, refused, state, report, system } = world;
    const { manager, nisoX, officer } = people;
    const id = await report({ category: 'malicious-code', originAdministration: ids.x });
    await act(manager, id, 'accept', { commonDomainImpact: 'suspected' });
    assert.deepEqual(
      await refused(manager, id, 'request-evidence', {
        ...{ subject: 'Scanner logs', items: 'Logs of the gateway.', urgency: 'normal' },
      }),
      ['report-is-analysed'],
    );
    await act(manager, id, 'note-analysis', { analysis: 'The attachment was stopped.' });
    await act(manager, id, 'request-evidence', {
      ...{ subject: 'Scanner logs', items: 'Logs of the gateway.', urgency: 'normal' },
    });
    await does(nisoX, `${await mine(nisoX, id, 'evidence')}/answer`, {
      information: 'The scanner removed it.',
    });
    assert.equal(await state(id), 'evidence-analysis');
    await act(manager, id, 'consistent', { analysis: 'Logs and report agree.' });
    assert.deepEqual(await refused(manager, id, 'low'), ['impact-is-low']);
    const ncts = await system('NCTS', 'STRATEGIC');
    await act(manager, id, 'assess-system', { system: ncts, ...none });
    assert.deepEqual(await refused(manager, id, 'high'), ['impact-is-high']);
    await act(manager, id, 'low');
    const outside = await manager('POST', '/requests', {
      ...{ caseId: id, kind: 'emergency-action', urgency: 'high' },
      ...{ subject: 'Block the sender', text: 'Block the sender.' },
      fields: { system: ncts, impact: 'None so far.' },
      recipients: [{ organisationId: ids.z, role: 'niso' }],
    });
    assert.deepEqual([outside.status, /no-party/.test(outside.text)], [422, true]);
    const written = await manager('POST', `/cases/${id}/deliverables`, {
      type: 'security-incident-report',
    });
    assert.equal(written.status, 409);
    assert.match(written.text, /case-leaves-it/);
    const sent = await manager('POST', '/requests', {
      ...{ caseId: id, kind: 'emergency-action', urgency: 'high' },
      ...{ subject: 'Block the sender', text: 'Block the sender at the mail gateway.' },
      fields: { system: ncts, impact: 'None so far; more of the same may come.' },
      recipients: [
        { organisationId: ids.contractor, role: 'itsm-security-officer' },
        { organisationId: ids.x, role: 'niso' },
      ],
    });
    assert.equal(sent.status, 201, sent.text);
    assert.deepEqual(await refused(manager, id, 'close'), [
      'lessons-are-recorded',
      'recovery-time-is-set',
      'request-open',
    ]);
    for (const who of [officer, nisoX]) {
      const action = await mine(who, id, 'emergency-action');
      await does(who, `${action}/acknowledge`);
      await does(who, `${action}/answer`, { done: 'Blocked.', doneAt: new Date().toISOString() });
      await does(manager, `${action}/verify`);
    }
    await act(manager, id, 'set-instants', { recoveredAt: new Date().toISOString() });
    await act(manager, id, 'record-finding', { kind: 'lesson', text: 'The filter works.' });
    await act(manager, id, 'close');
    assert.equal(await state(id), 'closed');
    const { body } = await people.liso('GET', `/cases/${id}`);
    assert.deepEqual(body['deliverables'], []);
  });
});

describe('scenario F and the scope: AD2 Annex 12 is a rule, not a step', () => {
  it('R-INC-10 CCN configuration, capacity and installation go to Application Management at once', async () => {
    const { people, report, act } = world;
    for (const category of ['ccn-configuration', 'capacity-management', 'installation']) {
      const id = await report({ category, managedItem: true });
      const { body } = await people.applications('GET', `/cases/${id}`);
      const { fields, state } = body['case'] as { fields: Record<string, unknown>; state: string };
      assert.equal(fields['assignedTo'], 'application-management');
      assert.equal(fields['assignedBecause'], 'category');
      assert.equal(state, 'triage', 'the coordination goes its own way');
      assert.equal((body['tasks'] as unknown[]).length, 1);
    }
    const id = await report({ category: 'other', managedItem: false });
    const read = async () => {
      const { body } = await people.liso('GET', `/cases/${id}`);
      return (body['case'] as { fields: Record<string, unknown> }).fields['assignedTo'];
    };
    assert.equal(await read(), undefined);
    await act(people.serviceDesk, id, 'categorise', { category: 'installation' }, 'It is one.');
    assert.equal(await read(), 'application-management');
  });

  it('R-INC-2 R-INC-14 what has no impact on the Common Domain is left to local management, with the reason, and the NISO is told', async () => {
    const { people, ids, report, act, refused, state } = world;
    const { manager, nisoX, nisoZ } = people;
    const id = await report({ title: 'A printer' });
    assert.deepEqual(await refused(manager, id, 'not-in-scope', { localManagement: 'X' }), [
      'origin-is-known',
    ]);
    const accepted = { commonDomainImpact: 'yes', originAdministration: ids.contractor };
    assert.deepEqual(await refused(manager, id, 'accept', accepted), ['invalid-input']);
    const local = { originAdministration: ids.x, localManagement: 'Service desk of X' };
    await act(manager, id, 'not-in-scope', local, 'A printer of one office.');
    assert.equal(await state(id), 'closed-out-of-scope');
    const told = async (who: Caller) => {
      const { body } = await who('GET', '/tasks?limit=50');
      return (body['items'] as { task: string }[]).some(({ task }) => task === 'manage-locally');
    };
    assert.equal(await told(nisoX), true);
    assert.equal(await told(nisoZ), false);
  });
});

describe('what one administration gives', () => {
  let id: string;

  before(async () => {
    ({ id } = await analysed(world));
  });

  it('no administration sees what another one gave, and one that is not concerned sees nothing', async () => {
    const { people } = world;
    const subjects = async (who: Caller, path: string) => {
      const { body, text } = await who('GET', path);
      assert.ok(Array.isArray(body['items']), text);
      return (body['items'] as { fields: Record<string, unknown> }[]).map(
        ({ fields }) => fields['subject'] ?? fields['event'],
      );
    };
    const exhibits = `/incident-exhibits?caseId=${id}`;
    assert.deepEqual(await subjects(people.nisoY, exhibits), ['No answers from X']);
    assert.equal((await subjects(people.nisoX, exhibits)).length, 3);
    assert.deepEqual(await subjects(people.nisoZ, exhibits), []);
    for (const path of [`/cases/${id}`, `/cases/${id}/history`, `/cases/${id}/liaison-partners`]) {
      assert.equal((await people.nisoZ('GET', path)).status, 404, path);
    }
    for (const path of ['/cases?limit=50', `/requests?caseId=${id}`, '/incident-timeline']) {
      assert.deepEqual((await people.nisoZ('GET', path)).body['items'], [], path);
    }
    const hidden = await people.nisoY('GET', `/requests?caseId=${id}`);
    assert.deepEqual(hidden.body['items'], []);
    for (const path of [`/cases/${id}`, `/cases/${id}/history`, `/search?q=gateway`]) {
      const { text } = await people.nisoY('GET', path);
      assert.doesNotMatch(text, /AMQ7017|07:10|hour slow/, path);
    }
    for (const register of ['impact-decisions', 'incident-gaps', 'incident-analyses']) {
      assert.equal((await people.nisoY('GET', `/${register}`)).status, 403, register);
    }
  });

  it('R-INC-8 NISOs liaise directly: the two and the security manager see what they log, nobody else', async () => {
    const { people, ids } = world;
    const partners = await people.nisoX('GET', `/cases/${id}/liaison-partners`);
    assert.deepEqual(
      (partners.body['items'] as { organisationId: string }[]).map((one) => one.organisationId),
      [ids.y],
    );
    const entry = { subject: 'Reroute', text: 'We switch to the second gateway together.' };
    const logged = await people.nisoX('POST', `/cases/${id}/liaison`, { with: ids.y, ...entry });
    assert.equal(logged.status, 201, logged.text);
    for (const who of [people.nisoX, people.nisoY, people.manager]) {
      const { body } = await who('GET', `/incident-liaison?caseId=${id}`);
      assert.equal((body['items'] as unknown[]).length, 1);
    }
    assert.equal((await people.liso('GET', `/incident-liaison?caseId=${id}`)).status, 403);
    assert.deepEqual((await people.nisoZ('GET', '/incident-liaison')).body['items'], []);
    for (const who of [people.liso, people.serviceDesk, people.nisoY]) {
      assert.doesNotMatch((await who('GET', `/cases/${id}/history`)).text, /second gateway/);
    }
    const outside = await people.nisoX('POST', `/cases/${id}/liaison`, { with: ids.z, ...entry });
    assert.equal(outside.status, 422, outside.text);
    const notNiso = await people.manager('POST', `/cases/${id}/liaison`, { with: ids.y, ...entry });
    assert.equal(notNiso.status, 403, notNiso.text);
  });
});
