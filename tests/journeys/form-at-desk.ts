import type { Locator } from 'playwright-core';
import { escaped, type Hand } from './hand.ts';

/** Values by the words beside the fields: typed text, the words of an option, or the names of several records. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Fills in a form as a person does, finding each field by its words. */
export async function fillForm(hand: Hand, form: Locator, values: Values): Promise<void> {
  for (const [title, value] of Object.entries(values)) await fillField(hand, form, title, value);
}

/** The field with these words; what is optional says so behind them. */
export function fieldOf(form: Locator, title: string): Locator {
  return form.getByLabel(new RegExp(`^${escaped(title)}( \\(optional\\))?$`)).first();
}

async function fillField(
  hand: Hand,
  form: Locator,
  title: string,
  value: string | readonly string[],
): Promise<void> {
  const field = fieldOf(form, title);
  await field.waitFor();
  const several = typeof value === 'string' ? [value] : value;
  if (['radiogroup', 'group'].includes((await field.getAttribute('role')) ?? '')) {
    for (const one of several) await hand.tick(field.getByLabel(one, { exact: true }));
  } else if ((await field.getAttribute('aria-haspopup')) === 'listbox') {
    for (const one of several) await hand.choose(field, one);
  } else {
    await hand.write(field, several.join('\n'));
  }
}
