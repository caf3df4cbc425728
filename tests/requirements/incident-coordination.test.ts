import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  analysed,
  does,
  hoursAgo,
  mine,
  modelOf,
  none,
  outlineOf,
  phases,
  table8,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
  refusalsOf,
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

describe('scenario D: an incident of high impact', () => {
  let id: string;
  let ncts: string;
  let reportId: string;

  before(async () => {
    ({ id, ncts } = await analysed(world));
  });

  it('R-INC-3 R-INC-1 comes from the Service Desk with its ticket, once, and is coordinated for the central body', async () => {
    const { people, ids } = world;
    const { body } = await people.liso('GET', `/cases/${id}`);
    const shown = body['case'] as { ownerId: string; fields: Record<string, unknown> };
    assert.equal(shown.ownerId, ids.central);
    assert.ok(String(shown.fields['ticket']).startsWith('SD-'));
    assert.ok(shown.fields['receivedAt'] && shown.fields['registeredAt']);
    const again = await people.serviceDesk('POST', '/incident-reports', {
      ...{ title: 'Again', summary: 'The same ticket.', ticket: shown.fields['ticket'] },
      ...{ category: 'other', managedItem: false },
    });
    assert.equal(again.body['code'], 'ticket-known', again.text);
    const unnamed = await people.nisoZ('POST', '/incident-reports', {
      ...{ title: 'Who?', summary: 'Nobody is named.', category: 'other', managedItem: false },
    });
    assert.equal(unnamed.status, 409, unnamed.text);
    const stranger = await people.liso('POST', '/incident-reports', { title: 'x', summary: 'x' });
    assert.equal(stranger.status, 422, stranger.text);
  });

  it('R-INC-4 R-INC-5 R-INC-6 R-INC-15 R-INC-16 evidence is asked of the NISO, given, and checked in as many rounds as it takes', async () => {
    const { people } = world;
    const kept = await people.manager('GET', `/incident-exhibits?caseId=${id}`);
    const items = kept.body['items'] as { fields: Record<string, unknown> }[];
    assert.deepEqual(items.map(({ fields }) => fields['kind']).sort(), [
      ...['e-mail', 'log', 'other', 'other'],
    ]);
    const checks = await people.manager('GET', `/incident-analyses?caseId=${id}`);
    const kinds = (checks.body['items'] as typeof items).map(({ fields }) => fields['kind']);
    assert.deepEqual(kinds, ['report', 'inconsistent', 'consistent']);
    const { body } = await people.nisoX('POST', `/cases/${id}/actions/consistent`, {
      fields: { analysis: 'I say so.' },
    });
    assert.equal(body['code'], 'action-refused');
  });

  it('R-INC-11 the impact is decided by the table, stored with inputs and version, and decided again on every change', async () => {
    const { people, act, refused } = world;
    const { manager } = people;
    const significant = { ...none, system: ncts, availability: 'SIGNIFICANT' };
    assert.deepEqual(await refused(manager, id, 'assess-system', significant), [
      'significance-is-judged',
    ]);
    const judged = {
      ...{ ...significant, services: 'Transit declarations of X and Y' },
      ...{ criteria: ['exchange-stopped'], judgement: 'No movement could be closed.' },
    };
    await act(manager, id, 'assess-system', judged);
    await act(manager, id, 'assess-system', { ...none, system: ncts });
    await act(manager, id, 'assess-system', judged);
    const movements = { name: 'Movement data', informationLabel: 'LIMITED' };
    await act(manager, id, 'assess-information', { ...movements, ...none, integrity: 'LIMITED' });
    await act(manager, id, 'lower-impact', {}, 'The gateway was a test gateway.');
    assert.deepEqual(await refused(manager, id, 'high'), ['impact-is-high']);
    await act(manager, id, 'raise-impact', {}, 'It was not.');
    const { body } = await manager('GET', `/impact-decisions?caseId=${id}&sort=decidedAt`);
    const decisions = (body['items'] as { fields: Record<string, unknown> }[]).map(
      ({ fields }) => fields,
    );
    const told = (name: string) => decisions.map((fields) => fields[name]);
    assert.deepEqual(told('outcome'), ['high', 'low', 'high', 'high', 'low', 'high']);
    assert.deepEqual(told('because').slice(3), ['inputs', 'lowered', 'raised']);
    assert.deepEqual(new Set(told('decidedBy')), new Set(['high-impact 1']));
    const met = decisions[3]?.['met'] as { rule: string }[];
    assert.deepEqual(
      met.map(({ rule }) => rule),
      ['S1', 'I2'],
    );
    assert.match(JSON.stringify(decisions[3]), /"level":"STRATEGIC"/);
    assert.deepEqual(await refused(manager, id, 'low'), ['impact-is-low']);
    await act(manager, id, 'high');
  });

  it('R-INC-7 R-INC-9 R-INC-17 emergency actions go by system, impact and urgency to Security Officers and NISOs', async () => {
    const { people, ids } = world;
    const { manager, officer, nisoX, nisoY } = people;
    const ask = (more: object) =>
      manager('POST', '/requests', {
        ...{ caseId: id, kind: 'emergency-action', urgency: 'immediate' },
        ...{ subject: 'Drain the queues', text: 'Stop the channel, drain, start.' },
        fields: { system: ncts, impact: 'Transit is down.' },
        recipients: [
          { organisationId: ids.contractor, role: 'itsm-security-officer' },
          { organisationId: ids.x, role: 'niso' },
          { organisationId: ids.y, role: 'niso' },
        ],
        ...more,
      });
    assert.equal((await ask({ fields: { impact: 'Transit is down.' } })).status, 422);
    assert.equal((await ask({ urgency: 'some day' })).status, 422);
    assert.equal((await ask({})).status, 201);
    const done = { done: 'Done.', doneAt: new Date().toISOString() };
    const ofOfficer = await mine(officer, id, 'emergency-action');
    await does(officer, `${ofOfficer}/acknowledge`);
    await does(officer, `${ofOfficer}/answer`, done);
    await does(manager, `${ofOfficer}/return`, {}, 'The queue is still full.');
    await does(officer, `${ofOfficer}/answer`, done);
    const ofX = await mine(nisoX, id, 'emergency-action');
    await does(nisoX, `${ofX}/answer`, done);
    const ofY = await mine(nisoY, id, 'emergency-action');
    const foreign = await nisoX('POST', `${ofY}/answer`, { fields: done });
    assert.ok([403, 404, 409].includes(foreign.status), foreign.text);
    await does(
      nisoY,
      `${ofY}/decline`,
      { alternative: 'We hold our messages back.' },
      'No access.',
    );
    await does(manager, `${ofY}/release`);
    for (const path of [ofOfficer, ofX]) await does(manager, `${path}/verify`);
  });

  it('R-INC-12 R-INC-19 R-INC-20 R-SIR-1 R-SIR-2 R-SIR-3 R-SIR-4 R-SIR-5 R-SIR-6 the report has exactly Table 8, filled from the case; what is empty holds it back', async () => {
    const { people, act, until } = world;
    const { manager } = people;
    const made = await manager('POST', `/cases/${id}/deliverables`, {
      type: 'security-incident-report',
      language: 'en',
    });
    assert.equal(made.status, 201, made.text);
    reportId = String(made.body['id'] ?? (made.body['deliverable'] as { id: string }).id);
    const hasty = await manager('POST', `/deliverables/${reportId}/actions/submit-qc`, {
      fields: {},
    });
    assert.deepEqual(refusalsOf(hasty), ['mandatory-sections-are-filled'], hasty.text);
    for (const [at, phase] of phases.entries()) {
      await act(manager, id, 'add-event', {
        ...{ at: hoursAgo(8 - at), zone: 'Europe/Lisbon', phase },
        ...{ event: `It came to ${phase}.`, source: 'Service Desk' },
      });
    }
    const findings = ['root-cause', 'related-issue', 'lesson', 'action-taken'];
    for (const kind of findings) await act(manager, id, 'record-finding', { kind, text: kind });
    await act(manager, id, 'record-gap', {
      ...{ policy: 'ISSP 10.10.6 Clock synchronisation', deviation: 'No time server.' },
      requirement: 'Every gateway takes its time from the common source.',
    });
    const recommendation = { title: 'Second gateway', text: 'Set one up.', urgency: 'high' };
    for (const goesTo of ['improvement', 'change', 'configuration', 'policy']) {
      await act(manager, id, 'recommend', { ...recommendation, goesTo });
    }
    const json = await manager('GET', `/deliverables/${reportId}.json`);
    const printed = JSON.stringify(json.body);
    for (const word of ['AMQ7017', 'IE029', 'It came to recovery', 'No time server', 'Drain the']) {
      assert.match(printed, new RegExp(word));
    }
    assert.deepEqual(outlineOf(modelOf(json.body).sections), table8);
    const submitted = await manager('POST', `/deliverables/${reportId}/actions/submit-qc`, {
      fields: {},
    });
    assert.equal(submitted.status, 200, submitted.text);
    await until(id, 'sir-qc');
  });

  it('R-INC-13 R-INC-21 quality control by another person, then delivered for information to LISO, NISO and others with the reason, and acknowledged', async () => {
    const { people, until, refused, ids } = world;
    const { manager, controller, liso, nisoX, nisoY, nisoZ } = people;
    const acts = (who: Caller, action: string, body: object = { fields: {} }) =>
      who('POST', `/deliverables/${reportId}/actions/${action}`, body);
    const row = { fields: { description: 'Delivered', changes: ['insert'], pages: 'All' } };
    assert.equal((await acts(manager, 'qc-pass', row)).status, 409, 'the author is no controller');
    assert.equal((await acts(manager, 'approve')).status, 409, 'there is nothing to approve');
    const failed = await acts(controller, 'qc-fail', { fields: {}, comment: 'Name the gateway.' });
    assert.equal(failed.status, 200, failed.text);
    await until(id, 'sir-drafting');
    assert.equal((await acts(manager, 'submit-qc')).status, 200);
    await until(id, 'sir-qc');
    assert.deepEqual(await refused(manager, id, 'close'), ['wrong-state']);
    const passed = await acts(controller, 'qc-pass', row);
    assert.equal(passed.status, 200, passed.text);
    assert.equal((await nisoY('GET', `/deliverables/${reportId}.pdf`)).status, 404);
    const delivered = await acts(manager, 'deliver');
    assert.equal(delivered.status, 200, delivered.text);
    await until(id, 'sir-delivered');
    for (const who of [liso, nisoX, nisoY])
      assert.equal((await acts(who, 'acknowledge')).status, 200);
    assert.equal((await nisoZ('GET', `/deliverables/${reportId}`)).status, 404);
    const { body } = await liso('GET', `/deliverables/${reportId}`);
    const recipients = body['recipients'] as { organisationId: string; reason: string }[];
    assert.deepEqual(
      recipients.map(({ organisationId }) => organisationId).sort(),
      [ids.central, ids.x, ids.y].sort(),
    );
    assert.ok(recipients.every(({ reason }) => reason !== ''));
    assert.equal((body['deliverable'] as { state: string }).state, 'acknowledged');
  });

  it('closes when gaps and recommendations are handed over, the notifications settled and service is back, each refusal named', async () => {
    const { people, act, refused, state } = world;
    const { manager, liso } = people;
    const missing = [
      ...['hand-off-open', 'liaison-was-held'],
      ...['recommendations-are-handed-over', 'recovery-time-is-set'],
    ];
    const named = await refused(manager, id, 'close');
    assert.deepEqual([...new Set(named)], missing);
    const spoken = await people.nisoX('POST', `/cases/${id}/liaison`, {
      ...{ with: world.ids.y, subject: 'Route through the gateway', text: 'Both block it.' },
    });
    assert.equal(spoken.status, 201, spoken.text);
    const wrong = { recoveredAt: hoursAgo(48) };
    assert.deepEqual(await refused(manager, id, 'set-instants', wrong), ['instants-are-in-order']);
    await act(manager, id, 'set-instants', { recoveredAt: hoursAgo(1), resolvedAt: hoursAgo(2) });
    await act(manager, id, 'hand-over');
    assert.deepEqual(await refused(manager, id, 'hand-over'), ['something-is-to-hand-over']);
    const { body } = await liso('GET', `/cases/${id}`);
    const links = body['links'] as { handOff: string; title: string }[];
    const started = links.map(({ handOff }) => handOff).sort();
    assert.deepEqual(started, [
      ...['change', 'configuration', 'improvement'],
      ...['notification', 'notification', 'notification', 'policy', 'policy'],
    ]);
    const { body: mineBody } = await liso('GET', '/tasks?limit=50');
    const tasks = (
      mineBody['items'] as { id: string; task: string; caseId: string; subject: string }[]
    ).filter(({ task, caseId }) => task === 'planned:notification' && caseId === id);
    assert.deepEqual(tasks.map(({ subject }) => subject.split(':')[0]).sort(), [
      ...['EUIBA', 'NIS2', 'UCC-ES'],
    ]);
    const gap = links.filter(({ title }) => title === 'ISSP 10.10.6 Clock synchronisation');
    assert.deepEqual(
      gap.map(({ handOff }) => handOff),
      ['policy'],
      JSON.stringify(links),
    );
    for (const task of tasks) {
      const answer = await liso('POST', `/tasks/${task.id}/complete`, {
        fields: { outcome: 'not-achieved', answer: 'Not required: no threshold is met.' },
      });
      assert.equal(answer.status, 200, answer.text);
    }
    await act(manager, id, 'close');
    assert.equal(await state(id), 'closed');
    await act(manager, id, 'reopen', {}, 'Another log was found.');
    assert.equal(await state(id), 'analysing');
  });
});
