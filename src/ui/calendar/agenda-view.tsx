import type { CalendarEntry } from '#work/calendar/contract.ts';
import { Empty } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './calendar.module.css';
import { useDayFormats } from './day-formats.ts';
import { type Day, weekOf } from './days.ts';
import { EntryLine } from './entry-line.tsx';
import { spanOf } from './place-week.ts';

export interface AgendaViewProps {
  readonly weeks: readonly (readonly Day[])[];
  readonly entries: readonly CalendarEntry[];
  readonly titles: Titles;
  readonly today: Day;
}

/** Days with what they hold, week by week. What lasts stands in its first day, or in the first that is shown. */
export function AgendaView({ weeks, entries, titles, today }: AgendaViewProps) {
  const { t } = useTexts();
  const { range } = useDayFormats();
  const first = weeks[0]?.[0] ?? today;
  const byDay = Map.groupBy(entries, (entry) => {
    return [spanOf(entry).first, first].sort()[1] ?? first;
  });
  const days = weeks.flat().filter((day) => byDay.has(day) || day === today);
  if (entries.length === 0) {
    return <Empty title={t('calendar.empty')}>{t('calendar.empty.help')}</Empty>;
  }
  return (
    <div className={classes.agenda}>
      {weeks
        .filter((week) => week.some((day) => days.includes(day)))
        .map((week) => (
          <section key={week[0]}>
            <h2 className={classes.week}>
              {t('calendar.week', { week: weekOf(week[0] ?? today) })}
              <span>{range(week[0] ?? today, week[6] ?? today)}</span>
            </h2>
            <ol>
              {week
                .filter((day) => days.includes(day))
                .map((day) => (
                  <li
                    key={day}
                    className={classes.agendaDay}
                    data-today={day === today || undefined}
                    data-over={day < today || undefined}
                  >
                    <DayHead day={day} today={day === today} />
                    {byDay.has(day) ? (
                      <ul>
                        {byDay.get(day)?.map((entry) => (
                          <EntryLine key={entry.id} entry={entry} titles={titles} />
                        ))}
                      </ul>
                    ) : (
                      <p className={classes.note}>{t('calendar.day.empty')}</p>
                    )}
                  </li>
                ))}
            </ol>
          </section>
        ))}
    </div>
  );
}

function DayHead({ day, today }: { day: Day; today: boolean }) {
  const { t } = useTexts();
  const { weekday, full } = useDayFormats();
  return (
    <h3 className={classes.dayHead}>
      <time dateTime={day} title={full(day)}>
        <span className={classes.dayBig}>{Number(day.slice(8))}</span>
        <span>{weekday(day)}</span>
      </time>
      {today && <span className={classes.todayWord}>{t('calendar.today')}</span>}
    </h3>
  );
}
