import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, type Parameters } from '#ui/api/client.ts';
import type { LoopView, OperationsView, SaidOfPackage, SourcesView } from '../analysis/contract.ts';
import type { AffectedList, FindingList, RevisionList, TriageView } from '../contract.ts';

export const loopQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'advisories', id, 'loop'],
    queryFn: ({ signal }) => get<LoopView>(`/advisories/${id}/loop`, {}, signal),
  });

export const sourcesQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'advisories', id, 'sources'],
    queryFn: ({ signal }) => get<SourcesView>(`/advisories/${id}/sources`, {}, signal),
  });

export const triageQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'advisories', id, 'triage'],
    queryFn: ({ signal }) => get<TriageView>(`/advisories/${id}/triage`, {}, signal),
  });

export const revisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'advisories', id, 'revisions'],
    queryFn: ({ signal }) => get<RevisionList>(`/advisories/${id}/revisions`, {}, signal),
  });

export interface SaidPage {
  readonly items: readonly SaidOfPackage[];
  readonly next: string | null;
}

/** A list that comes a page at a time by key. */
function paged<T extends { readonly next: string | null }>(
  key: readonly unknown[],
  path: string,
  parameters: Parameters,
) {
  return infiniteQueryOptions({
    queryKey: [...key, parameters],
    queryFn: ({ pageParam, signal }) =>
      get<T>(path, { ...parameters, ...(pageParam === '' ? {} : { after: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (last: T) => last.next,
  });
}

export const saidQuery = (id: string) =>
  paged<SaidPage>(['record', 'advisories', id, 'packages'], `/advisories/${id}/packages`, {
    limit: 20,
  });

export const affectedQuery = (id: string, filter: Parameters) =>
  paged<AffectedList>(['record', 'advisories', id, 'affected'], `/advisories/${id}/affected`, {
    limit: 50,
    ...filter,
  });

export const findingsQuery = (filter: Parameters) =>
  paged<FindingList>(['list', 'findings'], '/findings', { limit: 100, ...filter });

export const operationsQuery = (days: number, organisation: string | undefined) =>
  queryOptions({
    queryKey: ['list', 'operations', days, organisation ?? ''],
    queryFn: ({ signal }) =>
      get<OperationsView>('/findings/operations', { days, organisation }, signal),
  });
