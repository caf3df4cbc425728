import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { stopTestServer } from '#tests/database.ts';
import { numberOf, tells } from '../../requirements/terms-stage/terms-in-force.ts';
import { incident } from '../../requirements/terms-stage/terms-pairs.ts';
import { createTermsWorld, type TermsWorld } from '../../requirements/terms-stage/terms-world.ts';
import { isAccessible } from '../accessibility.ts';
import { launchBrowser, withoutBrowser } from '../browser.ts';
import { signedWindow } from './signed-window.ts';

describe('who can see it, and why, in the browser', { skip: withoutBrowser }, () => {
  let world: TermsWorld;
  let browser: Browser;
  before(async () => {
    world = await createTermsWorld();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await world.close();
    await stopTestServer();
  });

  /** What the page of the incident says to somebody of an organisation, a line for each organisation that it names. */
  async function saidTo(name: string, organisation: string, id: string): Promise<string[]> {
    const person = await world.http.person(name, organisation, ['niso']);
    const window = await signedWindow(browser, world.http, person);
    try {
      await window.page.goto(`/incidents/${id}`);
      const heading = window.page.getByRole('heading', { name: 'Who can see it, and why' });
      await heading.waitFor();
      await isAccessible(window.page);
      const items = heading.locator('xpath=ancestor::section[1]').getByRole('listitem');
      await items.first().waitFor();
      return (await items.allInnerTexts()).map((text) => text.replaceAll('\n', ' '));
    } finally {
      await window.context.close();
    }
  }

  it('names to an administration the terms, their version and the clause by which it was told, and to each itself alone', async () => {
    await world.under([tells('allow')], async ({ reference }) => {
      const { id } = await incident(world, [world.ids.y]);
      const clause = `${reference} version 2, clause ${numberOf(0)}`;
      assert.deepEqual(await saidTo('window-y', world.ids.y, id), [
        'TAXUD it is their record',
        `YY by agreed terms: ${clause}`,
      ]);
      // X, where it occurred, is not told that Y was, nor by which clause.
      assert.deepEqual(await saidTo('window-x', world.ids.x, id), [
        'TAXUD it is their record',
        'XX party to the case',
      ]);
    });
  });
});
