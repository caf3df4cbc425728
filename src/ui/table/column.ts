import type { ReactNode } from 'react';

/** A column of a list. */
export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** Least width in rem; the title has none and gets the most. */
  readonly width?: string;
  /** Its text, where a cut one is of no use: the column is as wide as the longest of the rows, and no narrower than `width`. */
  readonly whole?: (row: T) => string;
  readonly numeric?: boolean;
  /** Field to sort by when the head is pressed. */
  readonly sort?: string;
  readonly cell: (row: T) => ReactNode;
}
