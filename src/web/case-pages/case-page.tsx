import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { caseQuery } from '#ui/api/queries.ts';
import { CasePage } from '#ui/case/case-page.tsx';
import { type CaseViews, CaseViewsContext } from '#ui/case/case-views.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseView } from '#ui/page/area-route.ts';
import { Page } from '#ui/page/page.tsx';
import { casePages } from '../area-routes.ts';

/** What is called and loaded for cases of a procedure that an area made a page for. */
const made: ReadonlyMap<string, { readonly title: string; readonly View: CaseView }> = new Map(
  casePages.map(({ procedure, title, view }) => [
    procedure,
    { title, View: lazy(async () => ({ default: await view() })) },
  ]),
);

/** A case by the page that its area made for it, or else by its file. */
export function CaseRoute() {
  return <CaseAtAddress shown="own" />;
}

/** The file of a case, the same for every procedure. */
export function CaseFileRoute() {
  return <CaseAtAddress shown="file" />;
}

function CaseAtAddress({ shown }: Pick<CaseViews, 'shown'>) {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(caseQuery(id));
  // Once it was read, a page that could not be read again stays, with what was typed into it.
  if (query.data === undefined) {
    return query.isError ? (
      <Loading error={query.error} retry={() => query.refetch()} />
    ) : (
      <Loading />
    );
  }
  const own = made.get(query.data.case.procedure);
  const View = shown === 'own' && own !== undefined ? own.View : CasePage;
  return (
    <CaseViewsContext value={{ own: own?.title ?? null, shown }}>
      <Suspense fallback={<Loading />}>
        <View key={id} detail={query.data} />
      </Suspense>
    </CaseViewsContext>
  );
}

function Loading({ error, retry }: { error?: Error; retry?: () => void }) {
  const { t } = useTexts();
  return (
    <Page title={t('case')} crumbs={[{ title: t('nav.cases'), to: '/cases' }]}>
      {error === undefined ? (
        <Placeholder lines={14} />
      ) : (
        <ProblemNotice error={error} {...(retry === undefined ? {} : { retry })} />
      )}
    </Page>
  );
}
