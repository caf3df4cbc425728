import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { openWindow, patienceMs, type Window, type WindowOptions } from './browser.ts';
import { fillForm, pasteTable, type Table, type Values } from './form-at-desk.ts';
import { byPointer, escaped, type Hand } from './hand.ts';
import { takeChoice } from './keyboard-hand.ts';
import * as telco from './people-of-telco.ts';
import type { SampleFile } from './sample-files.ts';

/** What somebody signs in with. */
interface Account {
  readonly email: string;
  readonly password: string;
}

interface DeskOptions extends WindowOptions {
  readonly hand?: Hand;
  /** Absent: that of a person of the journeys' own installation. */
  readonly account?: Account;
}

/** What a person does at a screen: signs in, finds work, opens what it is about, acts, answers, and reads what became of it. */
export class Desk {
  readonly page: Page;
  readonly window: Window;
  readonly #hand: Hand;

  private constructor(window: Window, hand: Hand) {
    this.window = window;
    this.page = window.page;
    this.#hand = hand;
  }

  /** Signs a person in on the page, in a window of its own. */
  static async of(
    who: string,
    browser: Browser,
    baseURL: string,
    { hand = byPointer, account, ...options }: DeskOptions = {},
  ): Promise<Desk> {
    const desk = new Desk(await openWindow(browser, baseURL, options), hand);
    await desk.page.goto('/');
    await desk.signIn(who, account);
    return desk;
  }

  async signIn(
    who: string,
    { email, password }: Account = { email: telco.emailOf(who), password: telco.password },
  ): Promise<void> {
    const { page } = this;
    await this.#hand.write(page.getByLabel('E-mail address'), email);
    await this.#hand.write(page.getByLabel('Password', { exact: true }), password);
    await this.press(page.getByRole('button', { name: 'Sign in' }));
    await this.heading('My work');
  }

  async close(): Promise<void> {
    await this.window.context.close();
    assert.deepEqual(this.window.complaints, [], 'the page complained of nothing');
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  press(control: Locator): Promise<void> {
    return this.#hand.press(control);
  }

  /** Opens a case or document by its link, wherever this page shows it. */
  async follow(title: string | RegExp): Promise<void> {
    const link = this.main.getByRole('link', { name: title }).first();
    await this.eventually(`link ${title}`, () => link.isVisible());
    await this.press(link);
  }

  async heading(title: string | RegExp): Promise<void> {
    const heading = this.page.getByRole('heading', { level: 1, name: title });
    await heading.waitFor().catch(() => this.#tells(`the heading ${title}`));
  }

  /** A place, as the side navigation names it; without a pointer by the search that Ctrl+K opens. */
  async goTo(place: string, group?: string): Promise<void> {
    if (this.#hand !== byPointer) {
      await this.page.keyboard.press('Control+K');
      const search = this.page.getByRole('dialog').locator('[role="combobox"]:focus');
      await search.waitFor();
      await this.page.keyboard.type(place);
      await takeChoice(search, `${place}${group ?? ''}`);
      return;
    }
    const nav = this.page.getByRole('navigation', { name: 'Main' });
    if (group !== undefined) {
      const fold = nav.getByRole('button', { name: group });
      if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.click();
    }
    await nav.getByRole('link', { name: new RegExp(`^${escaped(place)}( \\d.*)?$`) }).click();
  }

  /** Opens a case that waits for this person, from the list of their work. Work that comes from others appears after a moment. */
  async openWork(title: string | RegExp): Promise<void> {
    await this.goTo('My work');
    await this.heading('My work');
    await this.page.reload();
    await this.follow(title);
    await this.heading(title);
  }

  /** Opens a case of a procedure from its list. */
  async openCase(
    procedure: string,
    title: string | RegExp,
    area = 'Operations, maintenance',
  ): Promise<void> {
    await this.goTo(procedure, area);
    await this.heading(procedure);
    await this.follow(title);
    await this.heading(title);
  }

  /** Downloads a document in a format, from its page. */
  async download(format: string): Promise<Buffer> {
    const link = this.main.getByRole('link', { name: format, exact: true });
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.press(link)]);
    return readFileSync(await download.path());
  }

  /** Takes an action of the page by its button; with values, in the form that it opens. */
  async act(action: string, values?: Values): Promise<void> {
    await this.press(this.section('What you can do now').getByRole('button', { name: action }));
    if (values !== undefined) await this.answer(action, values);
    await this.toast(`Done: ${action}`);
  }

  /** Opens a page by its address, as from a bookmark. */
  async visit(path: string, title?: string | RegExp): Promise<void> {
    await this.page.goto(path);
    if (title !== undefined) await this.heading(title);
  }

