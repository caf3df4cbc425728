import { z } from 'zod';
import { isFieldDuration } from './duration.ts';
import type { Field, Fields, NumberField, RowsField, TextField } from './fields.ts';

/** Limits that hold when a declaration names none. */
export const FIELD_LIMITS = {
  line: 200,
  paragraph: 20_000,
  tag: 60,
  tags: 50,
  references: 1_000,
  rows: 500,
  /** Bounds of PostgreSQL's `integer`; a field whose own bounds go beyond is a `bigint`. */
  integer: { min: -2_147_483_648, max: 2_147_483_647 },
} as const;

/**
 * `create`: required fields must be there, computed ones are unknown. `patch`: every field may be left out, null clears what is not
 * required. `read`: computed fields too; what is not required may be null or absent.
 */
export interface SchemaOptions {
  readonly mode: 'create' | 'patch' | 'read';
  /** The product itself writes: computed fields are taken in `create` and `patch` as well. */
  readonly computed?: boolean;
}

const cache = new WeakMap<Fields, Map<string, z.ZodObject>>();

/** Schema of an object of fields. Unknown names are refused; absent and null are one thing. The same declaration gives the same schema object. */
export function schemaOfFields(fields: Fields, options: SchemaOptions): z.ZodObject {
  const key = `${options.mode} ${options.computed === true}`;
  const schemas = cache.get(fields) ?? new Map<string, z.ZodObject>();
  cache.set(fields, schemas);
  const known = schemas.get(key);
  if (known !== undefined) return known;
  const withComputed = options.mode === 'read' || options.computed === true;
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.computed === true && !withComputed) continue;
    shape[name] = inMode(field, options.mode);
  }
  const schema = z.strictObject(shape);
  schemas.set(key, schema);
  return schema;
}

function inMode(field: Field, mode: SchemaOptions['mode']): z.ZodType {
  const value = schemaOfField(field);
  if (mode === 'create' && field.kind === 'choice' && field.preset !== undefined) {
    return z.enum(field.options).default(field.preset);
  }
  if (field.required !== true) return value.nullish();
  return mode === 'patch' ? value.optional() : value;
}

/**
 * Schema of a value that is there. Text is kept as typed (never trimmed), in Unicode normalisation form C; NUL and lone surrogates
 * are refused because PostgreSQL and I-JSON cannot hold them; a required text needs more than white space. Instants are brought
 * to UTC with milliseconds, UUIDs to lower case, so that one value has one spelling and one hash.
 */
export function schemaOfField(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
      return textSchema(field);
    case 'choice':
      return z.enum(field.options);
    case 'choices':
      return distinct(z.array(z.enum(field.options)).max(field.options.length), field.required);
    case 'integer':
    case 'decimal':
      return numberSchema(field);
    case 'date':
      return z.iso.date().refine(hasYear, { error: NO_YEAR_ZERO });
    case 'instant':
      return instantSchema();
    case 'duration':
      return z.string().refine(isFieldDuration, { error: NO_DURATION });
    case 'boolean':
      return z.boolean();
    case 'reference':
      return uuidSchema();
    case 'references':
      return distinct(z.array(uuidSchema()).max(FIELD_LIMITS.references), field.required);
    case 'tags':
      return distinct(
        z
          .array(
            wellFormed(z.string())
              .regex(/\S/)
              .max(field.longest ?? FIELD_LIMITS.tag),
          )
          .max(field.max ?? FIELD_LIMITS.tags),
        field.required,
      );
    case 'rows':
      return rowsSchema(field);
  }
}

function wellFormed(schema: z.ZodString): z.ZodString {
  return schema
    .refine((text) => !text.includes('\0'), { error: 'contains a NUL character', abort: true })
    .refine((text) => text.isWellFormed(), { error: 'contains a lone surrogate', abort: true })
    .normalize('NFC');
}

/** Longest value of a text field, in UTF-16 code units, which is never less than PostgreSQL's count of characters. */
export function maxLengthOf(field: TextField): number {
  return field.max ?? (field.multiline === true ? FIELD_LIMITS.paragraph : FIELD_LIMITS.line);
}

function textSchema(field: TextField): z.ZodType {
  let schema = wellFormed(z.string()).max(maxLengthOf(field));
  if (field.required === true) schema = schema.regex(/\S/, { error: 'must not be empty' });
  if (field.pattern !== undefined) schema = schema.regex(new RegExp(field.pattern, 'u'));
  return schema;
}

function numberSchema(field: NumberField): z.ZodType {
  if (field.kind === 'decimal') {
    let decimal = z.number();
    if (field.min !== undefined) decimal = decimal.min(field.min);
    if (field.max !== undefined) decimal = decimal.max(field.max);
    return decimal;
  }
  return z
    .int()
    .min(field.min ?? FIELD_LIMITS.integer.min)
    .max(field.max ?? FIELD_LIMITS.integer.max);
}

const NO_DURATION = 'must be days, hours or minutes as ISO 8601 writes them, such as P2D or PT4H';
const NO_YEAR_ZERO = 'there is no year 0';
/** PostgreSQL knows no year 0. */
function hasYear(moment: string): boolean {
  return !/^(0000|-)/.test(moment);
}

