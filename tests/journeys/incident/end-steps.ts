import assert from 'node:assert/strict';
import {
  gaps,
  recommendations,
} from '#areas/collaboration/incident-coordination/fixtures/real-size-data.ts';
import { isAccessible } from '../accessibility.ts';
import { type Collaborator, france, germany } from '../collaboration-stage.ts';
import type { Desk } from '../desk.ts';

/** The page of the incident as somebody sees it now. */
export type At = (who: Collaborator) => Promise<Desk>;

const packs = ['EUIBA', 'NIS2', 'UCC-ES'] as const;
const agreed = 'France holds its messages back until Germany says that the channel is stable.';

/** The officers of both administrations speak directly; they and the coordinating manager read it, the LISO does not (R-INC-8). */
export async function liaise(at: At): Promise<void> {
  const niso = await at('nisoDe');
  const section = niso.section('Liaison between NISOs');
  await niso.press(section.getByRole('button', { name: 'Log an entry' }));
  await isAccessible(niso.page);
  await niso.fill({
    With: france,
    Subject: 'Holding back',
    Text: 'By telephone, at the first handshake that was refused.',
    'What was agreed': agreed,
  });
  await niso.press(section.getByRole('button', { name: 'Log an entry' }));
  await niso.toast('Logged');
  for (const who of ['nisoFr', 'manager'] as const) {
    const desk = await at(who);
    const entries = desk.section('Liaison between NISOs').getByRole('listitem');
    await desk.sees(agreed, entries);
    const [entry = ''] = await entries.allInnerTexts();
    assert.ok(entry.indexOf(germany) < entry.indexOf(france), entry);
  }
  const liso = await at('liso');
  assert.equal(await liso.main.getByText(agreed).count(), 0);
}

/** Whoever takes a thing over has a task for it, named by the gap or recommendation. */
async function hasTask(desk: Desk, about: string): Promise<void> {
  await desk.visit('/', 'My work');
  await desk.sees(about);
}

/** Gaps and recommendations get an owner each: policy requirements the LISO, improvements the CSIP Manager, a change its case. */
export async function handOver(at: At): Promise<void> {
  const manager = await at('manager');
  const refusal = await manager.refusal('Close the incident');
  for (const why of [/A gap or recommendation has no owner yet/, /“Notification obligation” has/]) {
    assert.match(refusal, why);
  }
  await manager.act('Hand over gaps and recommendations');
  await manager.sees(/^Nothing waits to be handed over/, manager.section('What you can do now'));
  const liso = await at('liso');
  const tasks = liso.section('Your tasks').getByRole('listitem');
  const ofPolicy = tasks.filter({ hasText: 'Security policy: report back' });
  const toPolicy = recommendations.filter(([, , goesTo]) => goesTo === 'policy');
  await ofPolicy.nth(gaps.length + toPolicy.length - 1).waitFor();
  const subjects = (await ofPolicy.allInnerTexts()).join('\n');
  for (const words of [...gaps.map(({ policy }) => policy), ...toPolicy.map(([name]) => name)]) {
    assert.ok(subjects.includes(words), words);
  }
  for (const [name, , goesTo] of recommendations) {
    if (goesTo === 'improvement') await hasTask(await at('csip'), name);
    else if (goesTo === 'change') await liso.sees(name, liso.page.getByRole('complementary'));
  }
}

/** Each pack of obligations that the incident may fall under is answered by the LISO, done or not required (H38). */
export async function settleNotifications(at: At): Promise<void> {
  const liso = await at('liso');
  const title = 'Notification obligations: report back';
  for (const pack of packs) {
    const task = liso
      .section('Your tasks')
      .getByRole('listitem')
      .filter({ hasText: `${pack}: ` });
    await liso.press(task.getByRole('button', { name: 'Answer' }));
    await liso.answer(
      title,
      {
        Answer: pack === 'NIS2' ? 'Told to the authorities.' : 'Not required: no threshold is met.',
        Outcome: pack === 'NIS2' ? 'Achieved' : 'Not achieved',
      },
      'Answer',
    );
    await liso.toast('Task completed');
    await task.waitFor({ state: 'detached' });
  }
}

/** The case ends, and everybody who took part sees that it did. */
export async function closeIncident(at: At): Promise<void> {
  const manager = await at('manager');
  await manager.act('Close the incident', {});
  await manager.state('Closed');
  await isAccessible(manager.page);
  for (const who of ['serviceDesk', 'liso', 'nisoDe', 'nisoFr'] as const) {
    const desk = await at(who);
    await desk.state('Closed');
    const liaison = desk.section('Liaison between NISOs');
    assert.equal(await liaison.getByRole('button', { name: 'Log an entry' }).count(), 0);
  }
}
