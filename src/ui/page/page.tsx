import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './page.module.css';

export interface Crumb {
  readonly title: string;
  readonly to: string;
}

export interface PageProps {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  /** What can be done with the whole page: at most one is primary. */
  readonly actions?: ReactNode;
  /** Stands under the title: state, labels, dates. */
  readonly meta?: ReactNode;
  /** Ways to look at the same thing, by `PageViews`. */
  readonly views?: ReactNode;
  /** The content fills the window and scrolls inside, as a table does. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** The first page keeps the browser's focus; a page reached by a link says its title to a screen reader. */
let moved = false;

/** Head and body of a page. The title is the only `h1`, in the tab too, and takes the focus after navigation. */
export function Page({
  title,
  crumbs = [],
  actions,
  meta,
  views,
  fill = false,
  children,
}: PageProps) {
  const { t } = useTexts();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Commonward`;
  }, [title]);
  useEffect(() => {
    // Who has opened a dialog meanwhile goes on there; a part that the address names has taken the focus itself.
    const at = document.activeElement;
    const named = at?.id !== '' && `#${at?.id}` === window.location.hash;
    const elsewhere = named || at?.closest('[role="dialog"]') != null;
    if (moved && !elsewhere) head.current?.focus({ preventScroll: true });
    moved = true;
  }, []);
  return (
    <div className={classes.page} data-fill={fill || undefined}>
      <header className={classes.head}>
        {crumbs.length > 0 && (
          <nav aria-label={t('crumbs')} className={classes.crumbs} data-print="hide">
            <ol>
              {crumbs.map((crumb) => (
                <li key={crumb.to}>
                  <Link to={crumb.to}>{crumb.title}</Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className={classes.line}>
          <h1 ref={head} tabIndex={-1}>
            {title}
          </h1>
          {actions !== undefined && (
            <div className={classes.actions} data-print="hide">
              {actions}
            </div>
          )}
        </div>
        {meta !== undefined && <div className={classes.meta}>{meta}</div>}
        {views}
      </header>
      <div className={classes.body}>{children}</div>
    </div>
  );
}

/** A part of a page with its heading. */
export function Section({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
