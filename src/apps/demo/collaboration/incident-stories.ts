import { withdrawRecord } from '#work/sharing/withdraw-record.ts';
import type { PassingTime } from '../passing-time.ts';
import type { Story } from '../story.ts';
import { type CollaborationDesk, people } from './collaboration-desk.ts';

const { liso, manager, quality, officer, nisoDe, nisoFr } = people;
const none = { confidentiality: 'NONE', integrity: 'NONE', availability: 'NONE' };

/** Transit stands still between two administrations: evidence in two rounds, emergency actions, high impact, the report delivered. */
export async function* tellOutage(desk: CollaborationDesk, time: PassingTime): Story {
  const { desk: demo } = desk;
  const at = (hour: string) => time.at(-12, hour).toISOString();
  yield time.at(-12, '09:05');
  const id = await desk.report({
    ...{ title: 'Messages of transit are lost', ticket: 'SD-48211', category: 'other' },
    summary: 'Declarations from Germany get no answer; movements cannot be closed in France.',
    ...{ managedItem: false, originAdministration: demo.organisation('DE') },
    ...{ occurredAt: at('06:58'), detectedAt: at('07:20'), reportedAt: at('08:40') },
  });
  yield time.at(-12, '09:30');
  await desk.act(manager, id, 'accept', {
    ...{ commonDomainImpact: 'yes', affectedAdministrations: [demo.organisation('FR')] },
  });
  await desk.act(manager, id, 'note-analysis', {
    analysis: 'The queues of the German gateway grow since 07:00; nothing arrives centrally.',
  });
  const asked = {
    ...{ subject: 'Logs of the national gateway', urgency: 'high' },
    items: 'System and application logs of the gateway, 06:30 to 09:30.',
  };
  await desk.act(manager, id, 'request-evidence', asked);
  yield time.at(-12, '10:10');
  await desk.ask(manager, {
    ...{ caseId: id, kind: 'emergency-action', urgency: 'immediate' },
    subject: 'Hold back transit messages to Germany',
    text: 'Stop the outbound channel to the German gateway and keep the messages until further notice.',
    fields: {
      system: await desk.find('systems', 'code', 'NCTS'),
      impact: 'Messages are lost while the gateway takes them and does not store them.',
    },
    recipients: [
      { organisationId: demo.organisation('ITSM'), role: 'itsm-security-officer' },
      { organisationId: demo.organisation('FR'), role: 'niso' },
    ],
  });
  await desk.answer(officer, id, 'emergency-action', 'acknowledge');
  yield time.at(-12, '10:45');
  const done = () => ({
    done: 'The channel is stopped; 4,112 messages are kept.',
    doneAt: at('10:40'),
  });
  await desk.answer(officer, id, 'emergency-action', 'answer', done);
  await desk.answer(nisoFr, id, 'emergency-action', 'answer', done);
  await desk.decide(manager, id, 'emergency-action', 'verify');
  await evidence(desk, time, id, asked);
  yield time.at(-11, '11:00');
  await assess(desk, id);
  await chain(desk, time, id);
  yield time.at(-9, '15:00');
  await reportOf(desk, id);
}

/** The first answer contradicts the ticket; the second explains why. */
async function evidence(
  desk: CollaborationDesk,
  time: PassingTime,
  id: string,
  asked: object,
): Promise<void> {
  const extract = {
    ...{ kind: 'log', at: time.at(-12, '06:02').toISOString(), from: 'gateway DE-01' },
    ...{ subject: 'Store is full', excerpt: 'AMQ7017: log not available, message put aside' },
  };
  await desk.answer(nisoDe, id, 'evidence', 'answer', () => ({
    information: 'The store of the gateway was full at 06:02, an hour before the ticket.',
    extracts: [extract],
  }));
  await desk.act(manager, id, 'inconsistent', {
    analysis: 'Messages of 06:30 arrived: the times of the logs cannot be right.',
  });
  await desk.act(manager, id, 'request-evidence', asked);
  await desk.answer(nisoDe, id, 'evidence', 'answer', () => ({
    information: 'The clock of the gateway was an hour slow since its restart on Sunday.',
  }));
  await desk.act(nisoFr, id, 'give-evidence', {
    ...{ kind: 'e-mail', at: time.at(-12, '07:45').toISOString() },
    ...{ from: 'national service desk, France', subject: 'No answers from Germany since seven' },
    excerpt:
      'Since 07:15 we get no answer to movements that end with us. Please look at your gateway.',
  });
  await desk.act(manager, id, 'consistent', {
    analysis: 'With the hour corrected, logs, ticket and queues agree.',
  });
  await analyse(desk, id);
}

