import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { CalendarEntry } from '#work/calendar/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './calendar.module.css';
import { DayCell } from './day-cell.tsx';
import { useDayFormats } from './day-formats.ts';
import { addDays, type Day, monthOf } from './days.ts';
import { placeWeek } from './place-week.ts';
import { useRoom } from './use-room.ts';

export interface MonthViewProps {
  readonly weeks: readonly (readonly Day[])[];
  readonly entries: readonly CalendarEntry[];
  readonly titles: Titles;
  readonly today: Day;
  /** The day that has the focus of the keyboard. */
  readonly at: Day;
  readonly onGo: (day: Day) => void;
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** A month as weeks from Monday to Sunday. One day is reached by Tab, the others by the arrow keys. */
export function MonthView({ weeks, entries, titles, today, at, onGo }: MonthViewProps) {
  const { t } = useTexts();
  const { weekday, weekdayLong, month } = useDayFormats();
  const table = useRef<HTMLTableElement>(null);
  const placed = useMemo(() => weeks.map((week) => placeWeek(week, entries)), [weeks, entries]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const on = (event.target as HTMLElement).dataset['day'];
    if (step === undefined || on === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const next = addDays(on, step);
    onGo(next);
    // The day may stand in a month that is drawn only now.
    requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus(),
    );
  };
  const { height, room } = useRoom(weeks.length);
  const middle = weeks[1]?.[0] ?? today;
  return (
    <table ref={table} className={classes.month} onKeyDown={onKeyDown}>
      <caption className={classes.hidden}>
        {month(middle)}. {t('calendar.keys')}
      </caption>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" abbr={weekdayLong(day)}>
              {weekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, row) => (
          <tr key={week[0]} style={{ height }}>
            {week.map((day, column) => (
              <DayCell
                key={day}
                day={day}
                lanes={placed[row]?.[column] ?? []}
                titles={titles}
                today={day === today}
                room={room}
                outside={monthOf(day) !== monthOf(middle)}
                reached={day === at}
                onReach={() => onGo(day)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
