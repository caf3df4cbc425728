import { Button, Checkbox, Menu, Popover } from '@mantine/core';
import { apiUrl } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import type { Column } from '../table/column.ts';
import { exportParameters, type ListState, type Search } from '../table/list-search.ts';
import classes from './list.module.css';
import { SavedViews } from './saved-views.tsx';

export interface ListToolsProps<T> {
  readonly source: string;
  readonly fixed: { readonly [name: string]: string };
  readonly state: ListState;
  readonly all: readonly Column<T>[];
  readonly shown: readonly string[];
  readonly search: Search;
  readonly onChange: (search: Search) => void;
}

/** Saved views, columns and export of a list. */
export function ListTools<T>({
  source,
  fixed,
  state,
  all,
  shown,
  search,
  onChange,
}: ListToolsProps<T>) {
  const { t } = useTexts();
  const first = all[0]?.id;
  const toggle = (id: string) => {
    const next = shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
    onChange({ columns: next.filter((one) => one !== first).join(',') });
  };
  return (
    <div className={classes.tools} data-print="hide">
      <SavedViews source={source} search={search} onChoose={onChange} />
      <Popover position="bottom-end" shadow="md" trapFocus withRoles>
        <Popover.Target>
          <Button variant="subtle" color="gray" leftSection={<Icon name="columns" size={14} />}>
            {t('table.columns')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes.columns} aria-label={t('table.columns')}>
          {all.slice(1).map((column) => (
            <Checkbox
              key={column.id}
              size="xs"
              label={column.title}
              checked={shown.includes(column.id)}
              onChange={() => toggle(column.id)}
            />
          ))}
        </Popover.Dropdown>
      </Popover>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" leftSection={<Icon name="download" size={14} />}>
            {t('table.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {['csv', 'xlsx'].map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={apiUrl(`/exports/${format}`, { ...exportParameters(source, state), ...fixed })}
              download
            >
              {t(`table.export.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
