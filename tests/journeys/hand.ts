import type { Locator } from 'playwright-core';
import type { SampleFile } from './sample-files.ts';

/** How a person works the controls of a page: by pointer, or by keyboard alone. */
export interface Hand {
  /** Presses a button, follows a link. */
  press(control: Locator): Promise<void>;
  /** Replaces what a field of text, date or time holds. */
  write(field: Locator, text: string): Promise<void>;
  /** Puts in what was copied elsewhere. */
  paste(field: Locator, text: string): Promise<void>;
  /** Chooses one of several buttons, or ticks a box. */
  tick(option: Locator): Promise<void>;
  /** Types into a field that searches, and takes what it found. */
  choose(field: Locator, name: string): Promise<void>;
  giveFile(field: Locator, file: SampleFile): Promise<void>;
}

/** A text as a pattern that finds just it. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const byPointer: Hand = {
  press: (control) => control.click(),
  write: (field, text) => field.fill(text),
  paste: (field, text) => field.fill(text),
  async tick(option) {
    // Of buttons side by side only the words are seen.
    if (await option.isVisible()) await option.check();
    else
      await option
        .page()
        .locator(`label[for="${await option.getAttribute('id')}"]`)
        .click();
  },
  giveFile: (field, file) => field.setInputFiles(file),
  async choose(field, name) {
    await field.click();
    // A short list is not searched.
    if (await field.isEditable()) await field.fill(name);
    const option = field.page().getByRole('option', { name: new RegExp(escaped(name)) });
    await option.first().click();
    // A list of several stays open over what stands below.
    if ((await field.getAttribute('aria-expanded')) === 'true') await field.press('Tab');
  },
};
