import { VisuallyHidden } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { dueWords, relative, urgency } from '../i18n/moments.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './moment.module.css';

const MINUTE = 60_000;

/** Asked anew each time: a page where nothing listened for a while must not begin in the past. */
const minute = (): number => Math.floor(Date.now() / MINUTE) * MINUTE;

function subscribe(listen: () => void): () => void {
  const timer = setInterval(listen, 15_000);
  return () => clearInterval(timer);
}

/** The reader's clock to the minute; components that use it follow it. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, minute);
}

export interface DueProps {
  readonly at: string;
  readonly short?: boolean;
  /** Only that it is late is seen; the words are read out and stand in the title. */
  readonly bare?: boolean;
}

/** A due date: how near in words, and the date itself. */
export function Due({ at, short = false, bare = false }: DueProps) {
  const { t, formats } = useTexts();
  const now = useNow();
  const near = urgency(at, now);
  return (
    <time
      className={classes.due}
      data-short={short || undefined}
      data-urgency={near}
      dateTime={at}
      title={bare ? `${dueWords(at, now, t)}, ${formats.instant(at)}` : formats.instant(at)}
    >
      {near === 'overdue' && (
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
          <path d="M6 1 11.5 11H.5zM6 4.5v3M6 9v.3" />
        </svg>
      )}
      {bare ? (
        <VisuallyHidden>{dueWords(at, now, t)}</VisuallyHidden>
      ) : (
        <span>{dueWords(at, now, t)}</span>
      )}
      {!short && <span className={classes.exact}>{formats.instant(at)}</span>}
    </time>
  );
}

/** A past moment: `2 hours ago`, the exact instant on demand. */
export function Ago({ at }: { at: string }) {
  const { locale, formats } = useTexts();
  return (
    <time dateTime={at} title={formats.instant(at)}>
      {relative(at, useNow(), locale)}
    </time>
  );
}

/** A moment in full, in UTC. */
export function Instant({ at }: { at: string }) {
  const { formats } = useTexts();
  return <time dateTime={at}>{formats.instant(at)}</time>;
}
