import { readCase } from '#work/cases/read-case.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { PassingTime } from './passing-time.ts';
import type { Story, Team } from './story.ts';

/** Who does what about interconnections and remote access; the same few people as elsewhere, in roles of their own. */
export const staff = {
  author: 'owner@demo.test',
  examiner: 'reviewer@demo.test',
  security: 'security@demo.test',
  management: 'operations@demo.test',
  administrator: 'implementer@demo.test',
  vendor: 'vendor@demo.test',
} as const;

const actOn = (
  desk: DemoDesk,
  who: string,
  register: string,
  id: string,
  action: string,
  fields: object,
) => desk.run(who, desk.register(register).act, { id, action, fields, comment: null });

/** The case that a case was handed to last. */
async function handedTo(desk: DemoDesk, who: string, caseId: string): Promise<string> {
  const { links } = await desk.ask(who, readCase(desk.parts.catalogue), { caseId });
  const id = links.filter(({ direction }) => direction === 'after').at(-1)?.caseId;
  if (typeof id !== 'string') throw new Error('it was not handed to a case');
  return id;
}

/** A day of the jump host's log: the vendor as agreed and once from elsewhere, and somebody who tries passwords. */
export function accessLog(time: PassingTime): string {
  const line = (day: number, at: string, message: string) =>
    `${time.at(day, at).toISOString()} jump-1 sshd-session[4711]: ${message}`;
  const vendor = (from: string) => `Accepted publickey for svc-vendor from ${from} port 50122 ssh2`;
  const minutes = ['10', '11', '12', '13', '14', '15', '16'];
  return [
    line(-5, '09:02', vendor('198.51.100.23')),
    line(-5, '11:47', 'Disconnected from user svc-vendor 198.51.100.23 port 50122'),
    line(-4, '13:30', vendor('198.51.100.23')),
    ...minutes.map((minute) =>
      line(-4, `03:${minute}`, 'Failed password for root from 203.0.113.66 port 40022 ssh2'),
    ),
    line(-3, '22:51', vendor('203.0.113.17')),
  ].join('\n');
}

/** Enters rules that hold in editions, and has them approved by somebody else. */
export async function putInForce(
  desk: DemoDesk,
  register: string,
  rules: readonly object[],
  validFrom: Date,
): Promise<void> {
  const from = validFrom.toISOString().slice(0, 10);
  for (const fields of rules) {
    const { id } = await desk.create(staff.security, register, fields);
    await actOn(desk, staff.management, register, id, 'approve', { validFrom: from });
  }
}

/** Judges the rules that a case is held against, those left open at the end excepted. */
export async function judge(
  desk: DemoDesk,
  [who, register]: readonly [string, string],
  caseId: string,
  {
    violated = {},
    leave = 0,
  }: { violated?: Readonly<Record<string, string>>; leave?: number } = {},
): Promise<void> {
  const { items } = await desk.ask(who, desk.register(register).list, {
    filters: {},
    caseId,
    limit: 50,
  });
  const open = items
    .filter(({ state }) => state === 'open')
    .sort((one, other) => String(one.fields['name']).localeCompare(String(other.fields['name'])));
  for (const { id, fields } of open.slice(0, open.length - leave)) {
    const why = violated[String(fields['name']).split(' ')[0] ?? ''];
    const form = { reason: why ?? 'As written; nothing speaks against it.' };
    await actOn(desk, who, register, id, why === undefined ? 'comply' : 'violate', form);
  }
}

const plan = {
  impactScope: 'The border router and its firewall; nothing else is touched.',
  operationsProcess:
    'Prepared by day, connected in the window with the other side on the telephone.',
  effectivenessCheck: 'Both ends answer; what the plan does not name is denied.',
  rollbackProcess: 'The rules of the evening before are loaded again.',
  continuityPlan: 'Traffic goes by the transit of before.',
};
const passed = { result: 'passed', environment: 'Luleå laboratory', observations: 'As planned.' };

/** The change that an interconnection was handed to, from its request until its second review 31 days later. */
export async function* tellConnected(
  { desk, people, time, fleet }: Team,
  caseId: string,
  day: number,
): Story {
  const id = await handedTo(desk, people.changeManager, caseId);
  await desk.act(people.changeManager, id, 'formulate', {
    variant: 'normal',
    reason: 'The plan is approved.',
    assets: fleet.ids('bastion'),
  });
  await desk.act(people.changeManager, id, 'plan', {
    ...plan,
    implementer: desk.personId(people.implementer),
    windowStart: time.at(day, '18:00').toISOString(),
    windowEnd: time.at(day, '23:00').toISOString(),
  });
  await desk.act(people.changeTester, id, 'record-lab-test', passed);
  await desk.act(people.operations, id, 'approve-onsite-test', {
    onsiteEnvironment: 'Luleå exchange',
    onsiteSafeguards: 'By night, with the other side on the telephone.',
    onsiteStopCriteria: 'An alarm of the border router.',
    onsiteWayBack: 'The session is shut.',
  });
  await desk.act(people.changeTester, id, 'record-onsite-test', passed);
  await desk.act(people.operations, id, 'authorise');
  yield time.at(day, '20:00');
  await desk.act(people.implementer, id, 'start');
  await desk.act(people.implementer, id, 'report-success', {
    implementationLog: 'Connected and tested with the other side.',
  });
  const review = { effective: true, negativeImpact: false, observations: 'No complaints.' };
  yield time.at(day + 8, '09:00');
  await desk.act(people.changeManager, id, 'record-first-review', review);
  yield time.at(day + 31, '09:00');
  await desk.act(people.changeManager, id, 'record-second-review', review);
  await desk.act(people.changeManager, id, 'close');
}
