import type { Field, Fields } from '#engine/fields.ts';

type Kept = [name: string, field: unknown][];

/** A form as a task keeps it: pairs, because `jsonb` forgets the order of names, and people answer in the order in which it was declared. */
export function keptForm(fields: Fields): Kept {
  return Object.entries(fields).map(([name, field]) => [
    name,
    field.kind === 'rows' ? { ...field, fields: keptForm(field.fields) } : field,
  ]);
}

/** The form that a task keeps; one that was kept before as an object has the order that `jsonb` gave it. */
export function formOf(kept: unknown): Fields {
  if (!Array.isArray(kept)) return (kept ?? {}) as Fields;
  return Object.fromEntries(
    (kept as Kept).map(([name, field]): [string, Field] => {
      const { kind, fields } = field as { kind: string; fields?: unknown };
      const own = kind === 'rows' ? { ...(field as object), fields: formOf(fields) } : field;
      return [name, own as Field];
    }),
  );
}
