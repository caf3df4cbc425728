import type { Register } from '#engine/register.ts';
import { declaredName, type Names } from '../i18n/names.ts';

/** What a record is called: the value of its title field, in words where that names something declared. Empty when it has none. */
export function recordTitle(
  names: Pick<Names, 'role' | 'procedure'>,
  register: Pick<Register, 'title' | 'fields'>,
  values: Readonly<Record<string, unknown>>,
): string {
  const value = values[register.title];
  if (value === null || value === undefined) return '';
  const field = register.fields[register.title];
  return field?.kind === 'text' && field.of !== undefined
    ? declaredName(names, field.of, String(value))
    : String(value);
}
