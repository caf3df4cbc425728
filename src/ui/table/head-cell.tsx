import { Icon } from '../mark/icon.tsx';
import type { Column } from './column.ts';
import classes from './data-table.module.css';

export interface HeadCellProps<T> {
  readonly column: Column<T>;
  /** In pixels. */
  readonly width: number | undefined;
  readonly sort: string;
  readonly onSort: (field: string) => void;
}

/** Head of a column; a sortable one is a button and says its direction. */
export function HeadCell<T>({ column, width, sort, onSort }: HeadCellProps<T>) {
  const field = column.sort;
  const direction =
    field === undefined
      ? undefined
      : sort === field
        ? 'ascending'
        : sort === `-${field}`
          ? 'descending'
          : 'none';
  return (
    <th scope="col" style={{ width }} data-numeric={column.numeric} aria-sort={direction}>
      {field === undefined ? (
        column.title
      ) : (
        <button type="button" className={classes.sort} onClick={() => onSort(field)}>
          {column.title}
          {direction !== 'none' && (
            <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />
          )}
        </button>
      )}
    </th>
  );
}
