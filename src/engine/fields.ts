/**
 * Fields are plain data: the same declaration gives the validating schema, the database column, the form, the list column,
 * the import column and the OpenAPI schema. Values travel as JSON: instants as ISO 8601 UTC strings, dates as `YYYY-MM-DD`,
 * references as UUID strings, decimals as numbers.
 */
interface FieldBase {
  /** A value must be present; default false (absent and null are one thing). */
  readonly required?: boolean;
  /** Shown in lists by default; a listed, sorted or filtered field is a real column. */
  readonly list?: boolean;
  readonly sort?: boolean;
  readonly filter?: boolean;
  /** Part of the full-text search of its record. */
  readonly search?: boolean;
  /** Set by the product only: refused from outside. */
  readonly computed?: boolean;
  /** Clause of the source document that asks for this field, such as `X.1052 §10.2 c`. */
  readonly clause?: string;
  /**
   * Asked for only where a choice of the same form is one of these; elsewhere a form shows no input and sends nothing. A guard says
   * what must be there together.
   */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
}

export interface TextField extends FieldBase {
  readonly kind: 'text';
  /** Longest value in characters (default 200). */
  readonly max?: number;
  /** Unanchored regular expression source that a value must match. */
  readonly pattern?: string;
  /** A paragraph field (default max 20,000) rather than a line. */
  readonly multiline?: boolean;
  /** The value is the id of something declared, shown and chosen by its name. */
  readonly of?: 'role' | 'procedure';
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly string[];
  /** What a record that a person enters has: not asked for, and taken where nothing is said. */
  readonly preset?: string;
}
export interface ChoicesField extends FieldBase {
  readonly kind: 'choices';
  readonly options: readonly string[];
}
export interface NumberField extends FieldBase {
  readonly kind: 'integer' | 'decimal';
  readonly min?: number;
  readonly max?: number;
  /** Unit shown beside the value (`days`, `EUR`). */
  readonly unit?: string;
}
export interface MomentField extends FieldBase {
  readonly kind: 'date' | 'instant';
}
/** A time from something on, in days, hours and minutes: ISO 8601, such as `P2D` or `PT4H`. */
export interface DurationField extends FieldBase {
  readonly kind: 'duration';
}
export interface FlagField extends FieldBase {
  readonly kind: 'boolean';
}
export interface ReferenceField extends FieldBase {
  readonly kind: 'reference' | 'references';
  /** Register id (`assets`, `people`, `organisations`, …), `cases` or `evidence`. */
  readonly to: string;
  /** Of a reference to `cases`: the procedure they must be of. */
  readonly procedure?: string;
  /** In the form of an action: the record that the action writes anew, its fields by their names in the form. */
  readonly edits?: true;
}
export interface TagsField extends FieldBase {
  readonly kind: 'tags';
  /** How many at most. */
  readonly max?: number;
  /** Longest tag in characters (default 60). */
  readonly longest?: number;
}
/** Repeating rows inside a form or plan. What is referred to elsewhere is a register, never rows. */
export interface RowsField extends FieldBase {
  readonly kind: 'rows';
  readonly fields: Fields;
  /** In the form of an action that writes a whole list: the register of the case whose records the rows are. A row then carries their `id`. */
  readonly of?: string;
  /** Fields that together say which row it is, where it has no id; absent: everything that stands in it does. */
  readonly key?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

export type Field =
  | TextField
  | ChoiceField
  | ChoicesField
  | NumberField
  | MomentField
  | DurationField
  | FlagField
  | ReferenceField
  | TagsField
  | RowsField;
export type Fields = { readonly [name: string]: Field };
