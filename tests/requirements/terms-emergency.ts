import assert from 'node:assert/strict';
import type { TermsWorld } from './terms-world.ts';

/** Terms, version and clause, as what they decide names them. */
export const named = /TOC-2026-\d{4} version 1, clause 4\.1\.1/;

/** Hours in which somebody at X has to acknowledge an emergency request. */
export async function acknowledgedIn(world: TermsWorld, urgency: string): Promise<number> {
  const { request } = await emergency(world, urgency);
  const [row] = await world.http.query<{ hours: number }>(
    `select round(extract(epoch from d.due_at - r.sent_at) / 3600)::int as hours from record_deadline d
      join request_recipient q on q.owner_id = d.owner_id and q.id = d.record_id
      join request r on r.owner_id = q.owner_id and r.id = q.request_id where d.deadline = 'acknowledgement' and r.id = $1`,
    [request],
  );
  return row?.hours ?? 0;
}

export async function emergency(
  world: TermsWorld,
  urgency: string,
): Promise<{ id: string; request: string }> {
  const { people, ids } = world;
  const id = await world.report({ originAdministration: ids.x }, 'decided');
  await world.act(people.manager, id, 'accept', { commonDomainImpact: 'yes' });
  await world.act(people.manager, id, 'note-analysis', { analysis: 'Queues grow.' });
  const sent = await people.manager('POST', '/requests', {
    ...{ caseId: id, kind: 'emergency-action', urgency, subject: 'Stop', text: 'Stop it.' },
    fields: { system: await world.system('NCTS', 'STRATEGIC'), impact: 'Transit is down.' },
    recipients: [{ organisationId: ids.x, role: 'niso' }],
  });
  assert.equal(sent.status, 201, sent.text);
  return { id, request: String(sent.body['id']) };
}

/** What the LISO is asked to take up when an hour and more passed without a sign. */
export async function missed(world: TermsWorld): Promise<boolean[]> {
  const { id, request } = await emergency(world, 'high');
  await world.http.query(
    `update record_deadline d set due_at = now() - interval '1 minute', next_at = now() - interval '1 minute'
      from request_recipient q where q.owner_id = d.owner_id and q.id = d.record_id and d.deadline = 'acknowledgement' and q.request_id = $1`,
    [request],
  );
  const fired = async () =>
    world.http.query(
      `select from outbox_event e where e.name = 'request.deadline-passed' and e.relayed_at is not null and e.payload->>'caseId' = $1`,
      [id],
    );
  const end = Date.now() + 20_000;
  while (Date.now() < end && (await fired()).length === 0) {
    await new Promise((later) => setTimeout(later, 200));
  }
  assert.equal((await fired()).length, 1, 'the deadline passed, and was answered');
  const { body } = await world.people.liso('GET', `/cases/${id}`);
  const { reference } = body['case'] as { reference: string };
  const tasks = await world.tasks(world.people.liso, 'take-up-missed-contact');
  return tasks
    .filter(({ subject }) => subject.includes(reference))
    .map(({ subject }) => named.test(subject));
}
