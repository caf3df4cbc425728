import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { fillWidths } from './widths.ts';

/** Widths of the columns for the room that the table has, also when that changes. */
export function useWidths(
  scroller: RefObject<HTMLElement | null>,
  columns: readonly { readonly width?: string }[],
): number[] {
  const [available, setAvailable] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    setAvailable(element.clientWidth);
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return useMemo(() => fillWidths(columns, available), [columns, available]);
}
