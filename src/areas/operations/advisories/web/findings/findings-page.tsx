import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import { Page } from '#ui/page/page.tsx';
import { type Search, withSearch } from '#ui/table/list-search.ts';
import { findingsQuery } from '../queries.ts';
import classes from './findings.module.css';
import { FindingsTable } from './findings-table.tsx';

const filters = {
  sort: ['', 'due', 'epss'],
  severity: ['', 'critical', 'high', 'medium', 'low', 'unknown'],
  only: ['', 'overdue', 'exploited'],
} as const;

/** Advisories that touch what we have, the worst first, each leading to its assets and its loop. */
export function FindingsPage() {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const only =
    search['overdue'] === 'true' ? 'overdue' : search['exploited'] === 'true' ? 'exploited' : '';
  const filter = {
    sort: search['sort'] ?? '',
    severity: search['severity'] ?? '',
    overdue: search['overdue'] ?? '',
    exploited: search['exploited'] ?? '',
  };
  const query = useInfiniteQuery(findingsQuery(filter));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const go = (change: Search) =>
    navigate({ to: '.', search: withSearch(search, change), replace: true });
  const filtered = only !== '' || filter.severity !== '';
  return (
    <Page title={t('findings.title')}>
      <div className={classes.filters}>
        <ChoiceBar
          label={t('findings.sort')}
          choices={filters.sort.map((value) => ({
            value,
            title: t(`findings.sort.${value === '' ? 'severity' : value}`),
          }))}
          value={filters.sort.find((one) => one === filter.sort) ?? ''}
          onChange={(sort) => go({ sort })}
        />
        <ChoiceBar
          label={t('findings.severity')}
          choices={filters.severity.map((value) => ({
            value,
            title: value === '' ? t('advisory.by.all') : t(`severity.${value}`),
          }))}
          value={filters.severity.find((one) => one === filter.severity) ?? ''}
          onChange={(severity) => go({ severity })}
        />
        <ChoiceBar
          label={t('findings.only')}
          choices={filters.only.map((value) => ({
            value,
            title: t(value === '' ? 'advisory.by.all' : `findings.only.${value}`),
          }))}
          value={only}
          onChange={(value) =>
            go({
              overdue: value === 'overdue' ? 'true' : '',
              exploited: value === 'exploited' ? 'true' : '',
            })
          }
        />
      </div>
      {query.isPending ? (
        <Placeholder lines={12} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty
          title={t(filtered ? 'findings.none.filtered' : 'findings.none')}
          action={!filtered && <Link to="/imports">{t('findings.import')}</Link>}
        >
          {t(filtered ? 'findings.none.filtered.help' : 'findings.none.help')}
        </Empty>
      ) : (
        <FindingsTable rows={rows} />
      )}
      {query.hasNextPage && (
        <Button
          className={classes.more}
          onClick={() => query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          {t('advisory.more')}
        </Button>
      )}
    </Page>
  );
}
