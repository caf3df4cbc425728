import type { Field } from '#engine/fields.ts';
import type { Owner } from '../i18n/names.ts';
import type { Titles } from '../mark/party.tsx';
import type { Fault } from './form-faults.ts';

export interface FieldInputProps {
  readonly owner: Owner;
  /** `field`, or `rows.2.field` inside rows; the id of the input and the place of its fault. */
  readonly path: string;
  /** Path in the declaration, without the numbers of rows. */
  readonly name: string;
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly faults: ReadonlyMap<string, Fault>;
  readonly titles: Titles;
}
