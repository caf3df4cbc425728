import type { ReactNode } from 'react';
import classes from './scroll-table.module.css';

/**
 * A plain table that scrolls sideways by keyboard, too, where it is wider than its place. `cells`: `named` gives the first column room for a
 * name; `even` makes all columns alike, `narrow` alike and tighter, as in a matrix.
 */
export function ScrollTable({
  label,
  cells = 'named',
  children,
}: {
  label: string;
  cells?: 'named' | 'even' | 'narrow';
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table} data-cells={cells}>
        {children}
      </table>
    </section>
  );
}
