import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ExposureView } from '#areas/operations/advisories/analysis/contract.ts';
import type { AssetFindingList } from '#areas/operations/advisories/contract.ts';
import { get, type Parameters } from '#ui/api/client.ts';
import type { RecordPage } from '#work/contract.ts';
import type { InstalledComponent, InventoryChangeView, InventorySummaryView } from '../contract.ts';

interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A list of an asset that comes a page at a time by key. */
function paged<T extends { readonly next: string | null }>(
  id: string,
  part: string,
  parameters: Parameters,
) {
  return infiniteQueryOptions({
    queryKey: ['record', 'assets', id, part, parameters],
    queryFn: ({ pageParam, signal }) =>
      get<T>(
        `/assets/${id}/${part}`,
        { ...parameters, ...(pageParam === '' ? {} : { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last: T) => last.next,
  });
}

export const assetFindingsQuery = (id: string) =>
  paged<AssetFindingList>(id, 'findings', { limit: 20 });

export const componentsQuery = (id: string, q: string) =>
  paged<PageOf<InstalledComponent>>(id, 'inventory', { limit: 50, q });

export const inventoriesQuery = (id: string) =>
  paged<PageOf<InventorySummaryView>>(id, 'inventories', { limit: 10 });

export const changesQuery = (id: string, inventory: string) =>
  paged<PageOf<InventoryChangeView>>(id, `inventories/${inventory}/changes`, { limit: 50 });

export const exposureQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'assets', id, 'exposure'],
    queryFn: ({ signal }) => get<ExposureView>(`/assets/${id}/exposure`, {}, signal),
  });

/** Assets that depend on this one. */
export const dependentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['list', 'assets', 'dependents', id],
    queryFn: ({ signal }) => get<RecordPage>('/assets', { dependsOn: id, limit: 20 }, signal),
  });
