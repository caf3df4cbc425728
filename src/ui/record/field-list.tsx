import type { Fields } from '#engine/fields.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './field-value.module.css';
import { FieldValue } from './field-value.tsx';

export interface FieldListProps {
  readonly owner: Owner;
  readonly fields: Fields;
  readonly values: { readonly [name: string]: unknown };
  readonly titles: Titles;
  /** Leave out what has no value. */
  readonly filled?: boolean;
}

/** The values of a record, name beside value. */
export function FieldList({ owner, fields, values, titles, filled = false }: FieldListProps) {
  const { names } = useTexts();
  const shown = Object.entries(fields).filter(([name]) => {
    const value = values[name];
    return (
      !filled ||
      (value !== null &&
        value !== undefined &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0))
    );
  });
  return (
    <dl className={classes.fields}>
      {shown.map(([name, field]) => (
        <div key={name}>
          <dt>{names.field(owner, name)}</dt>
          <dd>
            <FieldValue
              owner={owner}
              name={name}
              field={field}
              value={values[name]}
              titles={titles}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
