import {
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Column } from './column.ts';
import classes from './data-table.module.css';
import { gridMove } from './grid-keys.ts';
import { HeadCell } from './head-cell.tsx';
import { SkeletonRows, Spacer } from './table-rows.tsx';
import { useWidths } from './use-widths.ts';

export interface DataTableProps<T extends { readonly id: string }> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly total: number | null;
  readonly loading: boolean;
  readonly sort: string;
  readonly onSort: (field: string) => void;
  readonly onOpen: (row: T) => void;
  readonly onPeek: (row: T | null) => void;
  readonly peeked: string | null;
  readonly selection: RowSelectionState;
  readonly onSelection: (selection: RowSelectionState) => void;
  /** Called when the last loaded row comes into view and more exist. */
  readonly onMore: (() => void) | null;
}

const features = tableFeatures({ rowSelectionFeature });
const ROW = 36;

/** Rows of 36 px, drawn only where they are seen, with the head in place and every act on the keyboard. */
export function DataTable<T extends { readonly id: string }>(props: DataTableProps<T>) {
  const { columns, rows: data, onMore, loading } = props;
  const { t } = useTexts();
  const defs = useMemo(() => columns.map(({ id }) => ({ id })), [columns]);
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: (row: T) => row.id,
    state: { rowSelection: props.selection },
    onRowSelectionChange: (change) =>
      props.onSelection(typeof change === 'function' ? change(props.selection) : change),
  });
  const rows = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const widths = useWidths(scroller, columns, data);
  const current = useRef(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingStart: ROW,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onMore !== null && !loading && last >= rows.length - 20) onMore();
  }, [last, rows.length, onMore, loading]);

  const focusRow = (index: number) => {
    current.current = index;
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)?.focus();
    });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (
      (event.target as HTMLElement).closest('a,input,button') !== null &&
      event.key !== 'Escape'
    ) {
      return;
    }
    const move = gridMove(event, current.current, rows.length);
    const row = rows[current.current];
    if (move === null || row === undefined) return;
    event.preventDefault();
    if (move.kind === 'row') {
      if (move.extend) row.toggleSelected(true);
      focusRow(move.row);
      const next = rows[move.row];
      if (props.peeked !== null && next !== undefined) props.onPeek(next.original);
    } else if (move.kind === 'open') props.onOpen(row.original);
    else if (move.kind === 'peek') {
      props.onPeek(props.peeked === row.original.id ? null : row.original);
    } else if (move.kind === 'select') row.toggleSelected();
    else if (move.kind === 'select-all') table.toggleAllRowsSelected(true);
    else props.onPeek(null);
  };
  const first = items[0];
  const wide = columns.length + 1;
  return (
    <div className={classes.scroller} ref={scroller}>
      <table
        className={classes.table}
        style={{ minWidth: widths.least }}
        aria-label={props.label}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        aria-busy={loading}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={classes.check}>
              <input
                type="checkbox"
                aria-label={t('table.select-all')}
                checked={rows.length > 0 && table.getIsAllRowsSelected()}
                onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
              />
            </th>
            {columns.map((column, index) => (
              <HeadCell
                key={column.id}
                column={column}
                width={widths.each[index]}
                sort={props.sort}
                onSort={props.onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          <Spacer height={first?.start ?? 0} columns={wide} />
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <tr
                key={row.id}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                data-selected={row.getIsSelected() || undefined}
                data-peeked={props.peeked === row.id || undefined}
                tabIndex={item.index === Math.min(current.current, rows.length - 1) ? 0 : -1}
                onFocus={() => {
                  current.current = item.index;
                }}
                onClick={(event) => {
                  if ((event.target as HTMLElement).closest('a,input,button') === null) {
                    props.onPeek(row.original);
                  }
                }}
                onDoubleClick={() => props.onOpen(row.original)}
              >
                <td className={classes.check}>
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={t('table.select-row')}
                    checked={row.getIsSelected()}
                    onChange={() => row.toggleSelected()}
                  />
                </td>
                {columns.map((column) => (
                  <td key={column.id} data-numeric={column.numeric}>
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} columns={wide} />
          {loading && <SkeletonRows count={rows.length === 0 ? 12 : 3} columns={wide} />}
        </tbody>
      </table>
    </div>
  );
}
