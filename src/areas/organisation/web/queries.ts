import { queryOptions } from '@tanstack/react-query';
import { get } from '#ui/api/client.ts';
import type { RecordPage } from '#work/contract.ts';

/** What changed in a service or a line of a contract, the latest first. */
export const changeLogQuery = (record: string) =>
  queryOptions({
    queryKey: ['list', 'own-changes', { record }],
    queryFn: ({ signal }) =>
      get<RecordPage>('/own-changes', { record, sort: '-at', limit: 100 }, signal),
  });

/** Every line of the contracts that the reader sees: few, and a tree needs them all. */
export const contractsQuery = queryOptions({
  queryKey: ['list', 'contracts', 'tree'],
  queryFn: ({ signal }) => get<RecordPage>('/contracts', { limit: 200 }, signal),
});
