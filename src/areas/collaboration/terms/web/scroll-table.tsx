import type { ReactNode } from 'react';
import classes from './terms.module.css';

/** A table that scrolls sideways by keyboard, too, where it is wider than the page. */
export function ScrollTable({
  label,
  narrow = false,
  children,
}: {
  label: string;
  narrow?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table} data-narrow={narrow || undefined}>
        {children}
      </table>
    </section>
  );
}
