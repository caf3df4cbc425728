import { useQuery } from '@tanstack/react-query';
import { get } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Page } from '#ui/page/page.tsx';
import classes from './plain-list.module.css';

type Health = { readonly [name: string]: unknown };

const well = new Set(['ok', 'up', 'ready', 'running', true]);

/** Whether the parts of the installation work, as the server itself sees it. */
export function HealthPage() {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: ['admin', '/ready'],
    queryFn: ({ signal }) => get<Health>('/ready', {}, signal),
    refetchInterval: 15_000,
  });
  return (
    <Page
      title={t('admin.health')}
      crumbs={[{ title: t('nav.admin'), to: '/admin' }]}
      meta={<span>{t('admin.health.help')}</span>}
    >
      {query.isPending ? (
        <Placeholder />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <ul className={classes.list}>
          {Object.entries(query.data).map(([name, value]) => {
            const fine = well.has(value as string | boolean);
            return (
              <li key={name}>
                <span>{t([`health.${name}`, 'health.other'], { name })}</span>
                {typeof value === 'boolean' ||
                well.has(value as string) ||
                value === 'down' ||
                value === 'failed' ? (
                  <Mark
                    kind={fine ? 'achieved' : 'not-achieved'}
                    word={t(fine ? 'health.well' : 'health.ill')}
                  />
                ) : (
                  <span>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Page>
  );
}
