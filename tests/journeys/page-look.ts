import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { patienceMs } from './browser.ts';

const sources = fileURLToPath(new URL('../../src', import.meta.url));

/** The first parts of all text keys, such as `procedure` and `act`. */
const families = new Set(
  readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[\\/])texts[\\/]en\.json$/.test(path))
    .flatMap((path) => Object.keys(JSON.parse(readFileSync(join(sources, path), 'utf8'))))
    .filter((key) => key.includes('.'))
    .map((key) => key.split('.')[0] ?? ''),
);

/** Waits until the page has its title and nothing more is on its way. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const busy = page.locator('[aria-busy="true"]');
  const until = Date.now() + patienceMs;
  for (let quiet = 0; quiet < 3; ) {
    assert.ok(Date.now() < until, `${page.url()} is not done loading`);
    await delay(40);
    quiet = (await busy.count()) === 0 ? quiet + 1 : 0;
  }
  await page.evaluate('document.fonts.ready.then(() => true)');
}

/** Waits until the page has taken on other colours, all of it. */
export async function recoloured(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  const done = () =>
    page.evaluate(
      (wanted) =>
        document.documentElement.dataset['mantineColorScheme'] === wanted &&
        document.getAnimations().every(({ playState }) => playState !== 'running'),
      scheme,
    );
  for (const until = Date.now() + patienceMs; !(await done()); await delay(40)) {
    assert.ok(Date.now() < until, `${page.url()} stays as it was, not ${scheme}`);
  }
  await delay(50);
}

/** No key of a text stands where the text should. */
export async function showsNoKeys(page: Page): Promise<void> {
  const words = (await page.locator('body').innerText()).split(/[\s()“”"«»„,;:]+/);
  const keys = words.filter(
    (word) =>
      /^[a-z][a-z-]*(\.[a-z$][\w-]*)+$/i.test(word) &&
      !/\.(jsonl?|csv|xlsx|pdf|docx)$/.test(word) &&
      families.has(word.split('.')[0] ?? ''),
  );
  assert.deepEqual([...new Set(keys)], [], `keys of texts at ${page.url()}`);
}

/** Nothing on the page says that something went wrong. */
export async function showsNoFault(page: Page): Promise<void> {
  const alerts = page.getByRole('main').getByRole('alert');
  assert.deepEqual(await alerts.allInnerTexts(), [], `alerts at ${page.url()}`);
}

/** The page is no wider than the window: lists scroll inside themselves. */
export async function fits(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await delay(60);
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null && element.scrollWidth > element.clientWidth + 1;
    const parts = ['html', 'body', 'main'].map((name) => document.querySelector(name));
    if (!parts.some(scrolls)) return [];
    const held = (element: Element): boolean => {
      const parent = element.parentElement;
      if (parent === null || parent.matches('main, body')) return false;
      return getComputedStyle(parent).overflowX !== 'visible' || held(parent);
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > limit + 1 && !held(element))
      .map((element) => element.outerHTML.slice(0, 140))
      .slice(0, 4)
      .concat('the page scrolls sideways');
  });
  assert.deepEqual(wide, [], `${page.url()} at ${width} px`);
}
