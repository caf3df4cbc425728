import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { EvidenceDetail, EvidenceList } from '#work/evidence/contract.ts';
import { get } from '../api/client.ts';

/** Texts of evidence stand under this name. */
export const evidenceOwner = 'register.evidence' as const;

/** Evidence of a case, oldest first, a page at a time by key; the first page tells how many there are. */
export const evidenceOfCaseQuery = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: ['list', 'evidence', { caseId }],
    queryFn: ({ pageParam, signal }) =>
      get<EvidenceList>(
        `/cases/${caseId}/evidence`,
        { limit: 100, ...(pageParam === '' ? { count: true } : { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last: EvidenceList) => last.next,
  });

export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'evidence', id],
    queryFn: ({ signal }) => get<EvidenceDetail>(`/evidence/${id}`, {}, signal),
  });
