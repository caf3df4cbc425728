import { Button } from '@mantine/core';
import type { Field, Fields } from '#engine/fields.ts';
import { Notice } from '../feedback/notice.tsx';
import { type Conflict, type ConflictingRow, withTheirs } from '../form/conflict.ts';
import type { FormValues } from '../form/form-values.ts';
import { rowSummary } from '../form/row-summary.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago } from '../mark/due.tsx';
import type { Titles } from '../mark/party.tsx';
import { FieldValue } from './field-value.tsx';
import classes from './record.module.css';

export interface ConflictNoticeProps {
  readonly conflicts: readonly Conflict[];
  readonly owner: Owner;
  readonly fields: Fields;
  readonly titles: Titles;
  /** What the form holds, and what it holds once theirs is taken, with what is left to compare. */
  readonly values: FormValues;
  readonly onTake: (values: FormValues, left: readonly Conflict[]) => void;
}

/** Somebody else saved first: nothing typed is lost; where both changed a field, theirs is shown to compare, and to take. */
export function ConflictNotice(props: ConflictNoticeProps) {
  const { conflicts, fields } = props;
  const { t } = useTexts();
  return (
    <Notice tone="warning" title={t('conflict.title')}>
      <p>{t(conflicts.length === 0 ? 'conflict.none' : 'conflict.some')}</p>
      <dl className={classes.theirs}>
        {conflicts.map((conflict) => {
          const declared = fields[conflict.field];
          return declared === undefined ? null : (
            <OneConflict key={conflict.field} {...props} conflict={conflict} field={declared} />
          );
        })}
      </dl>
    </Notice>
  );
}

type OneConflictProps = ConflictNoticeProps & {
  readonly conflict: Conflict;
  readonly field: Field;
};

function OneConflict(props: OneConflictProps) {
  const { conflict, field, conflicts, owner, titles, values, onTake } = props;
  const { t, names } = useTexts();
  const others = conflicts.filter((one) => one !== conflict);
  const name = names.field(owner, conflict.field);
  if (field.kind === 'rows' && conflict.rows !== undefined) {
    const take = (row: ConflictingRow) => {
      const rows = conflict.rows?.filter((one) => one !== row) ?? [];
      const left = rows.length === 0 ? others : [...others, { ...conflict, rows }];
      onTake(withTheirs(values, conflict, row), left);
    };
    return (
      <div>
        <dt>{name}</dt>
        {conflict.rows.map((row) => (
          <RowDifference
            key={row.id ?? JSON.stringify(row.theirs)}
            {...{ owner, titles, row, field }}
            list={conflict.field}
            onTake={() => take(row)}
          />
        ))}
      </div>
    );
  }
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {t('conflict.theirs')}{' '}
        <FieldValue
          owner={owner}
          name={conflict.field}
          field={field}
          value={conflict.theirs}
          titles={titles}
        />
        <Who {...conflict} />
        <Button
          size="compact-xs"
          aria-label={t('labelled', { label: t('conflict.take'), value: name })}
          onClick={() => onTake(withTheirs(values, conflict), others)}
        >
          {t('conflict.take')}
        </Button>
      </dd>
    </div>
  );
}

interface RowDifferenceProps {
  readonly owner: Owner;
  readonly titles: Titles;
  readonly row: ConflictingRow;
  readonly field: Extract<Field, { kind: 'rows' }>;
  readonly list: string;
  readonly onTake: () => void;
}

/** One row that both changed: mine beside theirs. */
function RowDifference({ owner, titles, row, field, list, onTake }: RowDifferenceProps) {
  const { t, names } = useTexts();
  const words = (one: FormValues) =>
    rowSummary(one, field, titles, { names, owner, nameOf: (key) => `${list}.${key}` });
  const { mine, theirs } = row;
  const verb = t(mine === null ? 'conflict.row.remove' : 'conflict.take');
  return (
    <dd>
      {mine === null ? (
        <p>{t('conflict.row.removed-here', { row: words(theirs ?? {}) })}</p>
      ) : theirs === null ? (
        <p>{t('conflict.row.removed-there', { row: words(mine) })}</p>
      ) : (
        <>
          <p>{t('conflict.row.mine', { row: words(mine) })}</p>
          <p>{t('conflict.row.theirs', { row: words(theirs) })}</p>
        </>
      )}
      <Who {...row} />
      <Button
        size="compact-xs"
        aria-label={t('labelled', { label: verb, value: words(theirs ?? mine ?? {}) })}
        onClick={onTake}
      >
        {verb}
      </Button>
    </dd>
  );
}

function Who({ byName, at }: { byName?: string | null; at?: string | null }) {
  if (at === null || at === undefined) return null;
  return (
    <p className={classes.who}>
      {byName} <Ago at={at} />
    </p>
  );
}
