import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** How long a page may take on a busy machine of two cores before a step counts as failed. */
export const patienceMs = Number(process.env['JOURNEY_PATIENCE_MS'] ?? 60_000);

/** The Chromium of this machine: the one that `npm test` found, or Debian's. */
const executable =
  process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium'].find((path) => existsSync(path)) ?? null;

/** What a journey in the browser is skipped with; false when it can run. */
export const withoutBrowser: string | false =
  executable === null ? 'no Chromium was found on this machine (set CHROMIUM_PATH)' : false;

export function launchBrowser(): Promise<Browser> {
  if (executable === null) throw new Error('withoutBrowser was not asked');
  return chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
  });
}

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of: errors of scripts, of the content policy, texts that are missing. */
  readonly complaints: string[];
}

export interface WindowOptions {
  readonly locale?: 'en' | 'fr' | 'de';
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  /** Of the browser's clock, for a server that runs ahead. */
  readonly daysAhead?: number;
}

/** A window of its own, as on another machine: no cookie or draft is shared. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  options: WindowOptions = {},
): Promise<Window> {
  const { locale = 'en', colorScheme = 'light', width = 1280, daysAhead = 0 } = options;
  const context = await browser.newContext({
    baseURL,
    locale,
    colorScheme,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    viewport: { width, height: 900 },
  });
  context.setDefaultTimeout(patienceMs);
  const shifted = daysAhead > 0;
  if (shifted) await context.clock.install({ time: Date.now() + daysAhead * 86_400_000 });
  const page = await context.newPage();
  return { page, context, complaints: complaintsOf(page, shifted) };
}

/** Refusals are part of the work; the browser writes each into the console. */
const isRefusal = (text: string) => /status of (401|403|404|409|410|412|422)/.test(text);

/** The preview of a document runs no scripts, so it refuses the one that shifts the browser's clock. */
const isShiftRefused = (text: string) =>
  text.startsWith('Blocked script execution') && text.includes('frame is sandboxed');

function complaintsOf(page: Page, shifted: boolean): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    const counts = ['error', 'warning'].includes(message.type()) && !isRefusal(text);
    if (counts && !(shifted && isShiftRefused(text))) complaints.push(`${page.url()}: ${text}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

/** Skips or fails nothing: says plainly what is missing. */
export function skipWithoutBrowser(t: TestContext): boolean {
  if (withoutBrowser === false) return false;
  t.skip(withoutBrowser);
  return true;
}