  /** Opens a case of a procedure. Returns its id. */
  async start(procedure: string, values: Values): Promise<string> {
    await this.visit(`/cases/new/${procedure}`);
    const later = this.main.locator('form summary');
    await this.main.getByRole('button', { name: 'Open a case' }).waitFor();
    if ((await later.count()) > 0) await this.press(later);
    await fillForm(this.#hand, this.main, values);
    await this.press(this.main.getByRole('button', { name: 'Open a case' }));
    await this.toast(/^Case .* is open$/);
    await this.page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
    return this.page.url().slice(-36);
  }

  /** Takes an action by a button that stands at what it is about, and answers its form. */
  async actAt(place: Locator, button: string | RegExp, action: string, values: Values) {
    await this.press(place.getByRole('button', { name: button }).first());
    await this.answer(action, values);
    await this.toast(`Done: ${action}`);
  }

  /** Takes an action many times at once, with rows from a spreadsheet. */
  async actSeveral(action: string, rows: Table): Promise<void> {
    const title = `${action}: several at once`;
    const count = rows.table.length - 1;
    await this.press(this.main.getByRole('button', { name: title }));
    const form = this.page.getByRole('dialog', { name: title });
    await pasteTable(this.#hand, form.getByRole('group', { name: 'Row', exact: true }), rows);
    await this.press(form.getByRole('button', { name: new RegExp(`^Save ${count} rows?$`) }));
    await this.toast(`${action}: ${count} done`);
  }

  /** Fills in the form of the page. */
  fill(values: Values): Promise<void> {
    return fillForm(this.#hand, this.main, values);
  }

  /** Waits until something is so; what others and the system do shows when the page is read again. */
  until(what: string, there: () => Promise<boolean>): Promise<void> {
    return this.eventually(what, there);
  }

  /** Chooses one of several buttons, or ticks a box. */
  tick(option: Locator): Promise<void> {
    return this.#hand.tick(option);
  }

  write(field: Locator, text: string): Promise<void> {
    return this.#hand.write(field, text);
  }

  choose(field: Locator, name: string): Promise<void> {
    return this.#hand.choose(field, name);
  }

  /** Fills in the form beside the page and sends it. */
  async answer(title: string, values: Values, verb = title): Promise<void> {
    const form = this.page.getByRole('dialog', { name: title });
    await form.waitFor();
    await fillForm(this.#hand, form, values);
    await this.press(form.getByRole('button', { name: verb, exact: true }));
    await form.waitFor({ state: 'hidden' });
  }

  /** Why an action is not possible, as the page says it. */
  async refusal(action: string): Promise<string> {
    const item = this.section('What you can do now')
      .getByRole('listitem')
      .filter({ hasText: action })
      .first();
    await item.waitFor();
    return (await item.innerText()).replace(/\s+/g, ' ');
  }

  /** Makes a record from the list of its register, by the button that says so. */
  async create(one: string, values: Values): Promise<void> {
    await this.press(this.main.getByRole('link', { name: `New: ${one}` }).first());
    await this.heading(`New: ${one}`);
    await fillForm(this.#hand, this.main, values);
    await this.press(this.main.getByRole('button', { name: `Create: ${one}` }));
    await this.toast(`Created: ${one}`);
  }

  /** Imports a file on the page: looks at the preview first, then at the report. */
  async importFile(format: string, file: SampleFile, about?: string): Promise<void> {
    const { main } = this;
    await fillForm(this.#hand, main, { Format: format });
    if (about !== undefined) await fillForm(this.#hand, main, { 'About which: Asset': about });
    await this.#hand.giveFile(main.getByLabel(/^Choose (a|another) file$/), file);
    await this.press(main.getByRole('button', { name: 'Preview' }));
    await main.getByRole('heading', { name: /^Preview: / }).waitFor();
    await this.press(main.getByRole('button', { name: 'Import', exact: true }));
    await main.getByRole('heading', { name: 'Report' }).waitFor();
    const status = main.getByRole('status');
    await status.getByText('Done').waitFor();
    assert.doesNotMatch(await status.innerText(), /[1-9]\d* refused/);
    await main.getByText('No faults found.').waitFor();
  }

  async toast(text: string | RegExp): Promise<void> {
    const toast = this.page.getByRole('region', { name: 'Messages' }).getByText(text).last();
    await toast.waitFor();
  }

  section(title: string | RegExp): Locator {
    return this.page
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { level: 2, name: title }) });
  }

  /** Waits until the page says so; what others and the system do shows when it is read again. */
  async sees(text: string | RegExp, within: Locator = this.main): Promise<void> {
    await this.eventually(`${text}`, () => within.getByText(text).first().isVisible());
  }

  /** Waits for the state of the open case or record. */
  async state(word: string): Promise<void> {
    const banner = this.main.locator('header');
    await this.eventually(`state ${word}`, () =>
      banner.getByText(word, { exact: true }).isVisible(),
    );
  }

  /** What others and the system do shows when the page is read again; a person reads it again once it stands still. */
  private async eventually(what: string, there: () => Promise<boolean>): Promise<void> {
    const until = Date.now() + patienceMs;
    while (Date.now() < until) {
      if (await there()) return;
      await this.page.waitForLoadState('networkidle');
      // A busy machine draws late: a page that is still loading is not read again.
      await this.page.getByRole('heading', { level: 1 }).first().waitFor();
      await this.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
      for (let look = 0; look < 10; look += 1) {
        if (await there()) return;
        await delay(50);
      }
      await this.page.reload();
    }
    await this.#tells(what);
  }

  /** Fails with what the page, or the dialog over it, shows instead. */
  async #tells(what: string): Promise<never> {
    const seen = (
      await this.page
        .locator('body')
        .innerText()
        .catch(() => '')
    ).slice(0, 3000);
    assert.fail(`${what} does not appear at ${this.page.url()}; the page says:\n${seen}`);
  }
}

/** Keeps a picture of what each desk shows at the end, in the folder that LOOK_AT names. */
export async function lookAt(desks: ReadonlyMap<string, Desk>): Promise<void> {
  const folder = process.env['LOOK_AT'];
  if (folder === undefined) return;
  for (const [who, { page }] of desks) {
    await page.screenshot({ path: join(folder, `${who}.png`), fullPage: true });
  }
}
