import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

/** Rules of WCAG 2.2 A and AA, and axe's best practices. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In the other colours of the same page only these can be wrong. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Axe finds nothing on the page as it is now. The preview of a document is a frame that runs no scripts, axe's neither. */
export function isAccessible(page: Page): Promise<void> {
  return runAxe(page, { type: 'tag', values: tags });
}

/** The same of its colours alone. */
export function hasReadableColours(page: Page): Promise<void> {
  return runAxe(page, { type: 'rule', values: ofColours });
}

async function runAxe(page: Page, runOnly: object): Promise<void> {
  // Evaluated by the browser's tools, so that the page's own content policy stays as strict as it is.
  await page.evaluate(source);
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'], iframes: false }).then((result) => result.violations)`,
  )) as Violation[];
  const told = found.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 3).map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 200)}`),
  }));
  assert.deepEqual(told, [], `axe on ${page.url()}`);
}
