import assert from 'node:assert/strict';
import { catalogue } from '#apps/catalogue.ts';
import { createLog } from '#kernel/log/log.ts';
import { relayEvents } from '#kernel/outbox/relay.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { items } from './terms-calls.ts';
import { numberOf } from './terms-in-force.ts';
import type { TermsWorld } from './terms-world.ts';

export interface Emergency {
  readonly id: string;
  readonly reference: string;
  readonly request: string;
}

/** An emergency action is asked of the NISO of X in an incident that the LISO lets be told. */
export async function emergency(world: TermsWorld, urgency: string): Promise<Emergency> {
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
  return { id, request: String(sent.body['id']), reference: await referenceOf(world, id) };
}

export async function referenceOf({ people }: TermsWorld, caseId: string): Promise<string> {
  const { body } = await people.liso('GET', `/cases/${caseId}`);
  return (body['case'] as { reference: string }).reference;
}

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

/** Whether the national project manager is told of a request to X, once its NISO is, of whom it is asked. */
export async function projectManagerIsTold(
  { people }: TermsWorld,
  { request }: Emergency,
): Promise<boolean> {
  const isTold = async (who: Caller) => {
    const { body } = await who('GET', '/notifications?limit=100');
    return (body['items'] as { recordId: string }[]).some((one) => one.recordId === request);
  };
  await until(() => isTold(people.nisoX), 'the NISO is told');
  return isTold(people.npmX);
}

/**
 * Time passes, what is due is done and answered. Says whether the LISO has been asked meanwhile to take up that nobody acknowledged, naming the
 * clause that stands at a place.
 */
export async function alertedAfter(
  world: TermsWorld,
  ms: number,
  { reference }: Emergency,
  place: number,
): Promise<boolean> {
  const { clock, http, people } = world;
  clock.advance(ms);
  const runner = { database: http.test.database, clock };
  const log = createLog('silent');
  const busy = async () =>
    (await sweepDeadlines({ runner, catalogue, log })) +
    (await relayEvents({ runner, reactions: catalogue.reactions, log }));
  // The worker of the world does the same, and may just have what is missing in hand.
  await until(async () => (await busy()) === 0 && (await allRelayed(world)), 'what is due is done');
  const tasks = await world.tasks(people.liso, 'take-up-missed-contact');
  const ofIt = tasks.filter(({ subject }) => subject.includes(reference));
  assert.ok(
    ofIt.every(({ subject }) => subject.includes(`clause ${numberOf(place)}`)),
    'names the clause',
  );
  return ofIt.length > 0;
}

async function allRelayed({ http, clock }: TermsWorld): Promise<boolean> {
  const [row] = await http.query<{ waiting: number }>(
    `select (select count(*) from outbox_event where relayed_at is null)::int + (select count(*) from record_deadline where next_at <= $1)::int
      as waiting`,
    [clock.now()],
  );
  return row?.waiting === 0;
}

async function until(there: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await there())) {
    assert.ok(Date.now() < end, what);
    await new Promise((later) => setTimeout(later, 100));
  }
}

/** Hours that X has to answer what it is asked in an incident. */
export async function answeredIn({ people }: TermsWorld, caseId: string): Promise<number> {
  const [sent] = (await items(people.nisoX, `/requests?caseId=${caseId}`)) as unknown as {
    sentAt: string;
    recipients: { dueAt: string }[];
  }[];
  const due = Date.parse(sent?.recipients[0]?.dueAt ?? '');
  return Math.round((due - Date.parse(sent?.sentAt ?? '')) / 3_600_000);
}
