import { useQuery } from '@tanstack/react-query';
import { apiUrl, get } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { type AdminColumn, PlainTable } from './admin-table.tsx';

/** The answer of `/ready`. */
interface Ready {
  readonly status: 'ready' | 'not-ready';
  readonly version: string;
  readonly database: 'up' | 'down';
  readonly jobs: 'running' | 'down' | 'elsewhere';
}

/** One of `/background-loops`. */
interface Loop {
  readonly name: string;
  readonly trouble: {
    readonly since: string;
    readonly failures: number;
    readonly error: string;
  } | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** Asked by hand, because a server that is not ready answers 503 with the same words. */
async function askReady(signal: AbortSignal): Promise<Ready> {
  const answer = await fetch(apiUrl('/ready'), { signal });
  if (answer.status === 200 || answer.status === 503) return (await answer.json()) as Ready;
  return get<Ready>('/ready', {}, signal);
}

/** Whether the parts of the installation work, as the server itself sees it. */
export function HealthPage() {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: ['admin', '/ready'],
    queryFn: ({ signal }) => askReady(signal),
    refetchInterval: 10_000,
  });
  return (
    <AdminFrame id="health">
      {query.isPending ? (
        <Placeholder />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Section title={t(`health.status.${query.data.status}`)}>
          <dl className={classes.pairs}>
            <dt>{t('health.database')}</dt>
            <dd>
              <Part well={query.data.database === 'up'} />
            </dd>
            <dt>{t('health.jobs')}</dt>
            <dd>
              {query.data.jobs === 'elsewhere' ? (
                t('health.jobs.elsewhere')
              ) : (
                <Part well={query.data.jobs === 'running'} />
              )}
            </dd>
            <dt>{t('health.version')}</dt>
            <dd>{query.data.version}</dd>
            <dt>{t('health.asked')}</dt>
            <dd>
              <Ago at={new Date(query.dataUpdatedAt).toISOString()} />
            </dd>
          </dl>
          <p className={classes.note}>{t('health.metrics')}</p>
        </Section>
      )}
      <Loops />
    </AdminFrame>
  );
}

/** What runs again and again in this server; a loop that fails would otherwise only be seen in the log. */
function Loops() {
  const { t, find } = useTexts();
  const query = useQuery({
    queryKey: ['admin', '/background-loops'],
    queryFn: ({ signal }) => get<{ items: readonly Loop[] }>('/background-loops', {}, signal),
    refetchInterval: 10_000,
  });
  if (!query.isSuccess || query.data.items.length === 0) return null;
  const columns: AdminColumn<Loop>[] = [
    {
      head: 'health.loop.name',
      cell: ({ name }) => find(`loop.${name}`) ?? name,
    },
    { head: 'health.loop.state', cell: ({ trouble }) => <LoopState trouble={trouble} /> },
    {
      head: 'health.loop.counts',
      cell: ({ name, counts }) =>
        Object.keys(counts).length > 0 && t(`loop.${name}.counts`, { ...counts }),
    },
  ];
  return (
    <Section title={t('health.loops')}>
      <PlainTable
        label={t('health.loops')}
        columns={columns}
        idOf={({ name }) => name}
        items={query.data.items}
      />
    </Section>
  );
}

function LoopState({ trouble }: Pick<Loop, 'trouble'>) {
  const { t } = useTexts();
  if (trouble === null) return <Part well />;
  return (
    <>
      <Part well={false} /> {t('health.loop.since')} <Ago at={trouble.since} />
      <p className={classes.long}>
        {t('health.loop.failing', { count: trouble.failures, error: trouble.error })}
      </p>
    </>
  );
}

function Part({ well }: { well: boolean }) {
  const { t } = useTexts();
  return (
    <Mark kind={well ? 'achieved' : 'not-achieved'} word={t(well ? 'health.well' : 'health.ill')} />
  );
}
