import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import type { InventorySummaryView } from '../contract.ts';
import classes from './asset.module.css';
import { InventoryChanges } from './inventory-changes.tsx';
import { inventoriesQuery } from './queries.ts';

const columns = ['taken', 'format', 'components', 'changes'] as const;

/** Each inventory, newest first, with what it changed against the one before. */
export function Inventories({ id }: { id: string }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<string | null>(null);
  const query = useInfiniteQuery(inventoriesQuery(id));
  if (query.isPending) return <Placeholder lines={4} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const rows = query.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return null;
  return (
    <Section title={t('asset.inventories')}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`asset.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Fragment key={row.id}>
                <Row
                  row={row}
                  opened={open === row.id}
                  onOpen={() => setOpen(open === row.id ? null : row.id)}
                />
                {open === row.id && (
                  <tr className={classes.why}>
                    <td colSpan={columns.length}>
                      <InventoryChanges id={id} inventory={row.id} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {query.hasNextPage && (
        <Button className={classes.more} onClick={() => query.fetchNextPage()}>
          {t('asset.more')}
        </Button>
      )}
    </Section>
  );
}

interface RowProps {
  readonly row: InventorySummaryView;
  readonly opened: boolean;
  readonly onOpen: () => void;
}

function Row({ row, opened, onOpen }: RowProps) {
  const { t, formats } = useTexts();
  const changed = row.added + row.removed + row.changed;
  const words = (['added', 'removed', 'changed'] as const)
    .filter((kind) => row[kind] > 0)
    .map((kind) => t(`asset.changed.${kind}`, { count: row[kind] }))
    .join(', ');
  return (
    <tr data-open={opened || undefined}>
      <td>
        <Instant at={row.takenAt} />
      </td>
      <td>{t(`format.${row.format}`)}</td>
      <td>{formats.number(row.components)}</td>
      <td>
        {row.baseline ? (
          <span className={classes.note}>{t('asset.inventory.first')}</span>
        ) : row.history ? (
          <span className={classes.note}>{t('asset.inventory.history')}</span>
        ) : changed === 0 ? (
          <span className={classes.note}>{t('asset.inventory.same')}</span>
        ) : (
          <button type="button" className={classes.explain} aria-expanded={opened} onClick={onOpen}>
            {words} <Icon name={opened ? 'up' : 'down'} size={12} />
          </button>
        )}
      </td>
    </tr>
  );
}
