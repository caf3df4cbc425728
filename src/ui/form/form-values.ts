import type { Field, Fields } from '#engine/fields.ts';

/** What a form holds while it is filled in: numbers as typed text, everything else as it travels. */
export type FormValues = { readonly [name: string]: unknown };
export type Row = FormValues;

/** Fields that a person fills in, in the order of the declaration. */
export function inputFields(fields: Fields): [string, Field][] {
  return Object.entries(fields).filter(
    ([, field]) => field.computed !== true && !('preset' in field),
  );
}

/** The inputs that these values ask for: one that hangs on a choice is there only while that choice is, and is itself asked for. */
export function askedInputs(fields: Fields, values: FormValues): [string, Field][] {
  const isAsked = ({ when }: Field): boolean => {
    if (when === undefined) return true;
    const choice = fields[when.field];
    return choice !== undefined && when.is.includes(String(values[when.field])) && isAsked(choice);
  };
  return inputFields(fields).filter(([, field]) => isAsked(field));
}

function emptyOf(field: Field): unknown {
  switch (field.kind) {
    case 'choices':
    case 'references':
    case 'tags':
      return [];
    case 'rows':
      return Array.from({ length: field.min ?? 0 }, () => startValues(field.fields, {}));
    case 'boolean':
      return null;
    default:
      return '';
  }
}

/** Values of a form at its start: those of the record, and an empty value of the right kind where there is none. */
export function startValues(fields: Fields, stored: FormValues): FormValues {
  const values: Record<string, unknown> = {};
  for (const [name, field] of inputFields(fields)) {
    const value = stored[name];
    values[name] = value === undefined || value === null ? emptyOf(field) : shown(field, value);
  }
  return values;
}

function shown(field: Field, value: unknown): unknown {
  if (field.kind === 'integer' || field.kind === 'decimal') return String(value);
  if (field.kind === 'instant') return String(value).slice(0, 16);
  if (field.kind === 'rows' && Array.isArray(value)) {
    return value.map((row: FormValues) => ({ ...idOf(row), ...startValues(field.fields, row) }));
  }
  return value;
}

export function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** What travels to the server: nothing typed, or not asked for any more, is null, numbers are numbers, instants are UTC. Text stays as typed. */
export function toInput(fields: Fields, values: FormValues): Record<string, unknown> {
  const asked = new Set(askedInputs(fields, values).map(([name]) => name));
  const input: Record<string, unknown> = {};
  for (const [name, field] of inputFields(fields)) {
    input[name] = asked.has(name) ? sent(field, values[name]) : null;
  }
  return input;
}

function sent(field: Field, value: unknown): unknown {
  if (isEmpty(value)) return null;
  switch (field.kind) {
    case 'integer':
    case 'decimal':
      return parseNumber(String(value));
    case 'instant':
      return toInstant(String(value));
    case 'rows':
      return Array.isArray(value)
        ? value.map((row: Row) => ({ ...idOf(row), ...withoutNulls(toInput(field.fields, row)) }))
        : null;
    default:
      return value;
  }
}

/** The record that a row stands for goes with it, so that rows of two people can be told apart. */
function idOf({ id }: Row): Row {
  return typeof id === 'string' ? { id } : {};
}

/** Without what is empty: an opening or an action leaves out what was not filled in. */
export function withoutNulls(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}

/** Fields whose value differs from what was stored, for a PATCH that touches nothing else. */
export function changedInput(
  fields: Fields,
  stored: FormValues,
  values: FormValues,
): Record<string, unknown> {
  const before = toInput(fields, startValues(fields, stored));
  const after = toInput(fields, values);
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !same(value, before[name])),
  );
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** A number as people write it: `1 234,5`, `1234.5`; NaN when it is none. */
export function parseNumber(text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f']/g, '').replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}

/** `2026-11-22T14:05`, typed as UTC, as ISO 8601; what cannot be read stays as typed for the message at the field. */
export function toInstant(text: string): string {
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}
