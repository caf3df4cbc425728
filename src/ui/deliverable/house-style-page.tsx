import { queryOptions, useQuery } from '@tanstack/react-query';
import type { HouseStyle } from '#work/house-style/contract.ts';
import { get } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Page } from '../page/page.tsx';
import { HouseStyleForm } from './house-style-form.tsx';

const styleQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['house-style', organisation],
    queryFn: ({ signal }) => get<HouseStyle>(`/house-styles/${organisation}`, {}, signal),
  });

/** How the documents of my organisation look; its administrators change it and see a specimen as they do. */
export function HouseStylePage() {
  const { t } = useTexts();
  const { organisation } = useMe();
  const query = useQuery(styleQuery(organisation.id));
  return (
    <Page
      title={t('house-style')}
      crumbs={[{ title: t('nav.documents'), to: '/deliverables' }]}
      meta={<span>{t('house-style.help')}</span>}
    >
      {query.isSuccess ? (
        <HouseStyleForm key={query.data.recordVersion} kept={query.data} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={10} />
      )}
    </Page>
  );
}
