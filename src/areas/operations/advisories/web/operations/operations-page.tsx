import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import { Page } from '#ui/page/page.tsx';
import { type Search, withSearch } from '#ui/table/list-search.ts';
import { operationsQuery } from '../queries.ts';
import { CasesByState } from './cases-by-state.tsx';
import { Exceptions } from './exceptions.tsx';
import { Feeds } from './feeds.tsx';
import { OpenFindings } from './open-findings.tsx';
import { TimeToFix } from './time-to-fix.tsx';

const periods = [90, 365, 1095] as const;

/** How operations fare: first the time from advisory to verified fix, then what is open, what changes, and what is overdue or about to end. */
export function OperationsPage() {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const days = periods.find((one) => String(one) === search['days']) ?? 365;
  const organisation = search['organisation'];
  const query = useQuery(operationsQuery(days, organisation));
  const go = (change: Search) =>
    navigate({ to: '.', search: withSearch(search, change), replace: true });
  const organisations = query.data?.organisations ?? [];
  return (
    <Page
      title={t('operations.title')}
      actions={
        <ChoiceBar
          label={t('operations.period')}
          choices={periods.map((value) => ({
            value: String(value),
            title: t(`operations.period.${value}`),
          }))}
          value={String(days)}
          onChange={(value) => go({ days: value === '365' ? undefined : value })}
        />
      }
      {...(organisations.length > 1
        ? {
            meta: (
              <ChoiceBar
                label={t('operations.organisation')}
                choices={[
                  { value: '', title: t('operations.organisation.all') },
                  ...organisations.map(({ id, name }) => ({ value: id, title: name })),
                ]}
                value={organisation ?? ''}
                onChange={(value) => go({ organisation: value })}
              />
            ),
          }
        : {})}
    >
      {query.isPending && <Placeholder lines={16} />}
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && (
        <>
          <TimeToFix view={query.data} />
          <OpenFindings findings={query.data.findings} />
          <CasesByState cases={query.data.cases} />
          <Feeds view={query.data} />
          <Exceptions exceptions={query.data.exceptions} organisations={organisations} />
        </>
      )}
    </Page>
  );
}
