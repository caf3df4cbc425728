import { queryOptions } from '@tanstack/react-query';
import type { DutyList } from '#areas/organisation/rota/contract.ts';
import { get } from '../api/client.ts';

/** Who is on duty now: of one organisation, or of all that the reader sees. */
export function dutiesQuery(organisation: string | null) {
  return queryOptions({
    queryKey: ['duties', organisation],
    queryFn: ({ signal }) =>
      get<DutyList>('/duties', organisation === null ? {} : { organisation }, signal),
    staleTime: 60_000,
  });
}
