import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Diagram } from '#engine/bpmn/diagram.ts';
import type { CaseDetail, CasePage, Me, RecordDetail, RecordPage } from '#work/contract.ts';
import { get, type Parameters } from './client.ts';
import type {
  AudienceView,
  Definitions,
  HistoryPage,
  ImportReport,
  ListOf,
  Notification,
  SavedView,
  SearchHit,
  TaskPage,
} from './types.ts';

/** What is read again when something changed: the first element of each key. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/me', {}, signal),
  staleTime: 60_000,
});

export const definitionsQuery = queryOptions({
  queryKey: ['definitions'],
  queryFn: ({ signal }) => get<Definitions>('/definitions', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Rows of a register or of `cases`, a page at a time by key. */
export function listQuery<T extends RecordPage | CasePage>(path: string, parameters: Parameters) {
  return infiniteQueryOptions({
    queryKey: ['list', path, parameters],
    queryFn: ({ pageParam, signal }) =>
      get<T>(
        `/${path}`,
        {
          limit: 100,
          ...parameters,
          ...(pageParam === '' ? { count: true } : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last: T) => last.next,
  });
}

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: ({ signal }) => get<CaseDetail>(`/cases/${id}`, {}, signal),
  });

export const recordQuery = (register: string, id: string) =>
  queryOptions({
    queryKey: ['record', register, id],
    queryFn: ({ signal }) => get<RecordDetail>(`/${register}/${id}`, {}, signal),
  });

/** Records of a register that hang on one case: targets, answers, tests. */
export const recordsOfCaseQuery = (register: string, caseId: string) =>
  queryOptions({
    queryKey: ['list', register, { caseId }],
    queryFn: ({ signal }) => get<RecordPage>(`/${register}`, { caseId, limit: 200 }, signal),
  });

/** Timeline of a case or record, newest first, a page at a time. */
export const historyQuery = (path: string) =>
  infiniteQueryOptions({
    queryKey: ['history', path],
    queryFn: ({ pageParam, signal }) =>
      get<HistoryPage>(
        `/${path}/history`,
        pageParam === '' ? { limit: 20 } : { limit: 20, after: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last: HistoryPage) => last.next,
  });

export const audienceQuery = (path: string, owner: string) =>
  queryOptions({
    queryKey: ['audience', path],
    queryFn: ({ signal }) => get<AudienceView>(`/${path}/audience`, { owner }, signal),
  });

export const diagramQuery = (procedure: string, locale: string, version?: number) =>
  queryOptions({
    queryKey: ['diagram', procedure, locale, version],
    queryFn: ({ signal }) =>
      get<Diagram>(`/procedures/${procedure}/diagram`, { locale, version }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const myTasksQuery = queryOptions({
  queryKey: ['tasks', 'me'],
  queryFn: ({ signal }) =>
    get<TaskPage>('/tasks', { assignee: 'me', state: 'open', limit: 200 }, signal),
});

export const myCasesQuery = queryOptions({
  queryKey: ['list', 'cases', 'me'],
  queryFn: ({ signal }) => get<CasePage>('/cases', { assignee: 'me', limit: 200 }, signal),
});

interface NotificationPage extends ListOf<Notification> {
  readonly next: string | null;
  readonly unread: number;
}

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal, pageParam }) =>
    get<NotificationPage>('/notifications', { limit: 50, after: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: NotificationPage) => last.next ?? undefined,
});

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => get<ListOf<SearchHit>>('/search', { q }, signal),
    enabled: q.trim().length > 1,
    staleTime: 30_000,
  });

export const savedViewsQuery = (register: string) =>
  queryOptions({
    queryKey: ['saved-views', register],
    queryFn: ({ signal }) => get<ListOf<SavedView>>('/saved-views', { register }, signal),
  });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => get<ImportReport>(`/imports/${id}`, {}, signal),
    refetchInterval: (query) =>
      query.state.data?.finishedAt === null || query.state.data === undefined ? 1000 : false,
  });
