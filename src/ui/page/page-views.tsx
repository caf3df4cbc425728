import { Link } from '@tanstack/react-router';
import classes from './page-views.module.css';

export interface PageView {
  readonly title: string;
  readonly to: string;
  readonly current: boolean;
}

/** Several views of one thing, each with an address of its own, under the head of its page. */
export function PageViews({ label, views }: { label: string; views: readonly PageView[] }) {
  return (
    <nav aria-label={label} className={classes.views} data-print="hide">
      <ul>
        {views.map(({ title, to, current }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: true }}
              aria-current={current ? 'page' : undefined}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
