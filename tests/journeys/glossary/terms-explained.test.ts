import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isAccessible } from '../accessibility.ts';
import { withoutBrowser } from '../browser.ts';
import { type Collaborator, joinCollaboration } from '../collaboration-stage.ts';
import { byPointer } from '../hand.ts';
import { behindStage, reportedIncident } from '../incident/reported-incident.ts';
import { byKeyboard } from '../keyboard-hand.ts';
import type { Stage } from '../stage.ts';

const title = 'Queues of the gateway fill';
const meaning = 'National information security officer';

describe('a term of the glossary is explained where it stands', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  let stage: Stage<Collaborator>;
  let path: string;

  before(async () => {
    stage = await collaboration.open();
    const summary = 'The NISO saw that queues fill, and told the NPM of it.';
    path = `/cases/${await reportedIncident(behindStage(stage), { title, summary })}/file`;
  });
  after(() => collaboration.leave());

  async function termAt(hand: typeof byPointer) {
    const desk = await stage.at('manager', hand);
    await desk.visit(path, title);
    const term = desk.main.getByRole('button', { name: 'NISO', exact: true }).first();
    await term.waitFor();
    const around = term.locator('xpath=..');
    return { desk, term, shown: around.getByRole('tooltip'), more: around.getByRole('link') };
  }

  it('R-GEN-9 by pointer: hovering shows it, a click keeps it, Escape closes it', async () => {
    const { desk, term, shown, more } = await termAt(byPointer);
    const aside = desk.page.getByRole('heading', { level: 1 });
    await shown.waitFor({ state: 'hidden' });
    await term.hover();
    await shown.getByText(meaning).waitFor();
    assert.equal(await term.getAttribute('aria-expanded'), 'true');
    await isAccessible(desk.page);
    // The pointer reaches what is shown, which stays meanwhile.
    await shown.hover();
    await shown.getByText(meaning).waitFor();
    await aside.hover();
    await shown.waitFor({ state: 'hidden' });
    await term.click();
    await aside.hover();
    await shown.getByText(meaning).waitFor();
    await desk.page.keyboard.press('Escape');
    await shown.waitFor({ state: 'hidden' });
    assert.equal(await term.getAttribute('aria-expanded'), 'false');
    await term.hover();
    await more.click();
    await desk.page.waitForURL(/\/registers\/glossary-terms\//);
    await desk.heading('NISO');
  });

  it('R-GEN-9 by keyboard: the focus shows it, its link is the next stop, Escape closes it and leaves the focus where it was', async () => {
    const { desk, term, shown, more } = await termAt(byKeyboard);
    await desk.press(term);
    await shown.getByText(meaning).waitFor();
    const described = await term.getAttribute('aria-describedby');
    assert.equal(await shown.getAttribute('id'), described, 'a screen reader hears it');
    await isAccessible(desk.page);
    await desk.page.keyboard.press('Tab');
    assert.ok(await more.evaluate((link) => link === document.activeElement));
    await shown.getByText(meaning).waitFor();
    await desk.page.keyboard.press('Shift+Tab');
    assert.ok(await term.evaluate((button) => button === document.activeElement));
    await desk.page.keyboard.press('Escape');
    await shown.waitFor({ state: 'hidden' });
    assert.ok(await term.evaluate((button) => button === document.activeElement));
    await desk.heading(title);
    // Whoever leaves by Tab leaves nothing open behind.
    await desk.page.keyboard.press('Enter');
    await shown.getByText(meaning).waitFor();
    await desk.page.keyboard.press('Tab');
    await desk.page.keyboard.press('Enter');
    await desk.page.waitForURL(/\/registers\/glossary-terms\//);
    await desk.heading('NISO');
  });
});
