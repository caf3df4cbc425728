import type { AreaRoute } from '#ui/page/area-route.ts';

/** The page of an asset, with what is installed on it and what threatens it. */
export const routes: readonly AreaRoute[] = [
  {
    path: '/registers/assets/$id',
    area: 'assets',
    title: 'asset.title',
    component: () => import('./asset-page.tsx').then((module) => module.AssetPage),
  },
];
