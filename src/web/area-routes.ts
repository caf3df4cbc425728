import type { AreaRoute } from '#ui/page/area-route.ts';

const found = import.meta.glob<{ readonly routes: readonly AreaRoute[] }>(
  '../areas/**/web/routes.tsx',
  { eager: true },
);

/** Pages that the areas bring themselves. */
export const areaRoutes: readonly AreaRoute[] = Object.values(found).flatMap(
  ({ routes }) => routes,
);
