import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { hasReadableColours, isAccessible } from './accessibility.ts';
import { launchBrowser, openWindow, type Window, withoutBrowser } from './browser.ts';
import { freePort, Installation } from './installation.ts';
import {
  type MainPage,
  pagesOfAdministration,
  pagesOfCollaboration,
  pagesOfWork,
} from './main-pages.ts';
import { fits, recoloured, settled, showsNoFault, showsNoKeys } from './page-look.ts';

const password = 'Commonward-demo-2026';
const locales = ['en', 'fr', 'de'] as const;
type Locale = (typeof locales)[number];

// Two at a time: while the browser looks at one page, the server answers another.
const options = { skip: withoutBrowser, concurrency: 2 };

describe('every main page in each language, light and dark', options, () => {
  let here: Installation;
  let browser: Browser;

  before(async () => {
    here = new Installation(await freePort());
    [browser] = await Promise.all([launchBrowser(), here.start({ demo: true })]);
  });
  after(async () => {
    await browser?.close();
    await here?.stop();
    here?.remove();
  });

  /** Keeps a picture in the folder that LOOK_AT names, tall enough for what the page scrolls. */
  async function keep(page: Page, name: string, width: number): Promise<void> {
    const folder = process.env['LOOK_AT'];
    if (folder === undefined) return;
    await page.setViewportSize({ width, height: 1800 });
    await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
  }

  const atWidth = (name: string, width: number) => async (page: Page) => {
    await fits(page, width);
    await keep(page, name, width);
  };

  /** The colours are those of the tokens, whatever the language: dark is looked at once. */
  const inTheDark = (name: string) => async (page: Page) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await recoloured(page, 'dark');
    try {
      await keep(page, `${name}-dark`, 1280);
      await hasReadableColours(page);
    } finally {
      await page.emulateMedia({ colorScheme: 'light' });
      await recoloured(page, 'light');
    }
  };

  /** Every fault of every page, so that one run tells them all. */
  async function lookAtAll({ page }: Window, locale: Locale, pages: readonly MainPage[]) {
    const faults: string[] = [];
    for (const { name, path } of pages) {
      const picture = `${name}-${locale}`;
      const checks = [
        ...[settled, showsNoFault, isAccessible, showsNoKeys],
        ...(locale === 'en' ? [inTheDark(picture)] : []),
        ...[atWidth(picture, 390), atWidth(picture, 1280)],
      ];
      await page.goto(path);
      for (const check of checks) {
        await check(page).catch((error: Error) => faults.push(`${name}: ${error.message}`));
      }
    }
    assert.equal(faults.length, 0, faults.join('\n'));
    assert.equal(await page.locator('html').getAttribute('lang'), locale);
  }

  async function signedIn(locale: Locale, email: string): Promise<Window> {
    const window = await openWindow(browser, here.url, { locale });
    // The frame of a document's preview has no storage.
    await window.context.addInitScript(
      `if (window === top) localStorage.setItem('cw-locale', '${locale}')`,
    );
    await window.page.goto('/');
    await window.page.locator('input[type="email"]').fill(email);
    await window.page.locator('input[type="password"]').fill(password);
    await window.page.keyboard.press('Enter');
    await window.page.locator('#side').waitFor();
    return window;
  }

  async function leave({ context, complaints }: Window): Promise<void> {
    await context.close();
    assert.deepEqual(complaints, [], 'the pages complained of nothing');
  }

  for (const locale of locales) {
    it(`shows the pages of work in ${locale}`, async () => {
      const window = await signedIn(locale, 'isirt@demo.test');
      await lookAtAll(window, locale, await pagesOfWork(window.context.request));
      await leave(window);
    });
    it(`shows the pages of the collaboration in ${locale}`, async () => {
      const window = await signedIn(locale, 'itsm@demo.test');
      await lookAtAll(window, locale, await pagesOfCollaboration(window.context.request));
      await leave(window);
    });
    it(`shows the pages of administration, and the sign-in, in ${locale}`, async () => {
      const window = await signedIn(locale, 'admin@demo.test');
      await lookAtAll(window, locale, await pagesOfAdministration(window.context.request));
      await window.context.clearCookies();
      await lookAtAll(window, locale, [{ name: 'sign-in', path: '/sign-in' }]);
      await leave(window);
    });
  }
});
