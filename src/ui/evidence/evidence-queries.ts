import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { EvidenceDetail, evidenceList } from '#work/evidence/contract.ts';
import { get } from '../api/client.ts';

/** Texts of evidence stand under this name. */
export const evidenceOwner = 'register.evidence' as const;

export const evidenceOfCaseQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['list', 'evidence', { caseId }],
    queryFn: ({ signal }) =>
      get<z.infer<typeof evidenceList>>(`/cases/${caseId}/evidence`, {}, signal),
  });

export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'evidence', id],
    queryFn: ({ signal }) => get<EvidenceDetail>(`/evidence/${id}`, {}, signal),
  });
