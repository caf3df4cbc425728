import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { Column } from './column.ts';
import { fillWidths, naturalWidth, withWhole } from './widths.ts';

interface Widths {
  /** Pixels of each column. */
  readonly each: readonly number[];
  /** Pixels below which the table scrolls. */
  readonly least: number;
}

/** Widths of the columns for the room that the table has, also when that changes, with the whole of what is never cut. */
export function useWidths<T>(
  scroller: RefObject<HTMLElement | null>,
  columns: readonly Column<T>[],
  rows: readonly T[],
): Widths {
  const [available, setAvailable] = useState(0);
  const isPrinted = useFonts();
  const [whole, setWhole] = useState<readonly Column<T>[]>(columns);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    setAvailable(element.clientWidth);
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  // Anew once the font of the house is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is measured depends on the font
  useLayoutEffect(() => {
    setWhole(withWhole(columns, rows, (texts) => longest(scroller.current, texts)));
  }, [scroller, columns, rows, isPrinted]);
  return useMemo(
    () => ({ each: fillWidths(whole, available), least: naturalWidth(whole) }),
    [whole, available],
  );
}

/** True once the fonts that the page asked for are there. */
function useFonts(): boolean {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    let isShown = true;
    document.fonts.ready.then(() => {
      if (isShown) setIsThere(true);
    });
    return () => {
      isShown = false;
    };
  }, []);
  return isThere;
}

/** Pixels of the longest text, by one layout of all of them. */
function longest(scroller: HTMLElement | null, texts: readonly string[]): number {
  const table = scroller?.querySelector('table');
  if (scroller === null || table == null) return 0;
  const probe = document.createElement('span');
  const { fontSize } = getComputedStyle(table);
  Object.assign(probe.style, {
    ...{ position: 'absolute', visibility: 'hidden', whiteSpace: 'pre', fontSize },
  });
  probe.textContent = texts.join('\n');
  scroller.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width;
}
