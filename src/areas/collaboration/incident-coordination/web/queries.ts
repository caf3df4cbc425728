import { queryOptions } from '@tanstack/react-query';
import { get } from '#ui/api/client.ts';
import type { HighImpactTableView, LiaisonPartners } from '../contract.ts';

/** The decision table of the high-impact test as it is in force. */
export const highImpactTableQuery = queryOptions({
  queryKey: ['decision-table', 'high-impact'],
  queryFn: ({ signal }) => get<HighImpactTableView>('/decision-tables/high-impact', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** With whom the reader may speak directly about an incident. */
export const liaisonPartnersQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['list', 'liaison-partners', caseId],
    queryFn: ({ signal }) => get<LiaisonPartners>(`/cases/${caseId}/liaison-partners`, {}, signal),
  });
