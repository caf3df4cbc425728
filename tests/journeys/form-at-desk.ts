import type { Locator } from 'playwright-core';

/** Values by the words beside the fields: typed text, the words of an option, or the names of several records. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Fills in a form as a person does, finding each field by its words. */
export async function fillForm(form: Locator, values: Values): Promise<void> {
  for (const [title, value] of Object.entries(values)) await fillField(form, title, value);
}

/** The field with these words; what is optional says so behind them. */
export function fieldOf(form: Locator, title: string): Locator {
  return form.getByLabel(new RegExp(`^${escaped(title)}( \\(optional\\))?$`)).first();
}

async function fillField(
  form: Locator,
  title: string,
  value: string | readonly string[],
): Promise<void> {
  const field = fieldOf(form, title);
  await field.waitFor();
  const several = typeof value === 'string' ? [value] : value;
  if (['radiogroup', 'group'].includes((await field.getAttribute('role')) ?? '')) {
    for (const one of several) await field.getByLabel(one, { exact: true }).check();
  } else if ((await field.getAttribute('aria-haspopup')) === 'listbox') {
    for (const one of several) await chooseOption(field, one);
  } else {
    await field.fill(several.join('\n'));
  }
}

/** Types into a field that searches, and takes what it found. */
async function chooseOption(field: Locator, name: string): Promise<void> {
  await field.click();
  await field.fill(name);
  const option = field.page().getByRole('option', { name: new RegExp(escaped(name)) });
  await option.first().click();
}
