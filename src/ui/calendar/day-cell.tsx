import { Popover } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type CSSProperties, useState } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import { useNow } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './calendar.module.css';
import { useDayFormats } from './day-formats.ts';
import type { Day } from './days.ts';
import { EntryLine } from './entry-line.tsx';
import { iconOf, useEntryWords } from './entry-words.ts';
import { fitLanes, type Piece } from './place-week.ts';

export interface DayCellProps {
  readonly day: Day;
  readonly lanes: readonly (Piece | null)[];
  readonly titles: Titles;
  readonly today: boolean;
  /** Entries that have room; the others are a press away. */
  readonly room: number;
  /** Of the month before or after. */
  readonly outside: boolean;
  /** Tab leads to it. */
  readonly reached: boolean;
  readonly onReach: () => void;
}

/** One day of the month: its number opens everything that it holds. */
export function DayCell(props: DayCellProps) {
  const { day, lanes, titles, today, room, outside, reached, onReach } = props;
  const { t } = useTexts();
  const { full, monthShort } = useDayFormats();
  const [open, setOpen] = useState(false);
  const { shown, more } = fitLanes(lanes, room);
  const pieces = lanes.filter((piece) => piece !== null);
  const number = Number(day.slice(8));
  return (
    <td data-today={today || undefined} data-outside={outside || undefined}>
      <Popover
        opened={open}
        onChange={setOpen}
        width={340}
        position="bottom-start"
        shadow="md"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <button
            type="button"
            className={classes.dayNumber}
            data-day={day}
            tabIndex={reached ? 0 : -1}
            aria-current={today ? 'date' : undefined}
            aria-label={t('calendar.day', { day: full(day), count: pieces.length })}
            onClick={() => {
              onReach();
              setOpen(!open);
            }}
          >
            {number}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={full(day)}>
          <p className={classes.popoverTitle}>{full(day)}</p>
          {pieces.length === 0 ? (
            <p className={classes.note}>{t('calendar.day.empty')}</p>
          ) : (
            <ul className={classes.popoverList}>
              {pieces.map(({ entry }) => (
                <EntryLine key={entry.id} entry={entry} titles={titles} narrow />
              ))}
            </ul>
          )}
        </Popover.Dropdown>
      </Popover>
      {number === 1 && (
        <span className={classes.monthName} aria-hidden="true">
          {monthShort(day)}
        </span>
      )}
      <ul className={classes.lanes}>
        {shown.map(
          (piece, lane) =>
            piece !== null && <Chip key={piece.entry.id} piece={piece} lane={lane + 1} />,
        )}
      </ul>
      {more > 0 && (
        <button type="button" className={classes.more} onClick={() => setOpen(true)}>
          {t('calendar.more', { count: more })}
        </button>
      )}
    </td>
  );
}

/** An entry in a day; what lasts is a bar from day to day with its words once a week. */
function Chip({ piece, lane }: { piece: Piece; lane: number }) {
  const { entry, days, before, after } = piece;
  const { what, title, time, to } = useEntryWords()(entry);
  const now = useNow();
  const late = entry.due && lateAt(entry.startsAt, entry.allDay) < now;
  const style = { '--days': Math.max(1, days) } as CSSProperties;
  return (
    <li
      className={classes.chip}
      style={{ gridRow: lane }}
      data-due={entry.due}
      data-long={before || after || undefined}
      data-before={before || undefined}
      data-after={after || undefined}
      data-late={late || undefined}
      aria-hidden={days === 0 || undefined}
    >
      {days > 0 && (
        <Link to={to} style={style} title={`${time} ${title} – ${what}`.trim()}>
          <Icon name={iconOf(entry)} size={12} />
          {!entry.due && time !== '' && <time>{time}</time>}
          <span>{title}</span>
          <span className={classes.hidden}>{what}</span>
        </Link>
      )}
    </li>
  );
}

const lateAt = (startsAt: string, allDay: boolean): number =>
  Date.parse(startsAt) + (allDay ? 86_400_000 : 0);
