import { isFieldDuration } from '#engine/duration.ts';
import type { Field, Fields } from '#engine/fields.ts';
import type { Problem } from '#work/contract.ts';
import type { Values } from '../i18n/message.ts';
import {
  askedInputs,
  type FormValues,
  isEmpty,
  parseNumber,
  type Row,
  toInstant,
} from './form-values.ts';

/** Something wrong at one place of a form. `path` is `field` or `rows.2.field`; `key` a text, `guard` who refuses it, `message` words of the server. */
export interface Fault {
  readonly path: string;
  readonly key?: string;
  readonly guard?: string;
  readonly message?: string;
  readonly values?: Values;
}

/** What can be said before asking the server. The server checks everything again. */
export function faultsOf(fields: Fields, values: FormValues, prefix = ''): Fault[] {
  return askedInputs(fields, values).flatMap(([name, field]) =>
    faultsOfField(field, values[name], prefix + name),
  );
}

function faultsOfField(field: Field, value: unknown, path: string): Fault[] {
  if (isEmpty(value)) {
    return field.required === true ? [{ path, key: `fault.required.${asking(field)}` }] : [];
  }
  switch (field.kind) {
    case 'integer':
    case 'decimal':
      return numberFaults(field, String(value), path);
    case 'text': {
      const text = String(value);
      const max = field.max ?? (field.multiline === true ? 20_000 : 200);
      if (text.length > max) {
        return [{ path, key: 'fault.too-long', values: { max, over: text.length - max } }];
      }
      const fits = field.pattern === undefined || new RegExp(field.pattern, 'u').test(text);
      return fits ? [] : [{ path, key: 'fault.pattern' }];
    }
    case 'duration':
      return isFieldDuration(String(value)) ? [] : [{ path, key: 'fault.duration' }];
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? [] : [{ path, key: 'fault.date' }];
    case 'instant':
      return toInstant(String(value)).endsWith('Z') ? [] : [{ path, key: 'fault.date' }];
    case 'rows':
      return rowsFaults(field, value, path);
    default:
      return [];
  }
}

function asking(field: Field): 'choose' | 'enter' {
  return ['choice', 'choices', 'boolean', 'reference', 'references'].includes(field.kind)
    ? 'choose'
    : 'enter';
}

function numberFaults(
  field: Extract<Field, { kind: 'integer' | 'decimal' }>,
  text: string,
  path: string,
): Fault[] {
  const value = parseNumber(text);
  if (Number.isNaN(value)) return [{ path, key: 'fault.number' }];
  if (field.kind === 'integer' && !Number.isInteger(value)) return [{ path, key: 'fault.integer' }];
  if (field.min !== undefined && value < field.min) {
    return [{ path, key: 'fault.min', values: { min: field.min } }];
  }
  if (field.max !== undefined && value > field.max) {
    return [{ path, key: 'fault.max', values: { max: field.max } }];
  }
  return [];
}

function rowsFaults(
  field: Extract<Field, { kind: 'rows' }>,
  value: unknown,
  path: string,
): Fault[] {
  const rows = value as readonly Row[];
  const faults = rows.flatMap((row, index) => faultsOf(field.fields, row, `${path}.${index}.`));
  if (field.min !== undefined && rows.length < field.min) {
    faults.unshift({ path, key: 'fault.rows-min', values: { min: field.min } });
  }
  if (field.max !== undefined && rows.length > field.max) {
    faults.unshift({ path, key: 'fault.rows-max', values: { max: field.max } });
  }
  return faults;
}

/** Faults that a server's answer places at fields; `fields.` and `/fields/` in front of the path are taken off. */
export function faultsOfProblem(problem: Problem): Fault[] {
  const guards = new Set(
    (problem.refusals ?? []).flatMap(({ rule, name }) => (rule === 'guard' ? [name] : [])),
  );
  const placed = (problem.faults ?? []).map(({ path, code, message }) => ({
    path: path
      .replace(/^\//, '')
      .replaceAll('/', '.')
      .replace(/^(body\.)?fields\./, ''),
    ...(guards.has(code) ? { guard: code } : { message }),
  }));
  const refused = (problem.refusals ?? []).flatMap((refusal) =>
    refusal.rule === 'form' && refusal.name !== undefined
      ? [{ path: refusal.name, message: formMessage(refusal) }]
      : [],
  );
  return [...placed, ...refused];
}

function formMessage(refusal: object): string {
  const detail = 'detail' in refusal ? refusal.detail : null;
  return typeof detail === 'object' && detail !== null && 'message' in detail
    ? String(detail.message)
    : '';
}

/** Faults by path, the first at each place. */
export function byPath(faults: readonly Fault[]): ReadonlyMap<string, Fault> {
  const map = new Map<string, Fault>();
  for (const fault of faults) if (!map.has(fault.path)) map.set(fault.path, fault);
  return map;
}
