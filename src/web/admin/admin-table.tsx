import { Button, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { get, type Parameters } from '#ui/api/client.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './admin.module.css';

export interface AdminColumn<T> {
  /** Text key of the head; `admin.act` is only read aloud. */
  readonly head: string;
  /** Stands at the end of the line, as numbers and buttons do. */
  readonly end?: boolean;
  readonly cell: (item: T, titles: { readonly [id: string]: string }) => ReactNode;
}

export interface AdminTableProps<T> {
  readonly path: string;
  readonly parameters?: Parameters;
  readonly label: string;
  readonly columns: readonly AdminColumn<T>[];
  readonly idOf: (item: T) => string;
  readonly empty: string;
  readonly emptyHelp: string;
  /** Reads again so often, in milliseconds. */
  readonly every?: number;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
  readonly titles?: { readonly [id: string]: string };
}

const NONE: Parameters = {};

/** A table of an administration page, a page at a time. */
export function AdminTable<T>(props: AdminTableProps<T>) {
  const { path, parameters = NONE, empty, emptyHelp } = props;
  const { t } = useTexts();
  const query = useInfiniteQuery({
    queryKey: ['admin', path, parameters],
    queryFn: ({ signal, pageParam }) =>
      get<Page<T>>(
        path,
        pageParam === '' ? parameters : { ...parameters, after: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last: Page<T>) => last.next ?? null,
    ...(props.every === undefined ? {} : { refetchInterval: props.every }),
  });
  if (query.isPending) return <Placeholder lines={8} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  const titles = Object.assign({}, ...query.data.pages.map((page) => page.titles ?? {}));
  if (items.length === 0) return <Empty title={t(empty)}>{t(emptyHelp)}</Empty>;
  return (
    <>
      <PlainTable {...props} items={items} titles={titles} />
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t('admin.more')}
          </Button>
        </div>
      )}
    </>
  );
}

export interface PlainTableProps<T> extends Pick<AdminTableProps<T>, 'label' | 'columns' | 'idOf'> {
  readonly items: readonly T[];
  readonly titles?: { readonly [id: string]: string };
}

const UNTITLED = {};

/** The rows themselves; a window that is too narrow for them scrolls them. */
export function PlainTable<T>({
  label,
  columns,
  idOf,
  items,
  titles = UNTITLED,
}: PlainTableProps<T>) {
  const { t } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ head, end }) => (
              <th key={head} scope="col" data-end={end}>
                {head === 'admin.act' ? <VisuallyHidden>{t(head)}</VisuallyHidden> : t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={idOf(item)}>
              {columns.map(({ head, end, cell }) => (
                <td key={head} data-end={end}>
                  {cell(item, titles)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
