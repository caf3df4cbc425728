import type { ComponentType } from 'react';
import type { AreaId } from '#engine/management-areas.ts';

/** A page of an area. `src/areas/<area>/…/web/routes.tsx` exports `routes: readonly AreaRoute[]`; the shell finds it. */
export interface AreaRoute {
  /** Path with `$name` for parameters (`/advisories/$id`); wins over a generic page of a less exact path. */
  readonly path: string;
  readonly area: AreaId;
  /** Text key of the title, for navigation, palette and crumbs. */
  readonly title: string;
  /** Loaded when first visited: `() => import('./loop-page.tsx').then((module) => module.LoopPage)`. */
  readonly component: () => Promise<ComponentType>;
  /** Where it stands in the side navigation: with its area, or with the analyses; absent: reached by links only. */
  readonly nav?: 'area' | 'analysis';
  /** The procedure whose cases the page is made for, with the case's id as `$id`: the generic page of such a case leads there. */
  readonly ofProcedure?: string;
  /** The kind of request that the page is made for, with the request's id as `$id`: the generic page of such a request leads there. */
  readonly ofRequest?: { readonly procedure: string; readonly kind: string };
}