function instantSchema(): z.ZodType {
  return z.iso
    .datetime({ offset: true })
    .overwrite((text) => {
      const time = new Date(text);
      return Number.isNaN(time.getTime()) ? text : time.toISOString();
    })
    .refine(hasYear, { error: NO_YEAR_ZERO });
}

function uuidSchema() {
  return z.uuid().overwrite((text) => text.toLowerCase());
}

function distinct<T extends z.ZodArray>(schema: T, required: boolean | undefined): z.ZodType {
  const filled = required === true ? schema.min(1) : schema;
  return filled.refine((values) => new Set(values).size === values.length, {
    error: 'contains a value twice',
  });
}

function rowsSchema(field: RowsField): z.ZodType {
  const row = schemaOfFields(field.fields, { mode: 'create' });
  return z
    .array(field.of === undefined ? row : row.extend({ id: uuidSchema().optional() }))
    .min(field.min ?? (field.required === true ? 1 : 0))
    .max(field.max ?? FIELD_LIMITS.rows);
}

export interface Column {
  /** The field's name in snake_case, unquoted. */
  readonly name: string;
  /** SQL type alone, as PostgreSQL's catalogue names it in `format_type` or a synonym of it. */
  readonly type: string;
  /** SQL condition for a check constraint (`"severity" in ('low', 'high')`), or null. */
  readonly check: string | null;
  /** The column is not null. */
  readonly required: boolean;
}

/** `cvssV31Score` and `cvss-v31-score` become `cvss_v31_score`; `sourceURL` becomes `source_url`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[-\s]+/g, '_')
    .toLowerCase();
}

/** The database column of a field. */
export function columnOf(name: string, field: Field): Column {
  const column = snakeCase(name);
  return {
    name: column,
    type: typeOf(field),
    check: checkOf(column, field),
    required: field.required === true,
  };
}

function typeOf(field: Field): string {
  switch (field.kind) {
    case 'text':
    case 'choice':
    case 'duration':
      return 'text';
    case 'choices':
    case 'tags':
      return 'text[]';
    case 'integer': {
      const { min, max } = FIELD_LIMITS.integer;
      return (field.min ?? min) < min || (field.max ?? max) > max ? 'bigint' : 'integer';
    }
    case 'decimal':
      return 'double precision';
    case 'date':
      return 'date';
    case 'instant':
      return 'timestamptz';
    case 'boolean':
      return 'boolean';
    case 'reference':
      return 'uuid';
    case 'references':
      return 'uuid[]';
    case 'rows':
      return 'jsonb';
  }
}

function checkOf(column: string, field: Field): string | null {
  if (field.kind !== 'choice' && field.kind !== 'choices') return null;
  const options = field.options.map((option) => `'${option.replaceAll("'", "''")}'`).join(', ');
  return field.kind === 'choice'
    ? `"${column}" in (${options})`
    : `"${column}" <@ array[${options}]::text[]`;
}

/** One input of a form, as JSON for any client. Labels, help and option names come from the text catalogues by the field's name. */
export interface FormField {
  readonly name: string;
  readonly kind: Field['kind'];
  readonly required: boolean;
  readonly options?: readonly string[];
  /** Text: longest value; numbers: bounds; tags and rows: how many. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly multiline?: boolean;
  readonly unit?: string;
  /** Register, or `cases`, that is chosen from. */
  readonly to?: string;
  readonly procedure?: string;
  readonly clause?: string;
  /** Asked for only where another input is one of these. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
  /** Of rows: the inputs of one row. */
  readonly fields?: readonly FormField[];
}

/** The inputs a person fills in, in the declared order; computed fields have none. */
export function formOf(fields: Fields): FormField[] {
  return Object.entries(fields)
    .filter(([, field]) => field.computed !== true)
    .map(([name, field]) => ({
      name,
      kind: field.kind,
      required: field.required === true,
      ...particulars(field),
      ...(field.clause === undefined ? {} : { clause: field.clause }),
      ...(field.when === undefined ? {} : { when: field.when }),
    }));
}

function particulars(field: Field): Partial<FormField> {
  switch (field.kind) {
    case 'text':
      return {
        max: maxLengthOf(field),
        multiline: field.multiline === true,
        ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
      };
    case 'choice':
    case 'choices':
      return { options: field.options };
    case 'integer':
    case 'decimal':
      return {
        ...(field.min === undefined ? {} : { min: field.min }),
        ...(field.max === undefined ? {} : { max: field.max }),
        ...(field.unit === undefined ? {} : { unit: field.unit }),
      };
    case 'reference':
    case 'references':
      return {
        to: field.to,
        ...(field.procedure === undefined ? {} : { procedure: field.procedure }),
      };
    case 'tags':
      return { max: field.max ?? FIELD_LIMITS.tags };
    case 'rows':
      return {
        fields: formOf(field.fields),
        min: field.min ?? (field.required === true ? 1 : 0),
        max: field.max ?? FIELD_LIMITS.rows,
      };
    case 'date':
    case 'instant':
    case 'duration':
    case 'boolean':
      return {};
  }
}
