import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type HttpWorld, type Person, password } from '#tests/access/http-world.ts';
import { openWindow, type Window } from '../browser.ts';
import { settled } from '../page-look.ts';

/** A window of its own for a person of the world, who is signed in there. */
export async function signedWindow(
  browser: Browser,
  world: Pick<HttpWorld, 'base'>,
  { email }: Pick<Person, 'email'>,
): Promise<Window> {
  const window = await openWindow(browser, world.base, { width: 1366 });
  const signed = await window.context.request.post('/api/v1/sessions', {
    data: { email, password },
  });
  assert.equal(signed.status(), 200);
  return window;
}

/** Keeps a picture of the page at both widths, in the folder that LOOK_AT names. */
export async function lookAtBoth(page: Page, name: string): Promise<void> {
  const folder = process.env['LOOK_AT'];
  if (folder === undefined) return;
  for (const width of [390, 1366]) {
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
  }
}
