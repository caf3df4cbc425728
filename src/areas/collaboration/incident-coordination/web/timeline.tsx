import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './incident.module.css';
import { owner } from './incident-acts.ts';
import { localTime } from './local-time.ts';
import { useMayRead } from './use-may-read.ts';

const phases = ['detection', 'registration', 'resolution', 'recovery', 'closure'] as const;

/** The chain of events in the five phases of Table 8: each instant in UTC, and in the zone that it was told in. */
export function Timeline() {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const mayRead = useMayRead('incident-timeline');
  const query = useQuery({
    ...recordsOfCaseQuery('incident-timeline', detail.case.id),
    enabled: mayRead,
  });
  const items = query.data?.items ?? [];
  if (!mayRead) return null;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Section
      title={t('incident.timeline')}
      action={<AddAction action="add-event" about={`new-${items.length}`} stored={{ zone }} />}
    >
      {query.isPending ? (
        <Placeholder lines={6} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('incident.timeline.none')}>{t('incident.timeline.none.help')}</Empty>
      ) : (
        phases.map((phase) => {
          const events = items.filter(({ fields }) => fields['phase'] === phase);
          if (events.length === 0) return null;
          return (
            <div key={phase} className={classes.phase}>
              <h3>
                {names.option(owner, 'phase', phase)}
                <span className={classes.count}>{events.length}</span>
              </h3>
              <ol>
                {events.map((event, index) => (
                  <Event key={event.id} event={event} before={events[index - 1] ?? null} />
                ))}
              </ol>
            </div>
          );
        })
      )}
    </Section>
  );
}

function Event({ event, before }: { event: RecordView; before: RecordView | null }) {
  const { formats, locale } = useTexts();
  const { at, zone, event: words, source } = event.fields;
  const instant = String(at);
  const day = formats.dayOf(instant);
  const sameDay = before !== null && formats.dayOf(String(before.fields['at'])) === day;
  const local = localTime(instant, String(zone), locale);
  return (
    <li className={classes.event}>
      <span className={classes.when}>
        {!sameDay && <span className={classes.day}>{day}</span>}
        <time dateTime={instant}>{formats.timeOf(instant)}</time>
        {local !== null && <span className={classes.sub}>{local}</span>}
      </span>
      <span className={classes.what}>
        {String(words)}
        {typeof source === 'string' && <span className={classes.sub}>{source}</span>}
      </span>
    </li>
  );
}
