import { authorisedModel } from './change-models.ts';
import type { Story, Team } from './story.ts';

const review = { effective: true, negativeImpact: false, observations: 'As before.' };

function windowOf(team: Team, from: Date, to: Date) {
  return {
    implementer: team.desk.personId(team.people.implementer),
    windowStart: from.toISOString(),
    windowEnd: to.toISOString(),
  };
}

async function formulated(
  team: Team,
  title: string,
  reason: string,
  hosts: readonly string[],
  more: object = { variant: 'normal' },
): Promise<string> {
  const { desk, people, fleet } = team;
  const { id } = await desk.open('owner@demo.test', 'change', title, { origin: 'other', reason });
  const assets = fleet.ids(...hosts);
  await desk.act(people.changeManager, id, 'formulate', { reason, assets, ...more });
  return id;
}

const plan = (what: string) => ({
  impactScope: what,
  operationsProcess: 'One node after the other, out of service first.',
  effectivenessCheck: 'The smoke test of the service, and no alarm for half an hour.',
  rollbackProcess: 'Restore the configuration of the evening before.',
  continuityPlan: 'The other nodes carry the load.',
});
const passed = { result: 'passed', environment: 'Luleå laboratory', observations: 'As planned.' };

/** Certificates are renewed by a model that was authorised beforehand: the whole way of a standard change. */
export async function* tellStandardChange(team: Team): Story {
  const { desk, people, time } = team;
  yield time.at(-60, '09:00');
  const model = await authorisedModel(team, {
    code: 'STD-CERT',
    title: 'Renewal of certificates',
    scope: 'Server certificates of the portals, issued by the authority in use.',
  });
  yield time.at(-52, '10:00');
  const id = await formulated(
    team,
    'Renew the certificates of the portals',
    'They expire in three weeks.',
    ['www', 'selfcare'],
    { variant: 'standard', model },
  );
  yield time.at(-51, '11:00');
  await desk.act(
    people.operations,
    id,
    'authorise-standard',
    windowOf(team, time.at(-51, '18:00'), time.at(-51, '23:00')),
  );
  yield time.at(-51, '20:00');
  await desk.act(people.implementer, id, 'start');
  yield time.at(-51, '20:50');
  await desk.act(people.implementer, id, 'report-success', {
    implementationLog: 'Eight certificates renewed; expiry shown as next year.',
  });
  yield time.at(-43, '09:00');
  await desk.act(people.changeManager, id, 'record-first-review', review);
  yield time.at(-20, '09:00');
  await desk.act(people.changeManager, id, 'record-second-review', review);
  await desk.act(people.changeManager, id, 'close');
}

/** Changes that were refused and given up, each with its reason. */
export async function* tellRefusedChanges(team: Team): Story {
  const { desk, people, time } = team;
  yield time.at(-29, '13:00');
  const given = await formulated(
    team,
    'Second resolver address for business customers',
    'A large customer asked for it.',
    ['dns'],
  );
  yield time.at(-27, '15:00');
  const late = 'The customer took another product.';
  await desk.act(people.changeManager, given, 'cancel', {}, late);
  yield time.at(-19, '09:30');
  const refused = await formulated(
    team,
    'Open the management network to the vendor of the switches',
    'The vendor wants to look at counters himself.',
    ['bastion'],
  );
  yield time.at(-18, '16:00');
  const why = 'Against the access policy: the vendor gets counters by export.';
  await desk.act(people.operations, refused, 'reject', {}, why);
}

/** Changes that wait for somebody today, and one that is being carried out. */
export async function* tellOpenChanges(team: Team): Story {
  const { desk, people, time } = team;
  yield time.at(-6, '09:00');
  const storage = await formulated(
    team,
    'More storage for the billing databases',
    'Seventy per cent are used; year end needs more.',
    ['db'],
    { variant: 'normal', priority: 'normal' },
  );
  yield time.at(-5, '13:00');
  await desk.act(people.changeManager, storage, 'plan', {
    ...plan('Eight databases; no interruption, storage is added while they run.'),
    ...windowOf(team, time.at(6, '20:00'), time.at(6, '23:30')),
  });
  yield time.at(-4, '15:00');
  await desk.act(people.changeTester, storage, 'record-lab-test', passed);
  yield time.at(-4, '10:20');
  const files = await formulated(
    team,
    'Retire the old protocol of the file servers',
    'SMB 1 is used by two printers only.',
    ['files'],
  );
  yield time.at(-3, '11:00');
  await desk.act(people.changeManager, files, 'plan', {
    ...plan('Three file servers of the office; two printers scan to mail instead.'),
    ...windowOf(team, time.at(-1, '19:30'), time.at(1, '06:00')),
  });
  await desk.act(people.changeTester, files, 'record-lab-test', passed);
  yield time.at(-2, '09:00');
  await desk.act(people.operations, files, 'approve-onsite-test', {
    onsiteEnvironment: 'files-3',
    onsiteSafeguards: 'Copied the evening before.',
    onsiteStopCriteria: 'A user cannot open his files.',
    onsiteWayBack: 'Switch the protocol on again.',
  });
  yield time.at(-2, '13:00');
  await desk.act(people.changeTester, files, 'record-onsite-test', passed);
  yield time.at(-1, '10:00');
  await desk.act(people.operations, files, 'authorise', {}, 'Agreed.');
  yield time.at(-1, '20:10');
  await desk.act(people.implementer, files, 'start');
}

/** Wishes of the last days that the change manager has not looked at yet, and a freeze that he has set. */
export async function* tellRequests(team: Team): Story {
  const { desk, people, time, fleet } = team;
  yield time.at(-14, '16:00');
  await desk.create(people.changeManager, 'freeze-periods', {
    title: 'Year-end invoices',
    startsAt: time.at(22, '00:00').toISOString(),
    endsAt: time.at(46, '00:00').toISOString(),
    assets: fleet.ids('bill-app', 'db'),
    emergenciesPass: true,
    reason: 'Invoices of the whole year are made; nothing but emergencies.',
  });
  yield time.at(-4, '14:30');
  await formulated(
    team,
    'New gateway for roaming partners',
    'Two partners change their interconnection at the end of the quarter.',
    ['5gc-upf'],
  );
  yield time.at(-2, '15:10');
  await desk.open('owner@demo.test', 'change', 'Longer sessions in self care', {
    origin: 'other',
    reason: 'Customers complain of being signed out while they read their contract.',
  });
  yield time.at(-1, '09:20');
  await desk.open(people.security, 'change', 'Second factor for the jump hosts', {
    origin: 'risk',
    reason: 'The risk treatment plan asks for it by the end of the year.',
    priority: 'high',
  });
}
