import { Button, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import type { InstalledComponent } from '../contract.ts';
import classes from './asset.module.css';
import { componentsQuery } from './queries.ts';

/** What the current inventory lists, with a search through it. */
export function Components({ id, taken }: { id: string; taken: unknown }) {
  const { t } = useTexts();
  const [q, setQ] = useState('');
  const query = useInfiniteQuery({
    ...componentsQuery(id, useDeferredValue(q.trim())),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const nothing = query.isSuccess && rows.length === 0 && q.trim() === '';
  return (
    <Section
      title={t('asset.installed')}
      action={
        !nothing && (
          <TextInput
            className={classes.search}
            size="xs"
            type="search"
            aria-label={t('asset.installed.search')}
            placeholder={t('asset.installed.search')}
            leftSection={<Icon name="search" size={14} />}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
        )
      }
    >
      {typeof taken === 'string' && (
        <p className={classes.note}>
          {t('asset.installed.taken')} <Ago at={taken} />
        </p>
      )}
      {query.isPending ? (
        <Placeholder lines={5} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : nothing ? (
        <Empty
          title={t('asset.installed.none')}
          action={<Link to="/imports">{t('asset.installed.import')}</Link>}
        >
          {t('asset.installed.none.help')}
        </Empty>
      ) : rows.length === 0 ? (
        <p className={classes.note}>{t('asset.installed.not-found', { q: q.trim() })}</p>
      ) : (
        <Table rows={rows} />
      )}
      {query.hasNextPage && (
        <Button
          className={classes.more}
          onClick={() => query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          {t('asset.more')}
        </Button>
      )}
    </Section>
  );
}

function Table({ rows }: { rows: readonly InstalledComponent[] }) {
  const { t } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className={classes.scroll} aria-label={t('asset.installed')} tabIndex={0} data-tall>
      <table className={classes.table}>
        <thead>
          <tr>
            {['component', 'version', 'package', 'ecosystem', 'kind'].map((id) => (
              <th key={id} scope="col">
                {t(`asset.column.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.packageVersionId} ${row.binaryName}`}>
              <td>{row.binaryName}</td>
              <td>{row.binaryVersion ?? row.version}</td>
              <td>{row.name === row.binaryName ? '' : row.name}</td>
              <td>{row.ecosystem.replace(/^vendor:/, '')}</td>
              <td>{t(`asset.component.${row.itself ? 'itself' : row.kind}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
