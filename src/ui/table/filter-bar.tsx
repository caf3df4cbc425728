import { Button, Menu, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './filter-bar.module.css';
import type { FilterOption } from './filter-option.ts';
import { FilterTitle } from './filter-title.tsx';

// The type-ahead is only loaded by who filters by a record.
const FilterInput = lazy(() =>
  import('./filter-input.tsx').then((module) => ({ default: module.FilterInput })),
);

export interface FilterBarProps {
  readonly q: string;
  readonly onQ: (q: string) => void;
  readonly options: readonly FilterOption[];
  readonly filters: { readonly [field: string]: string };
  readonly onFilter: (field: string, value: string | undefined) => void;
}

/** Search and filters of a list. Each filter in force is a chip that says field and value and can be taken away. */
export function FilterBar({ q, onQ, options, filters, onFilter }: FilterBarProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(q);
  const [adding, setAdding] = useState<FilterOption | null>(null);
  const title = (option: FilterOption, value: string) =>
    option.choices?.find((choice) => choice.value === value)?.title ?? value;
  return (
    <div className={classes.bar} data-print="hide">
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onQ(typed.trim());
          }}
        >
          <TextInput
            type="search"
            size="xs"
            className={classes.search}
            leftSection={<Icon name="search" size={14} />}
            aria-label={t('table.search')}
            placeholder={t('table.search')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => typed.trim() !== q && onQ(typed.trim())}
          />
        </form>
      </search>
      {options
        .filter((option) => filters[option.field] !== undefined)
        .map((option) => (
          <span className={classes.chip} key={option.field}>
            <span className={classes.field}>{option.title}</span>
            {option.to === undefined ? (
              title(option, filters[option.field] ?? '')
            ) : (
              <FilterTitle to={option.to} id={filters[option.field] ?? ''} />
            )}
            <button
              type="button"
              aria-label={t('table.filter.remove', { field: option.title })}
              onClick={() => onFilter(option.field, undefined)}
            >
              <Icon name="cross" size={10} />
            </button>
          </span>
        ))}
      {options.length > 0 && (
        <Menu position="bottom-start" onClose={() => setAdding(null)} closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="subtle" color="gray" leftSection={<Icon name="filter" size={14} />}>
              {t('table.filter')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={classes.menu}>
            {adding === null ? (
              options.map((option) => (
                <Menu.Item
                  key={option.field}
                  onClick={() => setAdding(option)}
                  rightSection={<Icon name="right" size={12} />}
                >
                  {option.title}
                </Menu.Item>
              ))
            ) : adding.choices === null ? (
              <Suspense>
                <FilterInput option={adding} onChoose={(value) => onFilter(adding.field, value)} />
              </Suspense>
            ) : (
              adding.choices.map((choice) => (
                <Menu.Item
                  key={choice.value}
                  closeMenuOnClick
                  onClick={() => onFilter(adding.field, choice.value)}
                >
                  {choice.title}
                </Menu.Item>
              ))
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
