import { snakeCase } from '#engine/field-schema.ts';
import type { Fields } from '#engine/fields.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import type { Catalogue } from '#work/catalogue.ts';

/** Ids that a record refers to, by register. */
export interface FieldReferences {
  readonly organisations: (string | null)[];
  readonly people: (string | null)[];
  readonly others: Map<string, Set<string>>;
}

/** What the values of fields refer to; a reference to a person or organisation is kept apart, because everybody has those. */
export function referencesOfFields(
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
): FieldReferences {
  const references: FieldReferences = { organisations: [], people: [], others: new Map() };
  collectReferences(fields, values, references);
  return references;
}

/** Adds the references of one more record. */
export function collectReferences(
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
  into: FieldReferences,
): void {
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === 'rows') {
      const rows = Array.isArray(values[name]) ? values[name] : [];
      for (const row of rows) collectReferences(field.fields, row as typeof values, into);
      continue;
    }
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    const value = values[name];
    const ids = Array.isArray(value) ? value : [value];
    for (const one of ids) {
      // What an earlier version or a report froze may be no id any more: it has no title, and costs no other one his.
      if (!isId(one)) continue;
      if (field.to === 'organisations') into.organisations.push(one);
      else if (field.to === 'people') into.people.push(one);
      else into.others.set(field.to, (into.others.get(field.to) ?? new Set()).add(one));
    }
  }
}

/** Titles by id, one statement however many registers are referred to; only what the scope may see has a title. */
export async function titlesOfFields(
  context: ReadContext,
  catalogue: Catalogue,
  references: FieldReferences,
): Promise<Record<string, string>> {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}::uuid[]`;
  const parts: string[] = [];
  const organisations = distinct(references.organisations);
  const people = distinct(references.people);
  if (organisations.length > 0) {
    parts.push(
      `select id, name as title from organisation where id = any (${bind(organisations)})`,
    );
  }
  if (people.length > 0) {
    parts.push(`select id, name as title from person where id = any (${bind(people)})`);
  }
  for (const [register, ids] of references.others) {
    if (register === 'cases' || register === 'evidence') {
      const table = register === 'cases' ? 'procedure_case' : 'evidence';
      parts.push(
        `select id, reference || ' ' || title as title from ${table} where id = any (${bind([...ids])}) and owner_id = any (${bind(context.scope.organisations)})`,
      );
      continue;
    }
    const declared = catalogue.registers.get(register)?.register;
    if (declared === undefined) continue;
    const owned =
      declared.class === 'tenant'
        ? `and owner_id = any (${bind(context.scope.organisations)})`
        : '';
    parts.push(
      `select id, ${snakeCase(declared.title)}::text as title from ${declared.table} where id = any (${bind([...ids])}) ${owned}`,
    );
  }
  if (parts.length === 0) return {};
  const { rows } = await context.client.query<{ id: string; title: string }>({
    text: parts.join('\nunion all\n'),
    values,
  });
  return Object.fromEntries(rows.map((row) => [row.id, row.title]));
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}
