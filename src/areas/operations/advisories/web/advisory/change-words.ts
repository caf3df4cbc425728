/** A changed value as a person reads it: texts as they are, what is structured as one line of its parts. */
export function changeWords(value: unknown, none: string): string {
  if (value === null || value === undefined || value === '') return none;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? none : value.map((one) => changeWords(one, none)).join('; ');
  }
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '');
  return parts.length === 0
    ? none
    : parts.map(([name, part]) => `${name} ${changeWords(part, none)}`).join(', ');
}
