import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { RecordView } from '#work/contract.ts';
import { carryOutVersion, scanOf } from './configuration-steps.ts';
import type { Story, Team } from './story.ts';

const manager = 'configuration@demo.test';
const owner = 'owner@demo.test';

const fields = z.record(z.string(), z.unknown());
const content = z.object({
  profile: fields,
  items: z.array(fields.and(z.object({ code: z.string(), ruleIds: z.tuple([z.string()]) }))),
  benchmark: z.array(fields.and(z.object({ code: z.string() }))),
});
const data = content.parse(
  JSON.parse(readFileSync(new URL('./data/configuration.json', import.meta.url), 'utf8')),
);
const ruleOf = (code: string): string =>
  data.items.find((item) => item.code === code)?.ruleIds[0] ?? '';

/** Configuration of the operator's servers at the edge. */
export function configurationStories(team: Team): Record<string, Story> {
  return { configuration: tellConfiguration(team) };
}

async function tagServers({ desk, people, fleet }: Team): Promise<string[]> {
  const ids = fleet.ids('bastion', 'dns');
  const register = desk.register('assets');
  for (const id of ids) {
    const { record } = await desk.ask(people.assets, register.read, { id });
    const change = { id, version: record.version, fields: { tags: ['linux-edge'] } };
    await desk.run(people.assets, register.update, change);
  }
  return ids;
}

/** Items, profile and benchmark; returns the case of the first version. */
async function drawUp({ desk }: Team): Promise<string> {
  const items = new Map<string, string>();
  for (const item of data.items) {
    const made = await desk.create(manager, 'configuration-items', { assetKind: 'host', ...item });
    items.set(item.code, made.id);
  }
  const profile = await desk.create(manager, 'configuration-profiles', data.profile);
  const { id } = await desk.open(manager, 'configuration', 'Linux servers at the edge', {
    ...{ origin: 'specification', profile: profile.id },
  });
  for (const item of items.values()) {
    await desk.create(manager, 'configuration-profile-items', { item }, id);
  }
  await desk.act(manager, id, 'draft-profile');
  for (const { code, ...line } of data.benchmark) {
    await desk.create(manager, 'configuration-benchmarks', { item: items.get(code), ...line }, id);
  }
  return id;
}

/** A profile for servers at the edge: drawn up, approved, carried out, and looked at; some servers comply, one does not, one is excepted. */
async function* tellConfiguration(team: Team): Story {
  const { desk, time } = team;
  yield time.at(-58, '09:00');
  const servers = await tagServers(team);
  const id = await drawUp(team);
  const note = 'The first version, from the server specification and the risk treatment plan.';
  yield time.at(-56, '14:00');
  await desk.act(manager, id, 'set-benchmark', { changeNote: note });
  yield time.at(-54, '10:00');
  await desk.act(owner, id, 'approve', {}, 'Agreed with the shift leaders.');
  yield time.at(-53, '09:00');
  await desk.act(manager, id, 'implement');
  yield* carryOutVersion(team, manager, id, -47);
  yield time.at(-14, '08:00');
  const [first, second, third, ...rest] = servers;
  const scan = (
    asset: string | undefined,
    day: number,
    failing: Readonly<Record<string, string>>,
  ) =>
    desk.import(manager, 'xccdf', scanOf(data.items, failing, time.at(day, '02:30')), {
      ...{ fileName: 'oscap-results.xml', target: asset ?? '' },
    });
  await scan(first, -14, {});
  await scan(second, -14, { [ruleOf('LNX-05')]: 'fail', [ruleOf('LNX-08')]: 'fail' });
  await scan(third, -14, { [ruleOf('LNX-04')]: 'fail' });
  for (const asset of rest.slice(0, 1)) await scan(asset, -13, { [ruleOf('LNX-09')]: 'error' });
  yield time.at(-12, '11:00');
  await except(team, third ?? '');
  yield time.at(-11, '15:00');
  const waiting = await checksOf(team, third ?? '');
  await desk.act(manager, waiting, 'except', {}, 'Until the new collector is in service.');
  yield time.at(-3, '09:00');
  await enterByHand(team, rest[1] ?? '');
}

async function except({ desk, people, time }: Team, asset: string): Promise<void> {
  const page = await desk.ask(manager, desk.register('configuration-results').list, {
    filters: { asset, current: 'true', standing: 'fails' },
  });
  const { id } = await desk.create(manager, 'configuration-exceptions', {
    title: 'Logs of one name server stay on the machine',
    asset,
    items: page.items.map((row: RecordView) => row.fields['item']),
    reason: 'The collector has no licence for the third name server yet.',
    compensation: 'The logs are fetched every morning.',
    expiresAt: time.at(40, '12:00').toISOString(),
  });
  await desk.run(people.security, desk.register('configuration-exceptions').act, {
    ...{ id, action: 'approve', comment: 'Borne until the new collector is in service.' },
  });
}

async function checksOf({ desk }: Team, asset: string): Promise<string> {
  const page = await desk.ask(manager, desk.register('configuration-statuses').list, {
    filters: { asset },
  });
  return String(page.items[0]?.fields['openCheck']);
}

/** Somebody looks at a server himself, and has not come to the end. */
async function enterByHand(team: Team, asset: string): Promise<void> {
  const { desk } = team;
  const caseId = await checksOf(team, asset);
  const register = desk.register('configuration-results');
  const page = await desk.ask(manager, register.list, { filters: { caseId, current: 'true' } });
  for (const { id, version, fields: found } of page.items.slice(0, 6)) {
    const late = found['code'] === 'LNX-05';
    await desk.run(manager, register.update, {
      ...{ id, version },
      fields: late ? { result: 'fail', observed: '30' } : { result: 'pass' },
    });
  }
}
