import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, type Parameters } from '#ui/api/client.ts';
import type { RecordPage } from '#work/contract.ts';
import type { AgreementView } from '../contract.ts';

/** Who agreed to the agenda, as far as the reader may know. */
export const agreementsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['list', 'agenda-agreements', caseId],
    queryFn: ({ signal }) =>
      get<{ items: AgreementView[] }>(`/cases/${caseId}/agenda-agreements`, {}, signal),
  });

/** Action points of all meetings that the reader may see, those due first at the top. */
export const trackerQuery = (parameters: Parameters) =>
  infiniteQueryOptions({
    queryKey: ['list', 'action-points', 'tracker', parameters],
    queryFn: ({ pageParam, signal }) =>
      get<RecordPage>(
        '/action-points',
        {
          limit: 100,
          sort: 'dueDate',
          ...parameters,
          ...(pageParam === '' ? { count: true } : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last: RecordPage) => last.next,
  });
