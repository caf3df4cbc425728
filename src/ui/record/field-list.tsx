import type { Fields } from '#engine/fields.ts';
import { isEmpty } from '../form/form-values.ts';
import { Terms } from '../glossary/terms.tsx';
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
  /** Leave out what has no value; `named` says in one line what that is. */
  readonly filled?: boolean | 'named';
  /** What the values refer to is elsewhere: names without links. */
  readonly unlinked?: boolean;
}

/** The values of a record, name beside value. */
export function FieldList(props: FieldListProps) {
  const { owner, fields, values, titles, filled = false, unlinked = false } = props;
  const { t, names, formats } = useTexts();
  const all = Object.entries(fields);
  const shown = filled === false ? all : all.filter(([name]) => !isEmpty(values[name]));
  const empty = all.filter(([name]) => isEmpty(values[name]));
  return (
    <>
      <dl className={classes.fields}>
        {shown.map(([name, field]) => (
          <div key={name}>
            <dt>
              <Terms>{names.field(owner, name)}</Terms>
            </dt>
            <dd>
              <FieldValue
                owner={owner}
                name={name}
                field={field}
                value={values[name]}
                titles={titles}
                unlinked={unlinked}
              />
            </dd>
          </div>
        ))}
      </dl>
      {filled === 'named' && empty.length > 0 && (
        <p className={classes.none}>
          {t('record.empty', {
            fields: formats.list(empty.map(([name]) => names.field(owner, name))),
          })}
        </p>
      )}
    </>
  );
}
