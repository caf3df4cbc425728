import { Button } from '@mantine/core';
import type { ComponentType } from 'react';
import type { RowsField } from '#engine/fields.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import type { FieldInputProps } from './field-input-props.ts';
import classes from './form.module.css';
import { inputFields, type Row, startValues } from './form-values.ts';

/** Repeating rows of a form: each row's fields below one another, add and remove by button. */
export function RowsInput({
  field,
  title,
  value,
  onChange,
  path,
  name,
  render: FieldInput,
  ...rest
}: Omit<FieldInputProps, 'field'> & {
  readonly field: RowsField;
  readonly title: string;
  /** Input of one field of a row. */
  readonly render: ComponentType<FieldInputProps>;
}) {
  const { t } = useTexts();
  const rows: readonly Row[] = Array.isArray(value) ? value : [];
  const set = (index: number, key: string, next: unknown) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [key]: next } : row)));
  return (
    <div className={classes.rows} id={`rows-${path}`}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity before they are sent
        <fieldset className={classes.row} key={index} style={{ border: undefined, margin: 0 }}>
          <div className={classes.rowHead}>
            <span>{t('form.row', { title, number: index + 1 })}</span>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={<Icon name="trash" size={12} />}
              aria-label={t('form.row.remove', { title, number: index + 1 })}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              {t('remove')}
            </Button>
          </div>
          {inputFields(field.fields).map(([key, inner]) => (
            <FieldInput
              {...rest}
              key={key}
              field={inner}
              path={`${path}.${index}.${key}`}
              name={`${name}.${key}`}
              value={row[key]}
              onChange={(next) => set(index, key, next)}
            />
          ))}
        </fieldset>
      ))}
      <Button
        leftSection={<Icon name="plus" size={12} />}
        disabled={field.max !== undefined && rows.length >= field.max}
        onClick={() => onChange([...rows, startValues(field.fields, {})])}
      >
        {t('form.row.add', { title })}
      </Button>
    </div>
  );
}
