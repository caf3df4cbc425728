import { useId } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './form.module.css';
import { ReferenceInput } from './reference-input.tsx';

export interface ChooseRecordProps {
  /** Register to choose from. */
  readonly to: string;
  readonly label: string;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly size?: 'xs' | 'sm';
  /** Id of the record, or an empty text. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly titles?: Titles;
  /** Filters of the register's list that the choices obey. */
  readonly only?: { readonly [field: string]: string };
}

const NONE: Titles = {};
/** The labels of Mantine: such a form is one column, its help stands above the input. */
const plain = { root: '', label: '', description: '', error: '' };

/** One record of a register, found by typing, in a form that no declaration describes. */
export function ChooseRecord(props: ChooseRecordProps) {
  const { to, label, help, error, optional = false, value, onChange, titles = NONE, only } = props;
  const { size = 'sm' } = props;
  const { t } = useTexts();
  const id = useId();
  return (
    <ReferenceInput
      field={{ kind: 'reference', to }}
      common={{
        id,
        label: optional ? (
          <>
            {label} <span className={classes.optional}>({t('form.optional')})</span>
          </>
        ) : (
          label
        ),
        description: help,
        error,
        classNames: plain,
        size,
      }}
      value={value}
      titles={titles}
      onChange={(next) => onChange(typeof next === 'string' ? next : '')}
      {...(only === undefined ? {} : { only })}
    />
  );
}
