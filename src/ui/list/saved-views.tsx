import { Button, Menu, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { savedViewsQuery } from '../api/queries.ts';
import type { SavedView } from '../api/types.ts';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import { type Search, withSearch } from '../table/list-search.ts';
import classes from './list.module.css';

export interface SavedViewsProps {
  readonly source: string;
  readonly search: Search;
  readonly onChoose: (search: Search) => void;
}

/** Filters, sort and columns under a name. */
export function SavedViews({ source, search, onChoose }: SavedViewsProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const { data } = useQuery(savedViewsQuery(source));
  const [name, setName] = useState('');
  const again = () => client.invalidateQueries({ queryKey: ['saved-views', source] });
  const save = useMutation({
    mutationFn: (view: Omit<SavedView, 'id'>) => send('POST', '/saved-views', view),
    onSuccess: () => {
      setName('');
      return again();
    },
    onError: () => showToast({ tone: 'problem', text: t('views.failed') }),
  });
  const drop = useMutation({
    mutationFn: (view: SavedView) => send('DELETE', `/saved-views/${view.id}`),
    onSuccess: (_, { id: _id, ...view }) => {
      showToast({
        tone: 'done',
        text: t('views.dropped', { name: view.name }),
        undo: () => save.mutate(view),
      });
      return again();
    },
  });
  const views = data?.items ?? [];
  const empty = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]));
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<Icon name="star" size={14} />}>
          {t('views')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <div key={view.id} className={classes.view}>
            <Menu.Item closeMenuOnClick onClick={() => onChoose({ ...empty, ...view.query })}>
              {view.name}
            </Menu.Item>
            <Menu.Item
              className={classes.drop}
              aria-label={t('views.drop', { name: view.name })}
              onClick={() => drop.mutate(view)}
            >
              <Icon name="trash" size={14} />
            </Menu.Item>
          </div>
        ))}
        {views.length === 0 && <Menu.Label>{t('views.none')}</Menu.Label>}
        <Menu.Divider />
        <form
          className={classes.save}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '')
              save.mutate({ register: source, name: name.trim(), query: withSearch(search, {}) });
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('views.name')}
            placeholder={t('views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.stopPropagation()}
          />
          <Button type="submit">{t('views.save')}</Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
