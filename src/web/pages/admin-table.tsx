import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { get } from '#ui/api/client.ts';
import type { ListOf } from '#ui/api/types.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './plain-list.module.css';

export interface AdminTableProps<T extends { readonly id: string }> {
  /** Endpoint with its parameters, `/jobs?state=dead`. */
  readonly path: string;
  readonly heads: readonly string[];
  readonly row: (item: T) => readonly ReactNode[];
  readonly empty: string;
  readonly emptyHelp: string;
}

/** A short table of an administration page. */
export function AdminTable<T extends { readonly id: string }>({
  path,
  heads,
  row,
  empty,
  emptyHelp,
}: AdminTableProps<T>) {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: ['admin', path],
    queryFn: ({ signal }) => get<ListOf<T>>(path, {}, signal),
  });
  if (query.isPending) return <Placeholder lines={8} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  if (query.data.items.length === 0) return <Empty title={t(empty)}>{t(emptyHelp)}</Empty>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {t(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {query.data.items.map((item) => (
          <tr key={item.id}>
            {row(item).map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in the order of the heads
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
