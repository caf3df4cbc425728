import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { isAccessible } from './accessibility.ts';
import { launchBrowser } from './browser.ts';
import { Desk, lookAt } from './desk.ts';
import { byPointer, type Hand } from './hand.ts';
import { freePort, Installation } from './installation.ts';
import { type PersonKey, settleTelco } from './people-of-telco.ts';
import { type SampleFile, type Samples, samples } from './sample-files.ts';

/** An installation, and the desks of the people who carry one advisory through it. */
export class LoopStage {
  readonly files: Samples = samples();
  readonly #hand: Hand;
  readonly #desks = new Map<PersonKey, Desk>();
  #here: Installation | null = null;
  #browser: Browser | null = null;
  #daysAhead = 0;
  #broken = false;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  async open(): Promise<void> {
    const here = new Installation(await freePort());
    this.#here = here;
    [this.#browser] = await Promise.all([launchBrowser(), here.start()]);
    await settleTelco(here);
  }

  async close(): Promise<void> {
    try {
      await lookAt(this.#desks);
    } finally {
      await this.#browser?.close();
      await this.#here?.stop();
      this.#here?.remove();
    }
  }

  /** Each step stands on those before it. */
  async step(walk: (loop: LoopStage) => Promise<void>): Promise<void> {
    assert.ok(!this.#broken, 'an earlier step failed');
    this.#broken = true;
    await walk(this);
    this.#broken = false;
  }

  /** The desk of a person, who signs in when he has not. */
  async at(who: PersonKey): Promise<Desk> {
    const known = this.#desks.get(who);
    if (known !== undefined) return known;
    assert.ok(this.#browser !== null && this.#here !== null);
    const options = { daysAhead: this.#daysAhead, hand: this.#hand };
    const desk = await Desk.of(who, this.#browser, this.#here.url, options);
    this.#desks.set(who, desk);
    return desk;
  }

  async leave(): Promise<void> {
    const left = [...this.#desks.values()];
    this.#desks.clear();
    for (const desk of left) await desk.close();
  }

  /** The product is started again that many days later; everybody signs in anew. */
  async later(days: number): Promise<void> {
    await this.leave();
    await this.#here?.stop();
    this.#daysAhead = days;
    await this.#here?.start({ daysAhead: days });
  }

  async importFile(desk: Desk, format: string, file: SampleFile, about?: string): Promise<void> {
    await desk.goTo('Import files');
    await desk.heading('Import a file');
    await desk.importFile(format, file, about);
  }

  /** Once is enough: whoever comes by another way sees the same pages. */
  async isAccessible({ page }: Desk): Promise<void> {
    if (this.#hand === byPointer) await isAccessible(page);
  }
}
