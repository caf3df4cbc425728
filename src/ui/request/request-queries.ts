import { queryOptions } from '@tanstack/react-query';
import type { RequestDetail, RequestPage } from '#work/requests/contract.ts';
import { get } from '../api/client.ts';

/** Texts of every request stand under this name, whatever its kind. */
export const requestOwner = 'register.requests' as const;

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'requests', id],
    queryFn: ({ signal }) => get<RequestDetail>(`/requests/${id}`, {}, signal),
  });

export const requestsOfCaseQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['list', 'requests', { caseId }],
    queryFn: ({ signal }) => get<RequestPage>('/requests', { caseId, limit: 200 }, signal),
  });

/** Requests that wait for the reader's own answer. */
export const myRequestsQuery = queryOptions({
  queryKey: ['list', 'requests', 'me'],
  queryFn: ({ signal }) => get<RequestPage>('/requests', { assignee: 'me', limit: 200 }, signal),
});
