import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const none = { confidentiality: 'NONE', integrity: 'NONE', availability: 'NONE' };

let world: IncidentWorld;

before(async () => {
  world = await createIncidentWorld();
});
after(async () => {
  await world.close();
  await stopTestServer();
});

/** The open recipients of a request, as its recipient sees them: its own part. */
async function mine(who: Caller, caseId: string, kind: string) {
  const { body, text } = await who('GET', `/requests?caseId=${caseId}`);
  const items = body['items'] as {
    id: string;
    kind: string;
    recipients: { id: string; mine: boolean; open: boolean; state: string }[];
  }[];
  assert.ok(Array.isArray(items), text);
  const found = items
    .filter((one) => one.kind === kind)
    .flatMap(({ id, recipients }) => recipients.map((recipient) => ({ ...recipient, request: id })))
    .filter((recipient) => recipient.mine && recipient.open);
  const [first] = found;
  assert.ok(first, `${kind} is asked of nobody here: ${text}`);
  return `/requests/${first.request}/recipients/${first.id}/actions`;
}

async function does(who: Caller, path: string, fields: object = {}, comment?: string) {
  const answer = await who('POST', path, { fields, ...(comment === undefined ? {} : { comment }) });
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
}

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
    const sent = await manager('POST', '/requests', {
      ...{ caseId: id, kind: 'emergency-action', urgency: 'high' },
      ...{ subject: 'Block the sender', text: 'Block the sender at the mail gateway.' },
      fields: { system: ncts, impact: 'None so far; more of the same may come.' },
      recipients: [{ organisationId: ids.contractor, role: 'itsm-security-officer' }],
    });
    assert.equal(sent.status, 201, sent.text);
    assert.deepEqual(await refused(manager, id, 'close'), [
      'lessons-are-recorded',
      'recovery-time-is-set',
      'request-open',
    ]);
    const action = await mine(officer, id, 'emergency-action');
    await does(officer, `${action}/acknowledge`);
    await does(officer, `${action}/answer`, { done: 'Blocked.', doneAt: new Date().toISOString() });
    await does(manager, `${action}/verify`);
    await act(manager, id, 'set-instants', { recoveredAt: new Date().toISOString() });
    await act(manager, id, 'record-finding', { kind: 'lesson', text: 'The filter works.' });
    await act(manager, id, 'close');
    assert.equal(await state(id), 'closed');
    const { body } = await people.liso('GET', `/cases/${id}`);
    assert.deepEqual(body['deliverables'], []);
  });
});
