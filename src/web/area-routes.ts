import type { AreaCasePage, AreaRoute } from '#ui/page/area-route.ts';

interface AreaPages {
  readonly routes?: readonly AreaRoute[];
  readonly casePages?: readonly AreaCasePage[];
}

const found = Object.values(
  import.meta.glob<AreaPages>('../areas/**/web/routes.tsx', { eager: true }),
);

/** Pages that the areas bring themselves. */
export const areaRoutes: readonly AreaRoute[] = found.flatMap(({ routes = [] }) => routes);

/** Pages that the areas made for cases of their procedures. */
export const casePages: readonly AreaCasePage[] = found.flatMap(({ casePages: own = [] }) => own);
