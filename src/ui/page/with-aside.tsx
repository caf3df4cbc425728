import type { ReactNode } from 'react';
import classes from './with-aside.module.css';

export interface WithAsideProps {
  /** What stands beside, as `AsidePart`s; none: nothing does. */
  readonly aside: ReactNode;
  /** What the side is, for a screen reader. */
  readonly label: string;
  readonly children: ReactNode;
}

/** The body of a page about one thing: its parts, and beside them, or below where there is no room, what hangs on it. */
export function WithAside({ aside, label, children }: WithAsideProps) {
  return (
    <div className={classes.columns}>
      <div className={classes.main}>{children}</div>
      {aside !== null && (
        <aside className={classes.aside} aria-label={label}>
          {aside}
        </aside>
      )}
    </div>
  );
}
