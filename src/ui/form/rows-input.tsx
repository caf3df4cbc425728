import { Button } from '@mantine/core';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import type { RowsField } from '#engine/fields.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import type { Titles } from '../mark/party.tsx';
import type { FieldInputProps } from './field-input-props.ts';
import classes from './form.module.css';
import { askedInputs, isEmpty, type Row, startValues } from './form-values.ts';
import { rowSummary } from './row-summary.ts';

/** Brings the reader of tables along, which few forms need. */
const PasteRows = lazy(() =>
  import('./paste-rows.tsx').then((module) => ({ default: module.PasteRows })),
);

/** Rows that are one action each: their fields are those of the action itself. */
export const EACH = '$each';

/** From more rows on, those that nobody is at are folded into a line. */
const FEW = 3;

type RowsInputProps = Omit<FieldInputProps, 'field'> & {
  readonly field: RowsField;
  readonly title: string;
  /** Input of one field of a row. */
  readonly render: ComponentType<FieldInputProps>;
};

/** Repeating rows of a form, added and removed by button, or pasted from a spreadsheet; many of them are folded. */
export function RowsInput(props: RowsInputProps) {
  const { field, title, value, onChange, name, path } = props;
  const { t } = useTexts();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [pasting, setPasting] = useState(false);
  const [found, setFound] = useState<Titles>({});
  const rows: readonly Row[] = Array.isArray(value) ? value : [];
  const nameOf = (key: string) => (name === EACH ? key : `${name}.${key}`);
  const toggle = (index: number) => {
    const next = new Set(opened);
    if (!next.delete(index)) next.add(index);
    setOpened(next);
  };
  const isBlank = (row: Row) => {
    const blank = startValues(field.fields, {});
    return Object.keys(row).every((key) => isEmpty(row[key]) || row[key] === blank[key]);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: each row is a fieldset; their list is none
    <div className={classes.rows} id={`rows-${path}`} role="group" aria-label={title}>
      {rows.map((row, index) => (
        <RowFields
          {...props}
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity before they are sent
          key={index}
          titles={{ ...props.titles, ...found }}
          row={row}
          index={index}
          nameOf={nameOf}
          onToggle={rows.length > FEW ? () => toggle(index) : null}
          folded={
            rows.length > FEW &&
            !opened.has(index) &&
            ![...props.faults.keys()].some((at) => at.startsWith(`${path}.${index}.`))
          }
          onRow={(next) => onChange(rows.map((one, at) => (at === index ? next : one)))}
          onRemove={() => {
            onChange(rows.filter((_, at) => at !== index));
            setOpened(new Set());
          }}
        />
      ))}
      {pasting && (
        <Suspense>
          <PasteRows
            owner={props.owner}
            field={field}
            nameOf={nameOf}
            onRows={(more, titles) => {
              onChange([...rows.filter((row) => !isBlank(row)), ...more]);
              setFound((known) => ({ ...known, ...titles }));
            }}
            onClose={() => setPasting(false)}
          />
        </Suspense>
      )}
      <div className={classes.choicesInLine}>
        <Button
          leftSection={<Icon name="plus" size={12} />}
          disabled={field.max !== undefined && rows.length >= field.max}
          onClick={() => {
            onChange([...rows, startValues(field.fields, {})]);
            setOpened(new Set([...opened, rows.length]));
          }}
        >
          {t('form.row.add', { title })}
        </Button>
        {!pasting && <Button onClick={() => setPasting(true)}>{t('form.paste')}</Button>}
      </div>
    </div>
  );
}

interface RowFieldsProps extends RowsInputProps {
  readonly row: Row;
  readonly index: number;
  readonly nameOf: (key: string) => string;
  readonly folded: boolean;
  /** Null where rows are so few that none is folded. */
  readonly onToggle: (() => void) | null;
  readonly onRow: (row: Row) => void;
  readonly onRemove: () => void;
}

function RowFields(props: RowFieldsProps) {
  const { row, index, nameOf, folded, onToggle, onRow, onRemove, path, title, field } = props;
  const { render: FieldInput, owner, faults, titles } = props;
  const { t, names } = useTexts();
  const number = t('form.row', { title, number: index + 1 });
  const words = folded ? rowSummary(row, field, titles, { names, owner, nameOf }) : '';
  return (
    <fieldset className={classes.row} data-folded={folded || undefined} aria-label={number}>
      <div className={classes.rowHead}>
        {onToggle === null ? (
          <span>{number}</span>
        ) : (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={!folded}
            aria-label={folded ? t('labelled', { label: number, value: words }) : number}
            onClick={onToggle}
          >
            <Icon name={folded ? 'right' : 'down'} size={12} />
            <span>{folded ? index + 1 : number}</span>
            <span className={classes.foldWords}>{words}</span>
          </button>
        )}
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<Icon name="trash" size={12} />}
          aria-label={t('form.row.remove', { title, number: index + 1 })}
          onClick={onRemove}
        >
          {!folded && t('remove')}
        </Button>
      </div>
      {!folded &&
        askedInputs(field.fields, row).map(([key, inner]) => (
          <FieldInput
            key={key}
            owner={owner}
            faults={faults}
            titles={titles}
            field={inner}
            path={`${path}.${index}.${key}`}
            name={nameOf(key)}
            value={row[key]}
            onChange={(next) => onRow({ ...row, [key]: next })}
          />
        ))}
    </fieldset>
  );
}
