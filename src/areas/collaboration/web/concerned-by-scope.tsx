import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from '#ui/api/client.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { ConcernedByScope as Concerned } from '../contract.ts';
import classes from './concerned.module.css';

const concernedQuery = (caseId: string, scope: readonly unknown[]) =>
  queryOptions({
    queryKey: ['list', 'concerned', caseId, ...scope],
    queryFn: ({ signal }) => get<Concerned>(`/cases/${caseId}/concerned`, {}, signal),
  });

const named = (people: Concerned['concerned'][number]['npm']): string =>
  people.map(({ name }) => name).join(', ');

/** Whom the scope of the case concerns today, with who speaks for each, and which of its countries are left out and why. */
export function ConcernedByScope() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const { communities, threads, memberStates } = detail.case.fields;
  const hasCountries = Array.isArray(memberStates) && memberStates.length > 0;
  const found = useQuery({
    ...concernedQuery(detail.case.id, [communities, threads, memberStates]),
    enabled: hasCountries,
  });
  if (!hasCountries || found.isPending) return null;
  return (
    <Section title={t('concerned.title')}>
      {found.isError ? (
        <ProblemNotice error={found.error} retry={() => found.refetch()} />
      ) : (
        <>
          <Administrations of={found.data.concerned} />
          <LeftOut of={found.data.leftOut} />
        </>
      )}
    </Section>
  );
}

function Administrations({ of }: { of: Concerned['concerned'] }) {
  const { t } = useTexts();
  if (of.length === 0) return <p className={classes.none}>{t('concerned.none')}</p>;
  return (
    <details className={classes.concerned} open={of.length <= 6}>
      <summary>{t('concerned.count', { count: of.length })}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('concerned.administration')}</th>
            <th scope="col">{t('concerned.npm')}</th>
            <th scope="col">{t('concerned.niso')}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ organisationId, name, npm, niso }) => (
            <tr key={organisationId}>
              <th scope="row">{name}</th>
              <td>{npm.length === 0 ? t('concerned.nobody') : named(npm)}</td>
              <td>{niso.length === 0 ? t('concerned.nobody') : named(niso)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function LeftOut({ of }: { of: Concerned['leftOut'] }) {
  const { t } = useTexts();
  if (of.length === 0) return null;
  return (
    <p className={classes.leftOut}>
      {t('concerned.left-out', {
        names: of
          .map(({ name, because }) => `${name} (${t(`concerned.because.${because}`)})`)
          .join(', '),
      })}
    </p>
  );
}
