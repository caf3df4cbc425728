import { Children, type ReactNode } from 'react';
import classes from './with-aside.module.css';

/** One part of the side of a page. */
export function AsidePart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Its entries, or a word when there are none. */
export function AsideList({ empty, children }: { empty?: string; children: ReactNode }) {
  if (Children.count(children) === 0)
    return empty === undefined ? null : <p className={classes.note}>{empty}</p>;
  return <ul className={classes.list}>{children}</ul>;
}
