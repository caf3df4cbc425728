import { queryOptions } from '@tanstack/react-query';
import { get } from '#ui/api/client.ts';
import type { RecordPage } from '#work/contract.ts';
import type { TermsAgreement } from '../contract.ts';

/** Where each administration stands with the text, as far as the reader may know. */
export const agreementsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['list', 'terms-agreements', caseId],
    queryFn: ({ signal }) =>
      get<{ items: TermsAgreement[] }>(`/cases/${caseId}/terms-agreements`, {}, signal),
  });

/** Versions of all terms that the reader may see, newest first. */
export const versionsQuery = queryOptions({
  queryKey: ['list', 'terms-versions', 'in-force'],
  queryFn: ({ signal }) =>
    get<RecordPage>('/terms-versions', { limit: 200, sort: '-effectiveFrom' }, signal),
});

/** Every national administration: also one that no terms bind has a line among those in force. */
export const administrationsQuery = queryOptions({
  queryKey: ['list', 'organisations', 'national-administration'],
  queryFn: ({ signal }) =>
    get<RecordPage>(
      '/organisations',
      { kind: 'national-administration', limit: 200, sort: 'name' },
      signal,
    ),
});
