import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ReferenceInput } from '../form/reference-input.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './filter-bar.module.css';
import type { FilterOption } from './filter-option.ts';

const NONE = {};

/** The value of a filter that has no fixed choices: a record found by typing, or a text. */
export function FilterInput({
  option,
  onChoose,
}: {
  option: FilterOption;
  onChoose: (value: string) => void;
}) {
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
