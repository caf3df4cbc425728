/** Values of fields by name. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value says nothing: absent, null, an empty text and an empty list are one thing. */
export function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Whether two values say the same, whatever the order of names and however they leave out what is empty. */
export function alike(a: unknown, b: unknown): boolean {
  return a === b || wordingOf(a) === wordingOf(b);
}

/** One spelling of everything that says the same. */
export function wordingOf(value: unknown): string {
  if (isNothing(value)) return 'null';
  if (Array.isArray(value)) return `[${value.map(wordingOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, one]) => !isNothing(one))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${wordingOf(one)}`);
  return `{${members.join(',')}}`;
}
