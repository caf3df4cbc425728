import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import { Page } from '#ui/page/page.tsx';
import type { LoopView } from '../../analysis/contract.ts';
import { loopQuery } from '../queries.ts';
import { LoopOf } from './loop-of.tsx';
import { tracesOf } from './loop-trace.ts';

/** The whole loop of one advisory: from what the vendor said to the inventory that shows it fixed. */
export function LoopPage() {
  const { t, names } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(loopQuery(id));
  const crumbs = [{ title: names.register('advisories'), to: '/registers/advisories' }];
  if (query.isSuccess) return <Loaded view={query.data} />;
  return (
    <Page title={t('loop.title')} crumbs={crumbs}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={14} />
      )}
    </Page>
  );
}

function Loaded({ view }: { view: LoopView }) {
  const { t, names } = useTexts();
  const { advisory } = view;
  const traces = tracesOf(view);
  const to = `/registers/advisories/${advisory.id}`;
  return (
    <Page
      title={t('loop.of', { title: advisory.title })}
      crumbs={[
        { title: names.register('advisories'), to: '/registers/advisories' },
        { title: advisory.sourceId, to },
      ]}
      actions={
        <>
          <Button component={Link} to={to}>
            {t('loop.advisory')}
          </Button>
          <Button leftSection={<Icon name="print" size={14} />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        </>
      }
      meta={
        <>
          <span>{advisory.sourceId}</span>
          <Severity of={advisory.severity} score={advisory.severityScore} />
          {advisory.exploited && <strong>{t('advisory.exploited')}</strong>}
          <span>{advisory.publisher}</span>
        </>
      }
    >
      {traces.length === 0 ? (
        <Empty title={t('loop.empty')} action={<Link to={to}>{t('loop.empty.advisory')}</Link>}>
          {t('loop.empty.help')}
        </Empty>
      ) : (
        traces.map((trace) => (
          <LoopOf
            key={trace.ownerId}
            view={view}
            trace={trace}
            named={traces.length > 1 || trace.standing === null}
          />
        ))
      )}
    </Page>
  );
}
