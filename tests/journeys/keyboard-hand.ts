import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { Hand } from './hand.ts';

/** More stops than any page has. */
const farthest = 400;

interface Stop {
  readonly there: boolean;
  /** The control wanted stands before the one that has the focus. */
  readonly before: boolean;
  readonly skip: boolean;
  /** What has the focus and does not show it; empty when it does. */
  readonly unseen: string;
}

/** Runs in the page: where the focus is, and whether one sees it. */
function stopAt(wanted: Element): Stop {
  const at = document.activeElement;
  if (at === null || at === document.body) {
    return { there: false, before: false, skip: false, unseen: '' };
  }
  const shows = (element: Element | null): boolean => {
    if (element === null) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  };
  // A field inside a field shows it on the outer one, a hidden field of files on its words.
  const around = [at.parentElement, at.parentElement?.parentElement ?? null];
  const outer = around.concat(around[1]?.parentElement ?? null);
  const bearers = at instanceof HTMLInputElement ? [at, at.nextElementSibling, ...outer] : [at];
  const box = at.getBoundingClientRect();
  // A frame shows it inside itself; what only takes it after a jump is no control.
  const isPart = at instanceof HTMLIFrameElement || at.id === 'main' || at.matches('h1');
  const seen = isPart || (bearers.some(shows) && box.width > 0 && box.height > 0);
  return {
    there: at === wanted,
    before: (at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING) !== 0,
    skip: at.matches('a[href="#main"]') && wanted.closest('main') !== null,
    unseen: seen ? '' : at.outerHTML.slice(0, 160),
  };
}

/** Goes to a control by Tab, or back by Shift+Tab, as often as it takes; every stop on the way must show that it has the focus. */
export async function reach(control: Locator): Promise<Page> {
  const page = control.page();
  await control.waitFor();
  const element = await control.elementHandle();
  assert.ok(element !== null);
  for (let stops = 0; stops < farthest; stops += 1) {
    const stop = (await element.evaluate(stopAt as never)) as Stop;
    assert.equal(stop.unseen, '', `the focus is not seen at ${page.url()}`);
    if (stop.there) {
      await element.dispose();
      return page;
    }
    await page.keyboard.press(stop.skip ? 'Enter' : stop.before ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`no key leads to ${control} at ${page.url()}`);
}

/**
 * Presses a key until the field stands on what is wanted. A page that is slow shows where it stands after the next key only: each press is
 * awaited, or the wanted place would be passed by.
 */
async function pressUntil(
  page: Page,
  key: string,
  at: () => Promise<string>,
  wanted: (at: string) => boolean,
): Promise<void> {
  for (let times = 0; times < 40; times += 1) {
    const before = await at();
    if (wanted(before)) return;
    await page.keyboard.press(key);
    for (let looks = 0; looks < 20 && (await at()) === before; looks += 1) await delay(25);
  }
  assert.fail(`${key} leads to nothing that was wanted at ${page.url()}`);
}

/** The words of the choice that the arrow keys of a field stand on. */
export function activeChoice(field: Locator): Promise<string> {
  return field.evaluate((element) => {
    const id = element.getAttribute('aria-activedescendant');
    const marked = document.querySelector('[role="option"][data-combobox-selected]');
    const active = id === null || id === '' ? marked : document.getElementById(id);
    return active?.textContent ?? '';
  });
}

/**
 * Walks down what a field that searches has found, and takes what has this name. What is marked and found no more loses its mark: whoever
 * sees that nothing was taken walks down again.
 */
export async function takeChoice(field: Locator, name: string): Promise<void> {
  const page = field.page();
  const at = () => activeChoice(field);
  for (let tries = 0; tries < 3; tries += 1) {
    await page.getByRole('option').filter({ hasText: name }).first().waitFor();
    await pressUntil(page, 'ArrowDown', at, (choice) => choice.includes(name));
    await page.keyboard.press('Enter');
    if (await isTaken(field)) return;
  }
  assert.fail(`${name} is not taken at ${page.url()}`);
}

/** A field for one closes its choices with what was taken, one for several empties its search, and a search leads away. */
async function isTaken(field: Locator): Promise<boolean> {
  for (let looks = 0; looks < 80; looks += 1) {
    const taken = await field.evaluateAll(([input]) => {
      if (!(input instanceof HTMLInputElement) || input.value === '') return true;
      const choices = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
      return !choices.some((choice) => choice.offsetParent !== null);
    });
    if (taken) return true;
    await delay(25);
  }
  return false;
}

/** The keys that write an instant or a day into the browser's own field for it, part by part. */
async function writeDate(page: Page, text: string): Promise<void> {
  const [day = '', time] = text.split('T');
  const [year = '', month = '', date = ''] = day.split('-');
  await page.keyboard.type(`${month}${date}${year}`);
  if (time === undefined) return;
  await page.keyboard.press('ArrowRight');
  const [hour = '', minute = ''] = time.split(':');
  const half = String(Number(hour) % 12 || 12).padStart(2, '0');
  await page.keyboard.type(`${half}${minute}${Number(hour) < 12 ? 'AM' : 'PM'}`);
}

/** Only keys: no control is given the focus by anything but Tab. */
export const byKeyboard: Hand = {
  async press(control) {
    const page = await reach(control);
    await page.keyboard.press('Enter');
  },
  async write(field, text) {
    const page = await reach(field);
    const kind = await field.getAttribute('type');
    if (kind === 'date' || kind === 'datetime-local') await writeDate(page, text);
    else {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    }
    assert.equal(await field.inputValue(), text);
  },
  async paste(field, text) {
    const page = await reach(field);
    await page.keyboard.insertText(text);
    assert.equal(await field.inputValue(), text);
  },
  async tick(option) {
    if (await option.isChecked()) return;
    if ((await option.getAttribute('type')) === 'radio') {
      // A group of buttons is one stop; its arrow keys go from one to the next.
      const name = await option.getAttribute('name');
      const page = option.page();
      const group = page.locator(`input[type="radio"][name="${name}"]`);
      const chosen = group.and(page.locator(':checked'));
      await reach((await chosen.count()) > 0 ? chosen.first() : group.first());
      const at = () =>
        option.evaluate((element) => {
          const active = document.activeElement;
          return `${element === active} ${active instanceof HTMLInputElement ? active.value : ''}`;
        });
      await pressUntil(page, 'ArrowDown', at, (place) => place.startsWith('true'));
      if (!(await option.isChecked())) await page.keyboard.press('Space');
    } else {
      await (await reach(option)).keyboard.press('Space');
    }
    assert.ok(await option.isChecked());
  },
  async choose(field, name) {
    const page = await reach(field);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(name);
    await takeChoice(field, name);
  },
  async giveFile(field, file) {
    // Asked for before the way there, so that the browser's own dialog is caught in time.
    const asked = field.page().waitForEvent('filechooser');
    const page = await reach(field);
    await page.keyboard.press('Enter');
    await (await asked).setFiles(file);
  },
};
