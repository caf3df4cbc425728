import type { Field, Fields } from '#engine/fields.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';

interface Wanted {
  readonly path: string;
  readonly to: string;
  readonly id: string;
}

/**
 * Resolves what the values refer to through the caller's own scope, before anything is written: a record of another organisation is refused
 * exactly as one that is not there. `kinds` leaves out what a foreign key of the table refuses anyway.
 * @throws 422 with the place of each reference that leads nowhere
 */
export async function refuseUnknownReferences(
  context: ReadContext,
  catalogue: Catalogue,
  fields: Fields,
  values: unknown,
  kinds: readonly Field['kind'][] = ['reference', 'references'],
): Promise<void> {
  const wanted = wantedIn(fields, values, kinds, '/fields');
  if (wanted.length === 0) return;
  const targets = new Map<string, string[]>();
  for (const { to, id } of wanted) targets.set(to, [...(targets.get(to) ?? []), id]);
  const found = await foundIn(context, catalogue, targets);
  const faults = wanted
    .filter(({ to, id }) => !found.has(`${to} ${id}`))
    .map(
      ({ path }): Fault => ({
        path,
        code: 'unknown-reference',
        message: 'There is no such record.',
      }),
    );
  if (faults.length > 0) throw invalidInput(faults);
}

function wantedIn(
  fields: Fields,
  values: unknown,
  kinds: readonly Field['kind'][],
  base: string,
): Wanted[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).flatMap(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) return [];
    const path = `${base}/${name}`;
    const each = Array.isArray(value) ? (value as unknown[]) : [value];
    if (field.kind === 'rows') {
      return each.flatMap((row, at) => wantedIn(field.fields, row, kinds, `${path}/${at}`));
    }
    if (field.kind !== 'reference' && field.kind !== 'references') return [];
    if (!kinds.includes(field.kind)) return [];
    // What is no id at all is told by the field's own schema.
    return each
      .filter((id): id is string => typeof id === 'string' && isId(id))
      .map((id) => ({ path, to: field.to, id }));
  });
}

/** `register id` of every record that the scope owns or that was shared with it, by one statement. */
async function foundIn(
  context: ReadContext,
  catalogue: Catalogue,
  targets: ReadonlyMap<string, readonly string[]>,
): Promise<Set<string>> {
  const values: unknown[] = [context.scope.organisations];
  const parts: string[] = [];
  for (const [to, ids] of targets) {
    const register = catalogue.registers.get(to)?.register;
    const table = to === 'cases' ? 'procedure_case' : register?.table;
    if (table === undefined) continue;
    const list = `$${values.push([...new Set(ids)])}::uuid[]`;
    if (to !== 'cases' && register?.class !== 'tenant') {
      parts.push(`select '${to}' as target, id from ${table} where id = any (${list})`);
      continue;
    }
    const kind = to === 'cases' ? 'case' : to;
    parts.push(
      `select '${to}' as target, id from ${table} where owner_id = any ($1::uuid[]) and id = any (${list})`,
      `select '${to}', record_id from shared_with_me where owner_id = any ($1::uuid[]) and kind = '${kind}' and record_id = any (${list})`,
    );
  }
  if (parts.length === 0) return new Set();
  const { rows } = await context.client.query<{ target: string; id: string }>({
    // Shared tables alone do not use the scope, which the database would then not know the type of.
    text: `${parts.join('\nunion all\n')}\nunion all\nselect null, null where cardinality($1::uuid[]) < 0`,
    values,
  });
  return new Set(rows.map(({ target, id }) => `${target} ${id}`));
}
