import { snakeCase } from '#engine/field-schema.ts';
import type { Fields } from '#engine/fields.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { keptBeside } from './register-ddl.ts';

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
  for (const [to, ids] of references.others) {
    const named = namedBy(catalogue, to);
    if (named === null) continue;
    const { table, title, kind } = named;
    const wanted = bind([...ids]);
    if (kind === null) {
      parts.push(`select id, ${title} as title from ${table} where id = any (${wanted})`);
      continue;
    }
    const scope = bind(context.scope.organisations);
    parts.push(
      `select id, ${title} as title from ${table} where id = any (${wanted}) and owner_id = any (${scope})`,
      `select id, ${title} as title from ${table} where (owner_id, id) in (select s.record_owner_id, s.record_id
        from shared_with_me s where s.owner_id = any (${scope}) and s.record_id = any (${wanted}) and s.kind = '${kind}')`,
    );
  }
  if (parts.length === 0) return {};
  const { rows } = await context.client.query<{ id: string; title: string }>({
    // A record may be one's own and shared with another of one's organisations.
    text: parts.join('\nunion\n'),
    values,
  });
  return Object.fromEntries(rows.map((row) => [row.id, row.title]));
}

/** Where the title of what is referred to stands, and as what it is shared; null: it belongs to no organisation. */
interface Named {
  readonly table: string;
  readonly title: string;
  readonly kind: string | null;
}

function namedBy(catalogue: Catalogue, to: string): Named | null {
  const beside = keptBeside[to];
  if (beside !== undefined) return { ...beside, title: `reference || ' ' || title` };
  const declared = catalogue.registers.get(to)?.register;
  if (declared === undefined) return null;
  const { table, title } = declared;
  const kind = declared.class === 'tenant' ? declared.id : null;
  return { table, title: `${snakeCase(title)}::text`, kind };
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}
