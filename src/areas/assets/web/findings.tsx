import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import { Section } from '#ui/page/page.tsx';
import classes from './asset.module.css';
import { FindingsTable } from './findings-table.tsx';
import { assetFindingsQuery, exposureQuery } from './queries.ts';

/** What threatens the asset: in numbers, then each advisory, those to act on first. */
export function Findings({ id }: { id: string }) {
  const { t } = useTexts();
  const query = useInfiniteQuery(assetFindingsQuery(id));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={t('asset.findings')}>
      <Counts id={id} />
      {query.isPending ? (
        <Placeholder lines={6} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('asset.findings.none')}>{t('asset.findings.none.help')}</Empty>
      ) : (
        <FindingsTable rows={rows} />
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

const severities = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const;

function Counts({ id }: { id: string }) {
  const { t } = useTexts();
  const { data } = useQuery(exposureQuery(id));
  if (data === undefined) return null;
  const some = severities.filter((severity) => (data.open[severity] ?? 0) > 0);
  return (
    <p className={classes.counts}>
      {some.map((severity) => (
        <span key={severity}>
          <b>{data.open[severity]}</b> <Severity of={severity} />
        </span>
      ))}
      {data.overdue > 0 && (
        <span className={classes.alarm}>
          {t('asset.findings.overdue', { count: data.overdue })}
        </span>
      )}
      {data.verified > 0 && (
        <span className={classes.note}>
          {t('asset.findings.verified', { count: data.verified })}
        </span>
      )}
    </p>
  );
}
