import { Input, type SelectProps, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import {
  type DurationUnit,
  durationFrom,
  durationUnits,
  partsOfDuration,
} from './duration-parts.ts';
import classes from './form.module.css';
import { Select } from './select.tsx';

export interface DurationInputProps
  extends Pick<SelectProps, 'id' | 'label' | 'description' | 'error' | 'aria-required'> {
  readonly classNames: Readonly<Record<'root' | 'label' | 'description' | 'error', string>>;
  /** ISO 8601, or what was typed after its letters; empty where nothing is. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A time as a number and its unit: nobody has to write `PT4H`. */
export function DurationInput(props: DurationInputProps) {
  const { id, label, description, error, classNames, value, onChange } = props;
  const wrapper = { label, description, error, classNames, ...(id === undefined ? {} : { id }) };
  const { t } = useTexts();
  const given = partsOfDuration(value);
  // Without a number the value says no unit; the one that was chosen stays.
  const [chosen, setChosen] = useState<DurationUnit>('days');
  const unit = given?.unit ?? chosen;
  const amount = given?.amount ?? '';
  const choose = (next: string | null) => {
    const unit = durationUnits.find((one) => one === next) ?? 'days';
    setChosen(unit);
    onChange(durationFrom(amount, unit));
  };
  return (
    <Input.Wrapper {...wrapper}>
      <div className={classes.duration}>
        <TextInput
          {...(id === undefined ? {} : { id })}
          inputMode="numeric"
          aria-required={props['aria-required']}
          error={error !== undefined && error !== null}
          value={amount}
          onChange={(event) => onChange(durationFrom(event.currentTarget.value, unit))}
        />
        <Select
          aria-label={t('duration.unit')}
          allowDeselect={false}
          data={durationUnits.map((one) => ({ value: one, label: t(`duration.unit.${one}`) }))}
          value={unit}
          onChange={choose}
        />
      </div>
    </Input.Wrapper>
  );
}
