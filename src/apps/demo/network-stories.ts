import { plans, principles, rules } from './network-data.ts';
import { accessLog, judge, putInForce, staff, tellConnected } from './network-steps.ts';
import type { Story, Team } from './story.ts';

const { author, examiner, security, administrator, vendor } = staff;
const verdicts = [examiner, 'interconnection-verdicts'] as const;
const checks = [security, 'remote-access-checks'] as const;
const matches = {
  endsMatch: true,
  dataMatch: true,
  measuresMatch: true,
  observations: 'Held against the plan with the network team.',
};

/** Interconnections and remote access of the operator, in several states. */
export function networkStories(team: Team): Record<string, Story> {
  return {
    interconnections: tellInterconnections(team),
    'interconnections that wait': tellWaitingPlans(team),
    'remote access of third parties': tellThirdParties(team),
    'remote access of staff': tellStaff(team),
  };
}

/** Principles, an agreement, and the link to a partner from its plan to the register. */
async function* tellInterconnections(team: Team): Story {
  const { desk, time, fleet } = team;
  yield time.at(-73, '09:00');
  await putInForce(desk, 'interconnection-principles', principles, time.at(-73));
  const partner = desk.organisation('BALTLINK');
  const agreement = await desk.create(security, 'confidentiality-agreements', {
    reference: 'NDA-2026-BL',
    party: partner,
    scope: 'Addresses, routing and traffic figures of both networks.',
  });
  await desk.run(security, desk.register('confidentiality-agreements').act, {
    id: agreement.id,
    action: 'sign',
    fields: {
      signedOn: time.at(-73).toISOString().slice(0, 10),
      validFrom: time.at(-73).toISOString().slice(0, 10),
      validTo: time.at(700).toISOString().slice(0, 10),
    },
    comment: null,
  });
  yield time.at(-71, '10:00');
  const link = await desk.open(author, 'interconnection', 'Baltlink, Tallinn exchange', {
    ...plans.baltlink,
    partner,
    assets: fleet.ids('bastion'),
  });
  await desk.act(author, link.id, 'submit');
  yield time.at(-69, '14:00');
  await judge(desk, verdicts, link.id);
  await desk.act(examiner, link.id, 'approve');
  await desk.act(author, link.id, 'implement');
  yield* tellConnected(team, link.id, -68);
  yield time.at(-36, '11:00');
  await desk.act(examiner, link.id, 'confirm-match', matches);
}

/** A plan that came back with the principle it violates, one that is being examined, one that change management has. */
async function* tellWaitingPlans({ desk, time, fleet }: Team): Story {
  yield time.at(-16, '09:30');
  const towers = await desk.open(author, 'interconnection', 'Alarms of the tower company', {
    ...plans.towers,
    assets: fleet.ids('bastion'),
  });
  await desk.act(author, towers.id, 'submit');
  yield time.at(-12, '10:30');
  await judge(desk, verdicts, towers.id);
  await desk.act(examiner, towers.id, 'approve');
  await desk.act(author, towers.id, 'implement');
  yield time.at(-9, '13:00');
  const billing = await desk.open(author, 'interconnection', 'Print house for invoices', {
    ...plans.billing,
  });
  await desk.act(author, billing.id, 'submit');
  yield time.at(-7, '09:00');
  const violated = {
    'P-02': 'Nothing of ours stands at the border: the server connects by itself.',
  };
  await judge(desk, verdicts, billing.id, { violated });
  const because = 'Let the connection go through the firewall, and say which host may use it.';
  await desk.act(examiner, billing.id, 'return', {}, because);
  yield time.at(-3, '15:30');
  const probe = await desk.open(author, 'interconnection', 'Second alarm server of the towers', {
    ...plans.towers,
    farEnd: 'Tower company, alarm server 2',
  });
  await desk.act(author, probe.id, 'submit');
  yield time.at(-1, '10:00');
  await judge(desk, verdicts, probe.id, { leave: 3 });
}

