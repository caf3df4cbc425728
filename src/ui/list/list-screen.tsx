import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RowSelectionState } from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import type { CasePage, RecordPage } from '#work/contract.ts';
import { listQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import type { Column } from '../table/column.ts';
import { DataTable } from '../table/data-table.tsx';
import { FilterBar } from '../table/filter-bar.tsx';
import type { FilterOption } from '../table/filter-option.ts';
import {
  type ListState,
  listParameters,
  listState,
  nextSort,
  type Search,
  withSearch,
} from '../table/list-search.ts';
import classes from './list.module.css';
import { ListTools } from './list-tools.tsx';
import { PeekPanel } from './peek-panel.tsx';

export interface ListScreenProps<T extends { readonly id: string }> {
  readonly label: string;
  /** Register id or `cases`: where the rows come from, and the key of saved views. */
  readonly source: string;
  /** Parameters that always hold, such as the procedure of a case list. */
  readonly fixed?: { readonly [name: string]: string };
  readonly defaultSort: string;
  readonly filters: readonly FilterOption[];
  /** All columns, made with the titles that came with the rows. */
  readonly columns: (titles: Titles) => readonly Column<T>[];
  readonly shown: readonly string[];
  readonly href: (row: T) => string;
  readonly peek: (row: T) => ReactNode;
  readonly empty: ReactNode;
  readonly bulk?: (ids: readonly string[], done: () => void) => ReactNode;
}

/** A list of a register or of cases: filters in the address, columns, views, selection, export, and a look beside it. */
export function ListScreen<T extends { readonly id: string }>(props: ListScreenProps<T>) {
  const { source, fixed, filters, defaultSort } = props;
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const state = useMemo(
    () => listState(search, new Set(filters.map(({ field }) => field)), defaultSort),
    [search, filters, defaultSort],
  );
  const change = (next: Search) =>
    navigate({ to: '.', search: withSearch(search, next), replace: true });
  const parameters = useMemo(() => ({ ...listParameters(state), ...fixed }), [state, fixed]);
  const query = useInfiniteQuery(listQuery<RecordPage | CasePage>(source, parameters));
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [peeked, setPeeked] = useState<T | null>(null);
  const pages = query.data?.pages;
  const rows = useMemo(
    () => (pages ?? []).flatMap((page) => page.items as readonly unknown[]) as T[],
    [pages],
  );
  const titles = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.titles)) as Titles,
    [pages],
  );
  const all = useMemo(() => props.columns(titles), [props.columns, titles]);
  const columns = useColumns(all, state, props.shown);
  const total = pages?.[0]?.total ?? null;
  const selected = Object.keys(selection).filter((id) => selection[id]);
  const filtered = state.q !== '' || Object.keys(state.filters).length > 0;
  return (
    <div className={classes.list}>
      <div className={classes.bar}>
        <FilterBar
          key={state.q}
          q={state.q}
          onQ={(q) => change({ q })}
          options={filters}
          filters={state.filters}
          onFilter={(field, value) => change({ [field]: value })}
        />
        <ListTools
          source={source}
          fixed={fixed ?? {}}
          state={state}
          all={all}
          shown={columns.map(({ id }) => id)}
          search={search}
          onChange={change}
        />
      </div>
      <p className={classes.count} role="status">
        {selected.length > 0 ? (
          <>
            {t('table.selected', { count: selected.length })}{' '}
            {props.bulk?.(selected, () => setSelection({}))}
          </>
        ) : total === null ? (
          ' '
        ) : (
          t(total.bounded ? 'table.count.bounded' : 'table.count', { count: total.count })
        )}
      </p>
      <div className={classes.split}>
        {query.isError ? (
          <div className={classes.inset}>
            <ProblemNotice error={query.error} retry={() => query.refetch()} />
          </div>
        ) : !query.isPending && rows.length === 0 ? (
          <div className={classes.inset}>
            {filtered ? <NoMatch onClear={() => navigate({ to: '.', search: {} })} /> : props.empty}
          </div>
        ) : (
          <DataTable
            label={props.label}
            columns={columns}
            rows={rows}
            total={total?.count ?? null}
            loading={query.isPending || query.isFetchingNextPage}
            sort={state.sort}
            onSort={(field) => change({ sort: nextSort(state.sort, field, defaultSort) })}
            onOpen={(row) => navigate({ to: props.href(row) })}
            onPeek={setPeeked}
            peeked={peeked?.id ?? null}
            selection={selection}
            onSelection={setSelection}
            onMore={query.hasNextPage ? () => query.fetchNextPage() : null}
          />
        )}
        {peeked !== null && (
          <PeekPanel to={props.href(peeked)} onClose={() => setPeeked(null)}>
            {props.peek(peeked)}
          </PeekPanel>
        )}
      </div>
    </div>
  );
}

function useColumns<T>(
  all: readonly Column<T>[],
  state: ListState,
  shown: readonly string[],
): readonly Column<T>[] {
  return useMemo(() => {
    const first = all[0];
    const wanted = state.columns ?? shown;
    const rest = wanted.flatMap((id) =>
      all.filter((column) => column.id === id && column !== first),
    );
    return first === undefined ? rest : [first, ...rest];
  }, [all, state.columns, shown]);
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const { t } = useTexts();
  return (
    <p>
      {t('table.no-match')}{' '}
      <button type="button" className={classes.link} onClick={onClear}>
        {t('table.clear')}
      </button>
    </p>
  );
}
