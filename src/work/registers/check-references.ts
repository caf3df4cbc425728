import { sha256Hex } from '#engine/canonical.ts';
import type { Field, Fields } from '#engine/fields.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { askable } from '#work/hand-offs/asked.ts';
import { keptBeside } from './register-ddl.ts';

/** One reference of a form. */
export interface Wanted {
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
  refuseUnknownProcedures(catalogue, fields, values);
  const wanted = wantedIn(fields, values, kinds, '/fields');
  if (wanted.length === 0) return;
  const { text, values: ids } = lookUpText(catalogue, [wanted], 2);
  const { rows } = await context.client.query<{ found: readonly string[] }>({
    text: `select ${text.replaceAll('$scope', '$1')} as found`,
    values: [context.scope.organisations, ...ids],
  });
  refuseAbsent(wanted, rows[0]?.found ?? []);
}

/**
 * A form may name procedures that there are and no others: they stand in the catalogue, which no definition sees.
 * @throws 422 with the place of each that is not among them
 */
export function refuseUnknownProcedures(
  catalogue: Pick<Catalogue, 'procedures'>,
  fields: Fields,
  values: unknown,
): void {
  if (typeof values !== 'object' || values === null) return;
  const faults = Object.entries(values).flatMap(([name, value]): Fault[] => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field?.kind !== 'text' || field.of !== 'procedure' || typeof value !== 'string') return [];
    if (askable(catalogue).has(value)) return [];
    const message = `There is no procedure ${JSON.stringify(value)}.`;
    return [{ path: `/fields/${name}`, code: 'unknown', message }];
  });
  if (faults.length > 0) throw invalidInput(faults);
}

/** What a form refers to, to be looked up in the statement that loads the case; see {@link refuseAbsent}. */
export interface ReferenceLookUp {
  /** Names the kinds of records that are looked up: one name, one text. */
  readonly name: string;
  /** An expression, an array of `register id` of what the scope `$scope` owns or was shown; values from the place given on. */
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The references of a form's values: only ids; what is none is told by the field's own schema. */
export function referencesIn(fields: Fields, values: unknown): readonly Wanted[] {
  return wantedIn(fields, values, ['reference', 'references'], '/fields');
}

/** @throws 422 with the place of each reference that is not among what was found */
export function refuseAbsent(wanted: readonly Wanted[], found: readonly string[]): void {
  const known = new Set(found);
  const faults = wanted
    .filter(({ to, id }) => !known.has(`${to} ${id}`))
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

/** How to look up everything that several forms refer to. */
export function lookUpText(
  catalogue: Catalogue,
  forms: readonly (readonly Wanted[])[],
  first: number,
): ReferenceLookUp {
  const values: string[][] = [];
  const names: string[] = [];
  const parts: string[] = [];
  for (const [to, wanted] of Map.groupBy(forms.flat(), (one) => one.to)) {
    const register = catalogue.registers.get(to)?.register;
    const beside = keptBeside[to];
    const table = beside?.table ?? register?.table;
    if (table === undefined) continue;
    names.push(to);
    values.push([...new Set(wanted.map(({ id }) => id))]);
    const list = `$${first + values.length - 1}::uuid[]`;
    if (beside === undefined && register?.class !== 'tenant') {
      parts.push(`select '${to} ' || id as found from ${table} where id = any (${list})`);
      continue;
    }
    const kind = beside?.kind ?? to;
    parts.push(
      `select '${to} ' || id as found from ${table} where owner_id = any ($scope::uuid[]) and id = any (${list})`,
      `select '${to} ' || record_id from shared_with_me where owner_id = any ($scope::uuid[]) and kind = '${kind}' and record_id = any (${list})`,
    );
  }
  // Shared tables alone do not use the scope, which the database would then not know the type of.
  parts.push('select null where cardinality($scope::uuid[]) < 0');
  // PostgreSQL cuts the name of a statement at 63 bytes.
  const name = sha256Hex(names.join(' ')).slice(0, 12);
  return { name, text: `array(${parts.join('\nunion all\n')})`, values };
}
