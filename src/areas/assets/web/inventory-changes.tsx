import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './asset.module.css';
import { changesQuery } from './queries.ts';

/** What one inventory shows that the one before did not: came, went, or changed its version. */
export function InventoryChanges({ id, inventory }: { id: string; inventory: string }) {
  const { t } = useTexts();
  const query = useInfiniteQuery(changesQuery(id, inventory));
  if (query.isPending) return <Placeholder lines={3} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const rows = query.data.pages.flatMap(({ items }) => items);
  return (
    <>
      <ul className={classes.changes}>
        {rows.map((row) => (
          <li key={row.sequence} data-change={row.change}>
            <span className={classes.sign} aria-hidden="true">
              {row.change === 'added' ? '+' : row.change === 'removed' ? '−' : '~'}
            </span>
            <span>{row.binaryName}</span>
            <span>
              {row.before !== null && <del>{row.before}</del>}
              {row.change === 'changed' && <span aria-hidden="true"> → </span>}
              {row.after !== null && <ins>{row.after}</ins>}
            </span>
            <span className={classes.note}>{t(`asset.change.${row.change}`)}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className={classes.more} onClick={() => query.fetchNextPage()}>
          {t('asset.more')}
        </Button>
      )}
    </>
  );
}
