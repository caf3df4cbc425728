import type { ReactNode } from 'react';

/** A column of a list. */
export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** Least width in rem; the title has none and gets the most. */
  readonly width?: string;
  readonly numeric?: boolean;
  /** Field to sort by when the head is pressed. */
  readonly sort?: string;
  readonly cell: (row: T) => ReactNode;
}
