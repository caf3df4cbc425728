import { Link } from '@tanstack/react-router';
import type { CalendarEntry } from '#work/calendar/contract.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import { Organisation, type Titles } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import classes from './calendar.module.css';
import { iconOf, useEntryWords } from './entry-words.ts';

export interface EntryLineProps {
  readonly entry: CalendarEntry;
  readonly titles: Titles;
  /** In a panel there is room for the title and what it is, no more. */
  readonly narrow?: boolean;
}

/** One entry in full: its time, its title, what it is, whose it is, how it stands. */
export function EntryLine({ entry, titles, narrow = false }: EntryLineProps) {
  const { t } = useTexts();
  const { what, title, times, to } = useEntryWords()(entry);
  const { due } = entry;
  return (
    <li className={classes.entry} data-due={due} data-narrow={narrow || undefined}>
      <span className={classes.entryTime}>
        {times === '' || (due && times === '00:00') ? t('calendar.all-day') : times}
      </span>
      <span className={classes.entryIcon}>
        <Icon name={iconOf(entry)} size={14} />
      </span>
      <span className={classes.entryTitle}>
        <Link to={to}>{title}</Link>
        <span className={classes.note}>
          {[what, entry.reference].filter((part) => part !== null && part !== title).join(' · ')}
        </span>
      </span>
      {!narrow && (
        <>
          <span className={classes.entryWho}>
            <Organisation id={entry.organisationId} titles={titles} />
          </span>
          <span className={classes.entryState}>
            {due ? (
              <Due at={entry.allDay ? endOfDay(entry.startsAt) : entry.startsAt} short />
            ) : (
              entry.state !== null &&
              entry.owner !== null && <StateMark owner={entry.owner as Owner} state={entry.state} />
            )}
          </span>
        </>
      )}
    </li>
  );
}

/** What is due on a day is due at its end. */
const endOfDay = (instant: string): string => `${instant.slice(0, 10)}T23:59:59.999Z`;
