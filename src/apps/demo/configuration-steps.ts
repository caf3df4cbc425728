import { readCase } from '#work/cases/read-case.ts';
import type { Story, Team } from './story.ts';

const plan = {
  impactScope: 'Jump hosts and name servers; each is out of service for some minutes.',
  operationsProcess: 'By the playbook of the profile, one server after the other.',
  effectivenessCheck: 'The check of the profile, and a sign-in by key.',
  rollbackProcess: 'The configuration of the evening before from the repository.',
  continuityPlan: 'The other servers of the group carry on.',
};
const passed = { result: 'passed', environment: 'Luleå laboratory', observations: 'As planned.' };
const review = { effective: true, negativeImpact: false, observations: 'No complaints.' };

/** The change that a version of a profile was handed to, from its request until its second review 31 days later. */
export async function* carryOutVersion(
  { desk, people, time }: Team,
  manager: string,
  version: string,
  day: number,
): Story {
  const handedOver = await desk.ask(manager, readCase(desk.parts.catalogue), { caseId: version });
  const id = handedOver.links.find(({ direction }) => direction === 'after')?.caseId;
  if (typeof id !== 'string') throw new Error('the version was not handed to a change');
  const change = await desk.ask(manager, readCase(desk.parts.catalogue), { caseId: id });
  const { reason, assets } = change.case.fields;
  yield time.at(day - 3, '10:00');
  await desk.act(people.changeManager, id, 'formulate', { variant: 'normal', reason, assets });
  await desk.act(people.changeManager, id, 'plan', {
    ...plan,
    implementer: desk.personId(people.implementer),
    windowStart: time.at(day, '02:00').toISOString(),
    windowEnd: time.at(day, '05:00').toISOString(),
  });
  await desk.act(people.changeTester, id, 'record-lab-test', passed);
  await desk.act(people.operations, id, 'approve-onsite-test', {
    onsiteEnvironment: 'bastion-3',
    onsiteSafeguards: 'Somebody stays signed in.',
    onsiteStopCriteria: 'Nobody can sign in any more.',
    onsiteWayBack: 'The console of the machine.',
  });
  await desk.act(people.changeTester, id, 'record-onsite-test', passed);
  yield time.at(day - 2, '11:00');
  await desk.act(people.operations, id, 'authorise', {}, 'Agreed.');
  yield time.at(day, '02:10');
  await desk.act(people.implementer, id, 'start');
  yield time.at(day, '04:00');
  await desk.act(people.implementer, id, 'report-success', {
    implementationLog: 'The playbook ran on all servers without a difference.',
  });
  yield time.at(day + 8, '09:00');
  await desk.act(people.changeManager, id, 'record-first-review', review);
  yield time.at(day + 31, '09:00');
  await desk.act(people.changeManager, id, 'record-second-review', review);
  await desk.act(people.changeManager, id, 'close');
}

/** What a scanner would have written of a server: everything passes but what is named. */
export function scanOf(
  items: readonly { readonly ruleIds: readonly [string] }[],
  failing: Readonly<Record<string, string>>,
  endedAt: Date,
): string {
  const results = items.map(
    ({ ruleIds: [rule] }) =>
      `  <rule-result idref="${rule}" severity="medium"><result>${failing[rule] ?? 'pass'}</result></rule-result>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.open-scap_testresult_standard" end-time="${endedAt.toISOString()}" test-system="cpe:/a:redhat:openscap:1.3.7">`,
    '  <benchmark id="xccdf_org.ssgproject.content_benchmark_DEBIAN-11"/>',
    '  <profile idref="xccdf_org.ssgproject.content_profile_standard"/>',
    ...results,
    '  <rule-result idref="xccdf_org.ssgproject.content_rule_partition_for_tmp" severity="low"><result>fail</result></rule-result>',
    '</TestResult>',
  ].join('\n');
}
