import { ActionIcon, Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AgendaView } from '#ui/calendar/agenda-view.tsx';
import classes from '#ui/calendar/calendar.module.css';
import { calendarQuery, type Whose } from '#ui/calendar/calendar-queries.ts';
import { useDayFormats } from '#ui/calendar/day-formats.ts';
import { dayOf } from '#ui/calendar/days.ts';
import { entryIcons } from '#ui/calendar/entry-words.ts';
import { MonthView } from '#ui/calendar/month-view.tsx';
import { Subscribe } from '#ui/calendar/subscribe.tsx';
import { type Period, useNarrow, usePeriod, views } from '#ui/calendar/use-period.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import { useNow } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Page } from '#ui/page/page.tsx';
import { type CalendarEntry, entryKinds } from '#work/calendar/contract.ts';

type Kind = CalendarEntry['kind'];

/** What has a date for the reader: meetings, missions, the force of terms, deadlines, tasks, requests, action points. */
export function CalendarPage() {
  const { t } = useTexts();
  const today = dayOf(useNow());
  const period = usePeriod(today);
  const [of, setOf] = useState<Whose>('me');
  const [hidden, setHidden] = useState<ReadonlySet<Kind>>(new Set());
  const query = useQuery({
    ...calendarQuery(period.first, period.last, of),
    placeholderData: keepPreviousData,
  });
  const entries =
    query.data?.items.filter(({ due, kind }) => !hidden.has(due ? kind : 'event')) ?? [];
  const shown = { entries, titles: query.data?.titles ?? {}, today };
  const { weeks, at, go } = period;
  return (
    <Page title={t('calendar.title')} actions={<Steps period={period} today={today} />}>
      <div className={classes.tools} data-print="hide">
        <Kinds hidden={hidden} onChange={setHidden} />
        <Choices period={period} of={of} onOf={setOf} />
      </div>
      {query.data?.cut === true && <Notice tone="note" title={t('calendar.cut')} />}
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.isPending ? (
        <Placeholder lines={14} />
      ) : period.view === 'month' ? (
        <MonthView {...shown} weeks={weeks} at={at} onGo={go} />
      ) : (
        <AgendaView {...shown} weeks={weeks} />
      )}
    </Page>
  );
}

/** The period, and the ways to the next and the one before. */
function Steps({ period, today }: { period: Period; today: string }) {
  const { t } = useTexts();
  const { month, range } = useDayFormats();
  const { view, at, first, last, go, step } = period;
  return (
    <div className={classes.steps}>
      <strong aria-live="polite">{view === 'month' ? month(at) : range(first, last)}</strong>
      <ActionIcon aria-label={t('calendar.before')} title="K" onClick={() => step(-1)}>
        <Icon name="left" />
      </ActionIcon>
      <Button variant="default" title="T" onClick={() => go(today)}>
        {t('calendar.today')}
      </Button>
      <ActionIcon aria-label={t('calendar.after')} title="J" onClick={() => step(1)}>
        <Icon name="right" />
      </ActionIcon>
    </div>
  );
}

function Choices(props: { period: Period; of: Whose; onOf: (of: Whose) => void }) {
  const { t } = useTexts();
  const { period, of, onOf } = props;
  const narrow = useNarrow();
  return (
    <div className={classes.choices}>
      <ChoiceBar
        label={t('calendar.whose')}
        choices={(['me', 'all'] as const).map((value) => ({
          value,
          title: t(`calendar.whose.${value}`),
        }))}
        value={of}
        onChange={onOf}
      />
      {!narrow && (
        <ChoiceBar
          label={t('calendar.view')}
          choices={views.map((value) => ({ value, title: t(`calendar.view.${value}`) }))}
          value={period.view}
          onChange={period.show}
        />
      )}
      <Subscribe />
    </div>
  );
}

/** What the marks mean; each can be left out. */
function Kinds(props: {
  hidden: ReadonlySet<Kind>;
  onChange: (hidden: ReadonlySet<Kind>) => void;
}) {
  const { t } = useTexts();
  const { hidden, onChange } = props;
  const toggle = (kind: Kind) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    onChange(next);
  };
  return (
    <fieldset className={classes.kinds}>
      <legend className={classes.hidden}>{t('calendar.kinds')}</legend>
      {(['event', ...entryKinds.filter((kind) => kind !== 'event')] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          data-kind={kind}
          aria-pressed={!hidden.has(kind)}
          onClick={() => toggle(kind)}
        >
          <Icon name={entryIcons[kind]} size={12} />
          {t(`calendar.kind.${kind}`)}
        </button>
      ))}
    </fieldset>
  );
}
