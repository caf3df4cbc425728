import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { launchBrowser, withoutBrowser } from '../browser.ts';
import { signedWindow } from '../collaboration/signed-window.ts';

interface Choice {
  readonly id: string;
  readonly fields: { readonly name: string };
}

describe('the choices of a field that searches, in the browser', { skip: withoutBrowser }, () => {
  let world: HttpWorld;
  let browser: Browser;
  let email: string;
  const people = ['Ada', 'Berta', 'Carla'];

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const home = await world.organisation('HOME');
    email = (await world.person('reader', home, ['security-manager'])).email;
    for (const name of people) await world.person(name, home, []);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await world.close();
    await stopTestServer();
  });

  /** A field for a person; what it finds is said by the test, and waits until the test lets it through. */
  async function field(): Promise<{
    page: Page;
    input: Locator;
    answer(found: readonly string[]): Promise<void>;
  }> {
    const { page } = await signedWindow(browser, world, { email });
    const asked: Route[] = [];
    const waiting: ((route: Route) => void)[] = [];
    await page.route(/\/api\/v1\/people\?/, (route) => {
      const wait = waiting.shift();
      if (wait === undefined) asked.push(route);
      else wait(route);
    });
    const next = (): Promise<Route> => {
      const route = asked.shift();
      return route === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(route);
    };
    await page.goto('/registers/absences/new');
    const input = page.getByRole('combobox', { name: /^Person/ });
    await input.waitFor();
    return {
      page,
      input,
      answer: async (found) => {
        const route = await next();
        const whole = await route.fetch({ url: `${world.base}/api/v1/people?limit=100` });
        const all = (await whole.json()) as { items: Choice[] };
        const items = found.map((name) => all.items.find((one) => one.fields.name === name));
        await route.fulfill({ json: { ...all, items } });
      },
    };
  }

  /** The words that are seen as marked, and those that a screen reader is told of. */
  const marked = (input: Locator) =>
    input.evaluate((element) => {
      const id = element.getAttribute('aria-activedescendant') ?? '';
      const seen = document.querySelector('[role="option"][data-combobox-selected]');
      return [seen?.textContent ?? null, document.getElementById(id)?.textContent ?? null];
    });

  type Field = Awaited<ReturnType<typeof field>>;

  /** A field that found two of the three. */
  async function two(): Promise<Field> {
    const opened = await field();
    await opened.input.click();
    await opened.answer(['Berta', 'Carla']);
    await opened.page.getByRole('option', { name: 'Berta' }).waitFor();
    return opened;
  }

  /** The first of them is marked while the field searches for what was typed on, and then finds others. */
  async function typedOn(found: readonly string[]): Promise<Field> {
    const opened = await two();
    const { page, input, answer } = opened;
    await page.keyboard.type('a');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await marked(input), ['Berta', 'Berta']);
    await answer(found);
    await page.getByRole('option', { name: 'Ada' }).waitFor();
    return opened;
  }

  it('the marked one stays marked where it comes to stand, and Enter takes it', async () => {
    const { page, input } = await typedOn(['Ada', 'Berta', 'Carla']);
    assert.deepEqual(await marked(input), ['Berta', 'Berta']);
    await page.keyboard.press('Enter');
    assert.equal(await input.inputValue(), 'Berta');
    await page.context().close();
  });

  it('from there the arrows go on', async () => {
    const { page, input } = await typedOn(['Ada', 'Berta', 'Carla']);
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await marked(input), ['Carla', 'Carla']);
    await page.context().close();
  });

  it('one that is found no more takes its mark along: Enter takes none instead', async () => {
    const { page, input } = await typedOn(['Ada', 'Carla']);
    assert.deepEqual(await marked(input), [null, null]);
    await page.keyboard.press('Enter');
    assert.equal(await input.inputValue(), 'a');
    await page.context().close();
  });

  it('whoever types on is told of no mark that is gone', async () => {
    const { page, input } = await two();
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await marked(input), ['Berta', 'Berta']);
    await page.keyboard.type('a');
    assert.deepEqual(await marked(input), [null, null]);
    await page.context().close();
  });

  it('what the search finds later comes to stand before what is marked in the palette, and takes nothing from it', async () => {
    const { page } = await field();
    const asked = Promise.withResolvers<Route>();
    await page.route(/\/api\/v1\/search\?.*q=absence/, (route) => asked.resolve(route));
    await page.keyboard.press('Control+k');
    const search = page.getByRole('combobox', { name: 'Search or go to' });
    await search.fill('absence');
    const everything = page.getByRole('option', { name: /absence”/ });
    await everything.waitFor();
    await search.press('ArrowUp');
    for (let steps = await page.getByRole('option').count(); steps > 1; steps -= 1) {
      await search.press('ArrowDown');
    }
    assert.equal(await everything.getAttribute('aria-selected'), 'true');
    const hit = { kind: 'people', id: people[0], title: 'Absence of Ada' };
    await (await asked.promise).fulfill({ json: { items: [hit] } });
    await page.getByRole('option', { name: 'Absence of Ada' }).waitFor();
    assert.equal(await everything.getAttribute('aria-selected'), 'true');
    await page.context().close();
  });
});