/** Rules, a vendor whose access has ended, and the same vendor let in again. */
async function* tellThirdParties({ desk, time, fleet }: Team): Story {
  yield time.at(-73, '11:00');
  await putInForce(desk, 'remote-access-rules', rules, time.at(-73));
  const party = desk.organisation('SWITCHWERK');
  const person = desk.personId(vendor);
  const day = (at: number) => time.at(at).toISOString().slice(0, 10);
  const agreement = await desk.create(security, 'confidentiality-agreements', {
    reference: 'NDA-2026-SW-1',
    party,
    person,
    scope: 'Configuration and logs of our switches.',
  });
  await desk.run(security, desk.register('confidentiality-agreements').act, {
    id: agreement.id,
    action: 'sign',
    fields: { signedOn: day(-72), validFrom: day(-72), validTo: day(290) },
    comment: null,
  });
  const visits = [
    { title: 'Firmware of the core switches', from: -62, to: -34 },
    { title: 'Fault of the line cards', from: -20, to: 24 },
  ];
  for (const { title, from, to } of visits) {
    yield time.at(from - 2, '09:00');
    const { id } = await desk.open(author, 'remote-access', title, {
      kind: 'third-party',
      user: person,
      party,
      account: 'svc-vendor',
      purpose: 'The vendor looks at the switches himself, with our engineer on the telephone.',
      scope: 'Shell on the jump host; from there the two core switches, nothing else.',
      hosts: ['jump-1'],
      sources: ['198.51.100.0/24'],
      assets: fleet.ids('bastion'),
      startsAt: time.at(from).toISOString(),
      endsAt: time.at(to, '20:00').toISOString(),
    });
    yield time.at(from - 1, '13:00');
    await judge(desk, checks, id);
    await desk.act(security, id, 'authorise');
    yield time.at(from, '08:30');
    const measures = 'Account for this period only; second factor; session recorded.';
    await desk.act(administrator, id, 'provision', { measures });
  }
  yield time.at(-2, '07:00');
  const fileName = 'auth.log';
  await desk.import(administrator, 'access-log', accessLog(time), { fileName });
}

/** People of our own: one reviewed and then suspended, one refused, one that waits for a decision. */
async function* tellStaff({ desk, time }: Team): Story {
  const request = (who: string, account: string, from: number, to: number) => ({
    kind: 'telecommuting',
    user: desk.personId(who),
    account,
    purpose: 'Works from home two days a week.',
    scope: 'Shell on the jump host, monitoring.',
    hosts: ['jump-1'],
    startsAt: time.at(from).toISOString(),
    endsAt: time.at(to).toISOString(),
  });
  yield time.at(-55, '10:00');
  const tester = 'tester@demo.test';
  const { id } = await desk.open(tester, 'remote-access', 'Telecommuting, Sara Holm', {
    ...request(tester, 'sara', -53, 200),
  });
  yield time.at(-54, '10:00');
  await judge(desk, checks, id);
  await desk.act(security, id, 'authorise');
  await desk.act(administrator, id, 'provision', { measures: 'Through the VPN; second factor.' });
  yield time.at(-25, '09:00');
  const review = { records: ['operational', 'audit-trail'] };
  await desk.act(security, id, 'review', {
    ...review,
    reviewedFrom: time.at(-54).toISOString(),
    reviewedTo: time.at(-25).toISOString(),
    observations: 'Sessions on Mondays and Fridays, from the same two addresses.',
  });
  yield time.at(-13, '11:00');
  const mobile = 'patch@demo.test';
  const refused = await desk.open(mobile, 'remote-access', 'Mobile working from the train', {
    ...request(mobile, 'jonas', -10, 300),
    kind: 'mobile-working',
  });
  yield time.at(-11, '16:00');
  const why = { 'R-02': 'The tablet takes no second factor.' };
  await judge(desk, checks, refused.id, { violated: why });
  await desk.act(security, refused.id, 'refuse', {}, 'Ask again with a device that has one.');
  yield time.at(-2, '08:40');
  await desk.act(security, id, 'report-abnormal', {
    ...review,
    reviewedFrom: time.at(-25).toISOString(),
    reviewedTo: time.at(-2).toISOString(),
    observations: 'Four sessions between two and four at night, from abroad.',
    abnormality: 'Signed in from an address abroad while she was in the office.',
  });
  yield time.at(-1, '14:00');
  const change = 'change@demo.test';
  const waits = await desk.open(change, 'remote-access', 'Telecommuting, Nils Åkesson', {
    ...request(change, 'nils', 2, 180),
  });
  await judge(desk, checks, waits.id, { leave: 1 });
}
