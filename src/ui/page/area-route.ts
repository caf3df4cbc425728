import type { ComponentType } from 'react';
import type { AreaId } from '#engine/management-areas.ts';
import type { CaseDetail } from '#work/contract.ts';

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
  /** The kind of request that the page is made for, with the request's id as `$id`: the generic page of such a request leads there. */
  readonly ofRequest?: { readonly procedure: string; readonly kind: string };
}

/** What an area's page of a case is given: the case, read and loaded. */
export type CaseView = ComponentType<{ readonly detail: CaseDetail }>;

/**
 * The page that an area made for the cases of its procedure, one a procedure: what `/cases/$id` shows, so that every link to a case
 * leads there. `src/areas/<area>/…/web/routes.tsx` exports `casePages: readonly AreaCasePage[]`; the shell finds it.
 */
export interface AreaCasePage {
  readonly procedure: string;
  /** Text key of what the page is called beside the case's file. */
  readonly title: string;
  /** A further address by which people know it, `/terms/$id`; it leads to `/cases/$id`. */
  readonly knownAs?: string;
  /** Loaded when first visited; builds on `CaseWorkspace`. */
  readonly view: () => Promise<CaseView>;
}