/** What each extract shows, by its subject. */
const shown: Readonly<Record<string, string>> = {
  'Store is full':
    'The clock of the gateway is an hour slow: the entry is of 07:02 UTC, four minutes after the first message was put aside.',
  'No answers from Germany since seven':
    'Agrees with the queues: the last answer from Germany left the hub at 06:57 UTC.',
};

async function analyse(desk: CollaborationDesk, id: string): Promise<void> {
  for (const { id: exhibit, fields } of await desk.rows(manager, 'incident-exhibits', id)) {
    const analysis =
      shown[String(fields['subject'])] ??
      'The statement of the NISO; checked against logs and queues.';
    await desk.act(manager, id, 'analyse-exhibit', { exhibit, analysis });
  }
}

async function assess(desk: CollaborationDesk, id: string): Promise<void> {
  await desk.act(manager, id, 'assess-system', {
    ...{
      ...none,
      availability: 'SIGNIFICANT',
      level: 'STRATEGIC',
      system: await desk.find('systems', 'code', 'NCTS'),
    },
    services: 'Transit declarations of Germany and France',
    ...{ criteria: ['exchange-stopped'], judgement: 'No movement could be closed for four hours.' },
  });
  await desk.act(manager, id, 'high');
}

async function chain(desk: CollaborationDesk, time: PassingTime, id: string): Promise<void> {
  const events: readonly (readonly [string, string, string, string])[] = [
    [
      '06:58',
      'detection',
      'The store of the gateway is full; messages are put aside.',
      'Gateway DE-01',
    ],
    [
      '07:20',
      'detection',
      'The national service desk sees declarations without answer.',
      'NSD Germany',
    ],
    [
      '08:40',
      'registration',
      'The national service desk reports to the Service Desk.',
      'Service Desk',
    ],
    [
      '09:05',
      'registration',
      'Ticket SD-48211 is registered as a security incident.',
      'Service Desk',
    ],
    [
      '10:40',
      'resolution',
      'The outbound channel is stopped; messages are kept centrally.',
      'ITSM',
    ],
    ['11:25', 'resolution', 'The store is enlarged and the clock set.', 'NISO Germany'],
    ['11:50', 'recovery', 'Kept messages are sent; movements can be closed.', 'ITSM'],
    ['14:30', 'closure', 'Queues are as on every day; the ticket is closed.', 'Service Desk'],
  ];
  for (const [hour, phase, event, source] of events) {
    await desk.act(manager, id, 'add-event', {
      ...{ at: time.at(-12, hour).toISOString(), zone: 'Europe/Berlin', phase, event, source },
    });
  }
  for (const [kind, text] of [
    ['root-cause', 'The store of the gateway had no alarm; its size was that of 2019.'],
    ['related-issue', 'The clock of the gateway was not synchronised after its restart.'],
    ['lesson', 'Thresholds of the queues must be watched on both sides.'],
    ['action-taken', 'Store enlarged, clock synchronised, messages sent again.'],
  ]) {
    await desk.act(manager, id, 'record-finding', { kind, text });
  }
  await desk.act(manager, id, 'record-gap', {
    policy: 'ISSP 10.10.6 Clock synchronisation',
    deviation: 'The gateway took its time from itself.',
    requirement: 'Every gateway takes its time from the common source and says when it cannot.',
  });
  await desk.act(manager, id, 'recommend', {
    ...{ title: 'Watch the stores of the gateways', urgency: 'high', goesTo: 'improvement' },
    text: 'An alarm at 70 % of the store, at the administration and centrally.',
  });
  await desk.act(manager, id, 'set-instants', {
    ...{ resolvedAt: time.at(-12, '11:25').toISOString() },
    recoveredAt: time.at(-12, '11:50').toISOString(),
  });
}

