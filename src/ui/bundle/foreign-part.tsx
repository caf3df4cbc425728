import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ForeignItems } from '#work/bundle/contract.ts';
import { get } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { Section } from '../page/page.tsx';
import { ForeignEntries } from './foreign-entries.tsx';
import { ForeignDocument, ForeignEvidence } from './foreign-files.tsx';
import { ForeignRecord } from './foreign-record.tsx';
import { ForeignRequest } from './foreign-request.tsx';
import { usePartName } from './part-name.ts';

type Item = ForeignItems['items'][number];

export interface ForeignPartProps {
  readonly id: string;
  readonly part: string;
  readonly count: number;
  readonly revision: number;
  readonly procedure: string;
  readonly titles: Titles;
}

/** One part of a foreign case: records of a register, requests, evidence, documents or the trail, page by page. */
export function ForeignPart(props: ForeignPartProps) {
  const { id, part, count, revision } = props;
  const { t, formats } = useTexts();
  const partName = usePartName();
  const query = useInfiniteQuery({
    queryKey: ['foreign-case', id, 'items', part, revision],
    queryFn: ({ signal, pageParam }) =>
      get<ForeignItems>(
        `/foreign-cases/${id}/items`,
        { part, revision, limit: 50, after: pageParam },
        signal,
      ),
    initialPageParam: '-1',
    getNextPageParam: (last) => last.next,
  });
  const title = `${partName(part)} (${formats.number(count)})`;
  return (
    <Section title={title}>
      {query.isPending && <Placeholder lines={3} />}
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && (
        <Items {...props} items={query.data.pages.flatMap(({ items }) => items)} />
      )}
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('admin.more')}
        </Button>
      )}
    </Section>
  );
}

function Items({
  id,
  part,
  procedure,
  titles,
  items,
}: ForeignPartProps & { readonly items: readonly Item[] }): ReactNode {
  if (part === 'trail') {
    return <ForeignEntries items={items} procedure={procedure} titles={titles} />;
  }
  return items.map((item) => {
    const key = String(item['id']);
    switch (part) {
      case 'requests':
        return <ForeignRequest key={key} item={item} procedure={procedure} titles={titles} />;
      case 'evidence':
        return <ForeignEvidence key={key} id={id} item={item} titles={titles} />;
      case 'documents':
        return <ForeignDocument key={key} id={id} item={item} />;
      default:
        return <ForeignRecord key={key} register={part} item={item} titles={titles} />;
    }
  });
}
