import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { searchQuery } from '#ui/api/queries.ts';
import type { SearchHit } from '#ui/api/types.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import type { Names } from '#ui/i18n/names.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Page } from '#ui/page/page.tsx';
import { hitPath } from '#ui/palette/palette.tsx';
import classes from './plain-list.module.css';

/** What stands beside a hit: of a case its procedure and state, of a record its second field. */
function hitWords({ kind, subtitle }: SearchHit, names: Names): string {
  const [procedure, state] = (subtitle ?? '').split(' ');
  const isCase = kind.startsWith('case') || kind === 'foreign-case';
  if (!isCase || procedure === undefined || state === undefined) return subtitle ?? '';
  return `${names.procedure(procedure)} · ${names.state(`procedure.${procedure}`, state)}`;
}

/** What a search finds, in cases and every register that I may see. */
export function SearchPage() {
  const { t, names } = useTexts();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q);
  const query = useQuery(searchQuery(q));
  return (
    <Page title={t('search')}>
      <search>
        <form
          className={classes.search}
          onSubmit={(event) => {
            event.preventDefault();
            navigate({ to: '/search', search: { q: typed } });
          }}
        >
          <TextInput
            type="search"
            aria-label={t('search')}
            placeholder={t('palette.placeholder')}
            leftSection={<Icon name="search" />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
      </search>
      {q.trim().length < 2 ? (
        <Empty title={t('search.start')}>{t('search.start.help')}</Empty>
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.isPending ? (
        <Placeholder lines={8} />
      ) : query.data.items.length === 0 ? (
        <Empty title={t('search.none', { q })}>{t('search.none.help')}</Empty>
      ) : (
        <ul className={classes.hits}>
          {query.data.items.map((hit) => (
            <li key={`${hit.kind}-${hit.id}`}>
              <Link to={hitPath(hit.kind, hit.id)}>{hit.title}</Link>
              <span className={classes.note}>
                {hit.kind.startsWith('case') ? t('case') : names.one(hit.kind)}
              </span>
              <span className={`${classes.note} ${classes.cut}`} title={hitWords(hit, names)}>
                {hitWords(hit, names)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
