import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { isAccessible } from './accessibility.ts';
import { launchBrowser } from './browser.ts';
import { Desk, lookAt } from './desk.ts';
import { byPointer, type Hand } from './hand.ts';
import { freePort, Installation } from './installation.ts';

/** An installation, and the desks of the people who work on it: a window of its own for each. */
export class Stage<Who extends string> {
  readonly #settle: (here: Installation) => Promise<void>;
  readonly #hand: Hand;
  readonly #clone: string | undefined;
  readonly #desks = new Map<string, Desk>();
  #here: Installation | null = null;
  #browser: Browser | null = null;
  #daysAhead = 0;

  /** @param clone where `npm start` is said; absent: the checkout's own command is run */
  constructor(hand: Hand, settle: (here: Installation) => Promise<void>, clone?: string) {
    this.#hand = hand;
    this.#settle = settle;
    this.#clone = clone;
  }

  async open(): Promise<void> {
    const here = new Installation(await freePort());
    this.#here = here;
    this.#browser = await launchBrowser();
    // Whoever finds an empty installation gets the demonstration from `npm start`.
    await this.#settle(here);
    await here.start({ movable: true, clone: this.#clone });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#here?.stop();
    this.#here?.remove();
    if (this.#clone !== undefined) rmSync(this.#clone, { recursive: true, force: true });
  }

  /** The desk of a person, who signs in when he has not; by another hand it is another window. */
  async at(who: Who, hand: Hand = this.#hand): Promise<Desk> {
    const key = hand === this.#hand ? who : `${who}-by-keyboard`;
    const known = this.#desks.get(key);
    if (known !== undefined) return known;
    assert.ok(this.#browser !== null && this.#here !== null);
    const options = { daysAhead: this.#daysAhead, hand };
    const desk = await Desk.of(who, this.#browser, this.#here.url, options);
    this.#desks.set(key, desk);
    return desk;
  }

  async leave(): Promise<void> {
    await lookAt(this.#desks);
    const left = [...this.#desks.values()];
    this.#desks.clear();
    for (const desk of left) await desk.close();
  }

  /** Time passes for the product, which goes on; the clocks of the windows stay behind. */
  pass(ms: number): void {
    this.#here?.pass(ms);
  }

  /** The product is started again that many days later; everybody signs in anew. */
  async later(days: number): Promise<void> {
    await this.leave();
    await this.#here?.stop();
    this.#daysAhead = days;
    await this.#here?.start({ daysAhead: days, clone: this.#clone });
  }

  /** Once is enough: whoever comes by another way sees the same pages. */
  async isAccessible({ page }: Desk): Promise<void> {
    if (this.#hand === byPointer) await isAccessible(page);
  }
}

/** Steps of a journey, each of which stands on those before it. */
export function inOrder(): (walk: () => Promise<void>) => Promise<void> {
  let broken = false;
  return async (walk) => {
    assert.ok(!broken, 'an earlier step failed');
    broken = true;
    await walk();
    broken = false;
  };
}
