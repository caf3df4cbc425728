import type { RowsField } from '#engine/fields.ts';
import type { Names, Owner } from '../i18n/names.ts';
import type { Titles } from '../mark/party.tsx';
import { inputFields, isEmpty, type Row } from './form-values.ts';

/** How many values tell one row from another. */
const TOLD = 5;

/** A row in a line: its first values in words. */
export function rowSummary(
  row: Row,
  { fields }: RowsField,
  titles: Titles,
  { names, owner, nameOf }: { names: Names; owner: Owner; nameOf: (key: string) => string },
): string {
  return inputFields(fields)
    .filter(([key, field]) => !isEmpty(row[key]) && !['rows', 'boolean'].includes(field.kind))
    .slice(0, TOLD)
    .map(([key, field]) => {
      const value = row[key];
      if (field.kind === 'choice') return names.option(owner, nameOf(key), String(value));
      if (field.kind === 'reference') return titles[String(value)] ?? '…';
      if (field.kind === 'instant') return String(value).replace('T', ' ');
      return Array.isArray(value) ? String(value.length) : String(value);
    })
    .join(' · ');
}
