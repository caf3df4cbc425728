import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { searchQuery } from '../api/queries.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon, type IconName } from '../mark/icon.tsx';
import { distance, matches } from './match.ts';
import classes from './palette.module.css';

/** A place to go to. */
export interface Place {
  readonly title: string;
  readonly to: string;
  readonly group: string;
  readonly icon: IconName;
}

export interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly places: readonly Place[];
}

export function hitPath(kind: string, id: string): string {
  if (kind === 'foreign-case') return `/foreign-cases/${id}`;
  if (kind === 'withdrawal') return '/withdrawals';
  return kind === 'case' || kind === 'cases' ? `/cases/${id}` : `/registers/${kind}/${id}`;
}

/** Go anywhere and find anything by typing: places first, then what the search finds. */
export function Palette({ opened, onClose, places }: PaletteProps) {
  const { t } = useTexts();
  return (
    <Modal.Root opened={opened} onClose={onClose} size="38rem" padding={0} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette')}>
        {opened && <Inside onClose={onClose} places={places} />}
      </Modal.Content>
    </Modal.Root>
  );
}

const SHOWN = 8;

const keyOf = ({ to, title }: Place): string => to + title;

function Inside({ onClose, places }: Omit<PaletteProps, 'opened'>) {
  const { t, names } = useTexts();
  const navigate = useNavigate();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  // At once, not when the dialog's own trap gets to it: who types on after Ctrl+K would lose letters.
  useLayoutEffect(() => input.current?.focus(), []);
  const [q, setQ] = useState('');
  // By what it leads to, not by its place: what the search finds later comes to stand before it.
  const [marked, setMarked] = useState<string | null>(null);
  const wanted = useDeferredValue(q);
  const { data } = useQuery(searchQuery(wanted));
  const options = useMemo(() => {
    const found: Place[] = (data?.items ?? []).slice(0, SHOWN).map((hit) => ({
      title: hit.title,
      to: hitPath(hit.kind, hit.id),
      group: hit.kind.startsWith('case') ? t('case') : names.one(hit.kind),
      icon: hit.kind.startsWith('case') ? 'operations' : 'platform',
    }));
    const near = places
      .filter((place) => matches(`${place.title} ${place.group}`, wanted))
      .toSorted((a, b) => distance(a.title, wanted) - distance(b.title, wanted))
      .slice(0, SHOWN);
    const all: Place[] =
      wanted.trim() === ''
        ? []
        : [
            {
              title: t('palette.all', { q: wanted }),
              to: `/search?q=${encodeURIComponent(wanted)}`,
              group: '',
              icon: 'search',
            },
          ];
    return [...near, ...found, ...all];
  }, [places, data, wanted, t, names]);
  const current = Math.max(
    0,
    options.findIndex((one) => keyOf(one) === marked),
  );
  const mark = (index: number) => {
    const option = options[index];
    if (option !== undefined) setMarked(keyOf(option));
  };
  const go = (place: Place | undefined) => {
    if (place === undefined) return;
    onClose();
    navigate({ href: place.to });
  };
  return (
    <>
      <input
        ref={input}
        className={classes.input}
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={options.length > 0 ? `${list}-${current}` : undefined}
        aria-label={t('palette')}
        placeholder={t('palette.placeholder')}
        value={q}
        onChange={(event) => {
          setQ(event.currentTarget.value);
          setMarked(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') mark(Math.min(current + 1, options.length - 1));
          else if (event.key === 'ArrowUp') mark(Math.max(current - 1, 0));
          else if (event.key === 'Enter') go(options[current]);
          else return;
          event.preventDefault();
        }}
      />
      <div id={list} role="listbox" aria-label={t('palette')} className={classes.list}>
        {options.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
          <div
            key={keyOf(place)}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classes.option}
            onClick={() => go(place)}
            onMouseMove={() => mark(index)}
          >
            <Icon name={place.icon} size={14} />
            <span className={classes.title}>{place.title}</span>
            <span className={classes.group}>{place.group}</span>
          </div>
        ))}
        {options.length === 0 && <p className={classes.none}>{t('palette.none')}</p>}
      </div>
    </>
  );
}
