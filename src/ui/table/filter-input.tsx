import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ReferenceInput } from '../form/reference-input.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './filter-bar.module.css';
import type { FilterOption } from './filter-option.ts';

const NONE = {};

interface FilterInputProps {
  readonly option: FilterOption;
  readonly onChoose: (value: string) => void;
}

/** The value of a filter that has no fixed choices: a record found by typing, a stretch of days, or a text. */
export function FilterInput({ option, onChoose }: FilterInputProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  if (option.to !== undefined) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: keeps the menu around it from taking the letters
      <div className={classes.input} onKeyDown={(event) => event.stopPropagation()}>
        <ReferenceInput
          field={{ kind: 'reference', to: option.to }}
          common={{
            label: option.title,
            classNames: { root: '', label: '', description: '', error: '' },
          }}
          value=""
          titles={NONE}
          onChange={(value) => typeof value === 'string' && onChoose(value)}
        />
      </div>
    );
  }
  if (option.days === true) return <DaysInput option={option} onChoose={onChoose} />;
  return (
    <form
      className={classes.input}
      onKeyDown={(event) => event.stopPropagation()}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') onChoose(typed.trim());
      }}
    >
      <TextInput
        size="xs"
        label={option.title}
        value={typed}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" mt={6}>
        {t('table.filter.apply')}
      </Button>
    </form>
  );
}

/** From one day to another, both in it; either may be left open. */
function DaysInput({ option, onChoose }: FilterInputProps) {
  const { t } = useTexts();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  return (
    <form
      className={classes.input}
      aria-label={option.title}
      onKeyDown={(event) => event.stopPropagation()}
      onSubmit={(event) => {
        event.preventDefault();
        if (from !== '' || until !== '') onChoose(`${from}..${until}`);
      }}
    >
      <TextInput
        size="xs"
        type="date"
        label={t('table.filter.from', { field: option.title })}
        value={from}
        data-autofocus
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        type="date"
        mt={6}
        label={t('table.filter.until', { field: option.title })}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <Button type="submit" mt={6}>
        {t('table.filter.apply')}
      </Button>
    </form>
  );
}
