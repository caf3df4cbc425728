import type { Locator } from 'playwright-core';
import { escaped, type Hand } from './hand.ts';

/** Rows as they are copied from a spreadsheet, the names of the columns first. */
export interface Table {
  readonly table: readonly (readonly string[])[];
}

/** Values by the words beside the fields: typed text, the words of an option, the names of several records, or rows. */
export type Values = Readonly<Record<string, string | readonly string[] | Table>>;

/** Fills in a form as a person does, finding each field by its words. */
export async function fillForm(hand: Hand, form: Locator, values: Values): Promise<void> {
  for (const [title, value] of Object.entries(values)) await fillField(hand, form, title, value);
}

/** The field with these words; what is optional says so behind them. */
export function fieldOf(form: Locator, title: string): Locator {
  return form.getByLabel(new RegExp(`^${escaped(title)}( \\(optional\\))?$`)).first();
}

const cell = (text: string): string =>
  /["\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Pastes a table into a field of rows. */
export async function pasteTable(hand: Hand, rows: Locator, { table }: Table): Promise<void> {
  // Rows inside a row have a button of their own, before that of the whole.
  const paste = rows.getByRole('button', { name: 'Paste a table' }).last();
  await hand.press(paste);
  const text = table.map((line) => line.map(cell).join('\t')).join('\n');
  await hand.paste(rows.getByLabel('Rows from a spreadsheet or a CSV file'), text);
  await hand.press(
    rows.getByRole('button', { name: new RegExp(`^Take ${table.length - 1} rows?$`) }),
  );
  await rows.getByLabel('Rows from a spreadsheet or a CSV file').waitFor({ state: 'detached' });
}

async function fillField(
  hand: Hand,
  form: Locator,
  title: string,
  value: string | readonly string[] | Table,
): Promise<void> {
  const field = fieldOf(form, title);
  await field.waitFor();
  if (typeof value === 'object' && 'table' in value) return pasteTable(hand, field, value);
  const several = typeof value === 'string' ? [value] : value;
  if (['radiogroup', 'group'].includes((await field.getAttribute('role')) ?? '')) {
    for (const one of several) await hand.tick(field.getByLabel(one, { exact: true }));
  } else if ((await field.getAttribute('aria-haspopup')) === 'listbox') {
    for (const one of several) await hand.choose(field, one);
  } else {
    await hand.write(field, several.join('\n'));
  }
}
