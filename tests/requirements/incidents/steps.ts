import assert from 'node:assert/strict';
import {
  does,
  hoursAgo,
  mine,
  none,
  phases,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import type { IncidentWorld } from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';

/** An incident without high impact, resolved: service is back, a lesson recorded; nothing holds its end back but what a test adds. */
export async function resolved(w: IncidentWorld, affected: readonly string[] = []) {
  const { people, ids, act, report, system } = w;
  const { manager, nisoX } = people;
  const id = await report({
    ...{ originAdministration: ids.x, occurredAt: hoursAgo(9), detectedAt: hoursAgo(8) },
    reportedAt: hoursAgo(7),
  });
  await act(manager, id, 'accept', {
    ...{ commonDomainImpact: 'suspected', affectedAdministrations: affected },
  });
  await act(manager, id, 'note-analysis', { analysis: 'Queues of X do not drain.' });
  const asked = { subject: 'Gateway logs', items: 'Logs of the day.', urgency: 'normal' };
  await act(manager, id, 'request-evidence', asked);
  const extract = { at: hoursAgo(8), from: 'X', subject: 'Queue full', excerpt: 'AMQ7017' };
  await does(nisoX, `${await mine(nisoX, id, 'evidence')}/answer`, {
    information: 'The gateway stopped.',
    extracts: ['log', 'e-mail'].map((kind) => ({ kind, ...extract })),
  });
  await act(manager, id, 'consistent', { analysis: 'Logs and report agree.' });
  await act(manager, id, 'assess-system', { system: await system('NCTS', 'STRATEGIC'), ...none });
  await act(manager, id, 'low');
  await act(manager, id, 'set-instants', { recoveredAt: hoursAgo(1) });
  await act(manager, id, 'record-finding', { kind: 'lesson', text: 'A lesson.' });
  return id;
}

/** Writes the Security Incident Report from what the case has and a little of each section of Table 8, and has it delivered. */
export async function reportDelivered(w: IncidentWorld, id: string): Promise<void> {
  const { people, act, until } = w;
  const { manager, controller } = people;
  for (const [index, phase] of phases.entries()) {
    await act(manager, id, 'add-event', {
      ...{ at: hoursAgo(8 - index), zone: 'UTC', phase, event: `It came to ${phase}.` },
    });
  }
  for (const kind of ['root-cause', 'related-issue', 'action-taken']) {
    await act(manager, id, 'record-finding', { kind, text: kind });
  }
  await act(manager, id, 'record-gap', {
    ...{ policy: 'ISSP 10.10.6', deviation: 'No time server.', requirement: 'One for all.' },
  });
  await act(manager, id, 'recommend', {
    ...{ title: 'Second gateway', text: 'Set one up.', urgency: 'high', goesTo: 'improvement' },
  });
  const made = await manager('POST', `/cases/${id}/deliverables`, {
    type: 'security-incident-report',
  });
  assert.equal(made.status, 201, made.text);
  const report = String(made.body['id'] ?? (made.body['deliverable'] as { id: string }).id);
  const history = { description: 'Delivered', changes: ['insert'], pages: 'All' };
  for (const [who, action, fields] of [
    [manager, 'submit-qc', {}],
    [controller, 'qc-pass', history],
    [manager, 'deliver', {}],
  ] as const) {
    await does(who, `/deliverables/${report}/actions/${action}`, fields);
    if (action === 'submit-qc') await until(id, 'sir-qc');
  }
  await until(id, 'sir-delivered');
}