const summary = [
  'On the day of the incident no transit movement between Germany and France could be closed for four hours. The store of the German gateway was full; messages were put aside and not stored. The gateway had no alarm for its store, and a clock that was an hour slow hid the beginning.',
  'No declaration was lost: 4,112 messages were kept and sent after the store was enlarged. The impact is high, because exchange stopped on a strategic system.',
  'We recommend an alarm at 70 % of the store, at the administration and centrally, and one source of time for every gateway.',
].join('\n\n');

async function reportOf(desk: CollaborationDesk, id: string): Promise<void> {
  const report = await desk.write(manager, id, 'security-incident-report');
  await desk.typed(manager, report, { 'management-summary': summary });
  await desk.document(manager, report, 'submit-qc');
  await desk.desk.parts.clock.advance(3_600_000);
  await desk.document(quality, report, 'qc-pass');
  await desk.document(manager, report, 'deliver');
  for (const who of [liso, nisoFr]) await desk.document(who, report, 'acknowledge', 'Read.');
  await desk.desk.run(liso, withdrawRecord(desk.desk.parts.catalogue), {
    ...{ kind: 'deliverable', recordId: report, organisation: desk.desk.organisation('FR') },
    reason: 'Annex B names staff of another administration. A corrected report follows.',
  });
}

/** An attempt that failed: no report, and the emergency action is sent all the same. */
export async function* tellVirus(desk: CollaborationDesk, time: PassingTime): Story {
  const { desk: demo } = desk;
  yield time.at(-5, '13:10');
  const id = await desk.report({
    ...{ title: 'Virus in an attachment, stopped', ticket: 'SD-48390', category: 'other' },
    summary: 'The mail gateway of France stopped an attachment sent to twelve project managers.',
    ...{ managedItem: false, originAdministration: demo.organisation('FR') },
  });
  await desk.act(manager, id, 'accept', { commonDomainImpact: 'suspected' });
  await desk.act(manager, id, 'note-analysis', {
    analysis: 'Stopped at the border; nobody opened it.',
  });
  await desk.ask(manager, {
    ...{ caseId: id, kind: 'emergency-action', urgency: 'normal' },
    subject: 'Block the sender',
    text: 'Block the sending domain at the mail gateway and search mailboxes for the same attachment.',
    fields: { system: await desk.find('systems', 'code', 'CCN'), impact: 'None so far.' },
    recipients: [{ organisationId: demo.organisation('FR'), role: 'niso' }],
  });
  yield time.at(-5, '15:00');
  await desk.answer(nisoFr, id, 'emergency-action', 'acknowledge');
}

/** Yesterday's incident: evidence is asked for and has not come. */
export async function* tellYesterday(desk: CollaborationDesk, time: PassingTime): Story {
  const { desk: demo } = desk;
  yield time.at(-1, '16:20');
  const id = await desk.report({
    ...{ title: 'Unknown sender on the common network', ticket: 'SD-48455', category: 'other' },
    summary: 'Messages with a sender address of Germany that no German system sends.',
    ...{ managedItem: false, originAdministration: demo.organisation('DE') },
  });
  yield time.at(-1, '16:50');
  await desk.act(manager, id, 'accept', { commonDomainImpact: 'suspected' });
  await desk.act(manager, id, 'note-analysis', { analysis: 'Eleven messages in two hours.' });
  await desk.act(manager, id, 'request-evidence', {
    ...{ subject: 'Logs of outgoing messages', urgency: 'high' },
    items: 'Logs of the gateway since noon, with the addresses of the senders.',
  });
}
