import type { PassingTime } from '../passing-time.ts';
import type { Story } from '../story.ts';
import { type CollaborationDesk, people } from './collaboration-desk.ts';

const { requester, liso, manager, quality, npmDe, npmFr } = people;
const plans = ['capacity', 'continuity', 'availability', 'security'] as const;

const plan = (whose: string, kind: string) => ({
  planTitle: `${kind[0]?.toUpperCase()}${kind.slice(1)} plan ${whose}`,
  planEdition: '3.0',
  planFrom: '2026-01-01',
  planTo: '2027-12-31',
  planPlace: `Document store of ${whose}`,
});

const sla = {
  slaToCentral: 'SLA NA-TAXUD 3.1',
  slaToCentralCompliance: 'compliant',
  slaToCentralStatement: 'No clause asks for less than the agreement.',
  slaFromCentral: 'SLA TAXUD-NA 2.0',
  slaFromCentralCompliance: 'partly',
  slaFromCentralStatement:
    'Answers within 24 hours are shorter than the agreement; the clause holds.',
};

async function scopeOf(desk: CollaborationDesk) {
  return {
    communities: [await desk.find('user-communities', 'code', 'NCTS-NSD')],
    threads: [await desk.find('business-threads', 'code', 'CUST')],
    memberStates: [
      await desk.find('memberships', 'country', 'DE'),
      await desk.find('memberships', 'country', 'FR'),
    ],
  };
}

/** Terms of the service desks of transit: negotiated with an objection, agreed, approved, distributed and in force since. */
export async function* tellTerms(desk: CollaborationDesk, time: PassingTime): Story {
  yield time.at(-60, '09:10');
  const id = await desk.open('terms-of-collaboration', 'Service desks of transit', {
    description: 'Who is told and asked what when transit is in trouble.',
  });
  await desk.act(manager, id, 'accept');
  yield time.at(-59, '10:00');
  await desk.act(requester, id, 'set-scope', await scopeOf(desk));
  for (const [day, who, whose] of [
    [-57, npmDe, 'Germany'],
    [-55, npmFr, 'France'],
  ] as const) {
    yield time.at(day, '14:20');
    await desk.answer(who, id, 'plans', 'answer', ({ plan: kind }) => plan(whose, String(kind)));
  }
  yield time.at(-54, '11:00');
  await desk.act(manager, id, 'state-sla-compliance', sla);
  for (const kind of plans) {
    await desk.act(liso, id, 'provide-common-plan', { plan: kind, ...plan('Common Domain', kind) });
  }
  await desk.act(manager, id, 'submit-review');
  yield time.at(-52, '09:30');
  await desk.act(npmDe, id, 'agree');
  yield time.at(-51, '16:00');
  const objection = 'Twenty-four hours are too short for logs of the gateway at weekends.';
  await desk.act(npmFr, id, 'request-changes', {}, objection);
  yield time.at(-49, '10:30');
  await answerObjection(desk, id);
  await desk.act(manager, id, 'submit-review');
  yield time.at(-48, '09:00');
  await desk.act(npmDe, id, 'agree');
  await desk.act(npmFr, id, 'agree');
  yield time.at(-47, '13:00');
  await desk.act(manager, id, 'submit-approval');
  yield time.at(-46, '10:00');
  await desk.act(liso, id, 'approve');
  await distribute(desk, time, id);
}

/** The objection is answered, and the clause on the time to answer redrafted: what Germany agreed to is void. */
async function answerObjection(desk: CollaborationDesk, id: string): Promise<void> {
  const clauses = await desk.rows(manager, 'terms-clauses', id);
  const due = clauses.find(({ fields }) => fields['within'] === 'PT24H');
  const { number: _number, position: _position, ...text } = due?.fields ?? {};
  const redrafted = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== null));
  await desk.act(manager, id, 'redraft-clause', {
    ...{ ...redrafted, termsClause: due?.id, within: 'P2D' },
    text: 'Evidence that was asked for is given within two days, or it is said within that time why it is not.',
  });
  const [objection] = (await desk.rows(manager, 'clause-comments', id)).filter(
    ({ state }) => state === 'open',
  );
  await desk.act(manager, id, 'answer-comment', {
    ...{ answered: objection?.id, answer: 'Two days now; four hours stay for what is urgent.' },
  });
}

async function distribute(desk: CollaborationDesk, _time: PassingTime, id: string): Promise<void> {
  const document = await desk.write(manager, id, 'terms-of-collaboration-security-part');
  for (const [who, action] of [
    [manager, 'submit-qc'],
    [quality, 'qc-pass'],
    [liso, 'review-ok'],
    [liso, 'approve'],
    [manager, 'distribute'],
  ] as const) {
    await desk.document(who, document, action);
  }
  await desk.act(manager, id, 'distribute');
  for (const who of [liso, npmDe]) await desk.document(who, document, 'acknowledge');
}

/** Their update, asked for after an incident: France has given its plans, Germany has not, and comments on one clause. */
export async function* tellUpdate(desk: CollaborationDesk, time: PassingTime): Story {
  yield time.at(-8, '09:40');
  const id = await desk.open('terms-of-collaboration', 'Service desks of transit, update', {
    description: 'Lessons of the outage of November.',
  });
  await desk.act(manager, id, 'accept');
  yield time.at(-7, '10:15');
  await desk.act(requester, id, 'set-scope', await scopeOf(desk));
  yield time.at(-4, '15:30');
  await desk.answer(npmFr, id, 'plans', 'answer', ({ plan: kind }) => plan('France', String(kind)));
  yield time.at(-2, '11:05');
  const clauses = await desk.rows(npmDe, 'terms-clauses', id);
  const evidence = clauses.find(({ fields }) => fields['ruleKind'] === 'evidence');
  await desk.act(npmDe, id, 'comment', {
    termsClause: evidence?.id,
    text: 'Logs of the gateway may hold personal data: name the purpose in the clause.',
  });
}
