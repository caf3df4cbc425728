import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isAccessible } from './accessibility.ts';
import { withoutBrowser } from './browser.ts';
import { type Collaborator, joinCollaboration, nameOf } from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import { sheetOf } from './spreadsheet.ts';
import { inOrder, type Stage } from './stage.ts';

const title = 'Review of the key objectives';
const action = 'Set the key objectives';

describe('two people in one form at the same time, in the browser', {
  skip: withoutBrowser,
}, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let path: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who);
    await desk.visit(path, title);
    return desk;
  };
  const open = async (desk: Desk) => {
    await desk.press(desk.main.getByRole('button', { name: action }).first());
    return desk.page.getByRole('dialog', { name: action });
  };
  const row = (form: Awaited<ReturnType<typeof open>>, number: number) =>
    form
      .getByRole('group', { name: `Key objectives ${number}`, exact: true })
      .getByLabel(/^Objective/);
  const send = (desk: Desk, form: Awaited<ReturnType<typeof open>>) =>
    desk.press(form.getByRole('button', { name: action, exact: true }));

  it('each adds to the same list, and nothing is lost', () =>
    step(async () => {
      const requester = await stage.at('requester');
      const id = await requester.start('fact-finding-mission', {
        Title: title,
        'Subject of the mission': 'Security controls.',
        'User communities': ['NCTS national service desks'],
        'Business threads': ['Customs'],
        'Member States': ['Germany'],
        Visited: ['National administrations'],
      });
      path = `/missions/${id}`;
      const imke = await stage.at('manager');
      await imke.openWork(title);
      await imke.act('Accept and set up');
      await imke.actAt(imke.main, action, action, {
        'Key objectives': sheetOf(['objective'], [{ objective: 'Access' }, { objective: 'Logs' }]),
      });
      const jonas = await at('colleague');
      const form = await open(jonas);
      await jonas.press(form.getByRole('button', { name: 'Add: Key objectives' }));
      await jonas.write(row(form, 3), 'Third parties');
      const other = await open(imke);
      await imke.press(other.getByRole('button', { name: 'Add: Key objectives' }));
      await imke.write(row(other, 3), 'Backups');
      await send(imke, other);
      await imke.toast(`Done: ${action}`);
      await send(jonas, form);
      await jonas.toast(`Done: ${action}`);
      for (const objective of ['Access', 'Logs', 'Backups', 'Third parties']) {
        await jonas.sees(objective);
      }
    }));

  it('a row that both change is shown with both, and theirs is taken or mine is kept', () =>
    step(async () => {
      const [imke, jonas] = [await at('manager'), await at('colleague')];
      const form = await open(jonas);
      const unfold = async (desk: Desk, dialog: typeof form, number: number) =>
        desk.press(dialog.getByRole('button', { name: new RegExp(`^Key objectives ${number}: `) }));
      await unfold(jonas, form, 1);
      await jonas.write(row(form, 1), 'Access of suppliers');
      await unfold(jonas, form, 2);
      await jonas.write(row(form, 2), 'Central logs');
      const other = await open(imke);
      await unfold(imke, other, 1);
      await imke.write(row(other, 1), 'Privileged access');
      await unfold(imke, other, 2);
      await imke.write(row(other, 2), 'Logs for a year');
      await send(imke, other);
      await imke.toast(`Done: ${action}`);
      await send(jonas, form);
      await form.getByText('Someone else saved this record while you were editing').waitFor();
      await form.getByText('Saved meanwhile: Privileged access').waitFor();
      await form.getByText('Yours: Access of suppliers').waitFor();
      await form.getByText(nameOf('manager')).first().waitFor();
      await isAccessible(jonas.page);
      await jonas.press(form.getByRole('button', { name: 'Use theirs: Privileged access' }));
      await form.getByText('Saved meanwhile: Privileged access').waitFor({ state: 'detached' });
      await send(jonas, form);
      await jonas.toast(`Done: ${action}`);
      await form.waitFor({ state: 'hidden' });
      for (const objective of ['Privileged access', 'Central logs', 'Backups', 'Third parties']) {
        await jonas.sees(objective);
      }
      assert.equal(await jonas.main.getByText('Access of suppliers').count(), 0);
      assert.equal(await jonas.main.getByText('Logs for a year').count(), 0);
    }));
});
