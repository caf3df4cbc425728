import { snakeCase } from '../field-schema.ts';
import type { Field, Fields, RowsField } from '../fields.ts';
import type { Report, Surroundings } from './faults.ts';

const CAMEL = /^[a-z][a-zA-Z0-9]*$/;

/** Faults of a declaration of fields: names, columns, options, bounds, patterns, references. */
export function checkFields(
  report: Report,
  path: string,
  fields: Fields,
  surroundings: Surroundings,
  inRows = false,
): void {
  const columns = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    const at = `${path}.${name}`;
    if (!CAMEL.test(name)) report(at, 'name', `${name} is not camelCase`);
    const column = snakeCase(name);
    const other = columns.get(column);
    if (other !== undefined) {
      report(at, 'column-twice', `has the same column ${column} as ${other}`);
    }
    columns.set(column, name);
    checkField(report, at, field, surroundings, inRows);
    checkWhen(report, at, name, fields);
  }
}

function checkField(
  report: Report,
  path: string,
  field: Field,
  surroundings: Surroundings,
  inRows: boolean,
): void {
  switch (field.kind) {
    case 'text':
      checkBounds(report, path, 1, field.max);
      if (field.pattern !== undefined && !isPattern(field.pattern)) {
        report(path, 'pattern', `${field.pattern} is not a regular expression`);
      }
      return;
    case 'choice':
    case 'choices':
      if (field.options.length === 0) report(path, 'options', 'has no options');
      if (new Set(field.options).size !== field.options.length) {
        report(path, 'options', 'has an option twice');
      }
      return;
    case 'integer':
    case 'decimal':
      checkBounds(report, path, field.min, field.max);
      return;
    case 'reference':
    case 'references':
      checkReference(report, path, field, surroundings);
      return;
    case 'rows':
      checkBounds(report, path, field.min, field.max);
      if (inRows) report(path, 'rows-in-rows', 'rows hold plain values; make it a register');
      if (Object.keys(field.fields).length === 0) report(path, 'rows-empty', 'has no fields');
      checkFields(report, path, field.fields, surroundings, true);
      checkRows(report, path, field, surroundings);
      return;
    default:
  }
}

/** A field that is asked for only sometimes is never needed always, and its condition can be met. */
function checkWhen(report: Report, path: string, name: string, fields: Fields): void {
  const field = fields[name];
  if (field?.when === undefined) return;
  const { field: on, is } = field.when;
  const choice = fields[on];
  const names = Object.keys(fields);
  if (field.required === true) report(path, 'when', 'is required and asked for only sometimes');
  // Before it: people fill in a form from its top, and no two wait for each other.
  const comesFirst = names.indexOf(on) < names.indexOf(name);
  if (choice?.kind !== 'choice' || !comesFirst) {
    report(path, 'when', `there is no choice ${on} before it`);
    return;
  }
  if (is.length === 0) report(path, 'when', 'is never asked for');
  for (const option of is) {
    if (!choice.options.includes(option)) report(path, 'when', `${on} has no option ${option}`);
  }
}

/** Rows that are records of a register, and what says which row it is. */
function checkRows(
  report: Report,
  path: string,
  field: RowsField,
  { registers }: Surroundings,
): void {
  if (field.of !== undefined && registers?.has(field.of) === false) {
    report(path, 'register-unknown', `there is no register ${field.of}`);
  }
  if (field.of !== undefined && Object.hasOwn(field.fields, 'id')) {
    report(path, 'row-id', 'id is the record of a row');
  }
  for (const name of field.key ?? []) {
    if (!Object.hasOwn(field.fields, name)) report(path, 'row-key', `rows have no field ${name}`);
  }
}

/** What can be referred to and is no register. */
const keptBeside: readonly string[] = ['cases', 'evidence'];

function checkReference(
  report: Report,
  path: string,
  field: { readonly to: string; readonly procedure?: string },
  { registers, procedures }: Surroundings,
): void {
  if (!keptBeside.includes(field.to) && registers?.has(field.to) === false) {
    report(path, 'register-unknown', `there is no register ${field.to}`);
  }
  if (field.procedure === undefined) return;
  if (field.to !== 'cases') report(path, 'reference', 'only a reference to cases has a procedure');
  if (procedures?.has(field.procedure) === false) {
    report(path, 'procedure-unknown', `there is no procedure ${field.procedure}`);
  }
}

function checkBounds(report: Report, path: string, min: number | undefined, max?: number): void {
  if (min !== undefined && max !== undefined && min > max) {
    report(path, 'bounds', `nothing lies between ${min} and ${max}`);
  }
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
