import type { QueryClient } from '@tanstack/react-query';
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { ApiError } from '#ui/api/client.ts';
import { definitionsQuery, meQuery } from '#ui/api/queries.ts';
import { parseSearch, stringifySearch } from '#ui/table/list-search.ts';
import { areaRoutes, casePages } from './area-routes.ts';
import { ErrorPage, NotFoundPage, PendingPage } from './pages/fallback-pages.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { Shell } from './shell/shell.tsx';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet });

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage });

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/invitation-page.tsx'), 'InvitationPage'),
});

const acknowledge = createRoute({
  getParentRoute: () => root,
  path: '/acknowledge',
  component: lazyRouteComponent(() => import('./pages/acknowledge-page.tsx'), 'AcknowledgePage'),
});

/** Everything behind the sign-in: person and definitions are there before any page is drawn. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await Promise.all([
        context.client.ensureQueryData(meQuery),
        context.client.ensureQueryData(definitionsQuery),
      ]);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        const search = location.href === '/' ? {} : { return: location.href };
        throw redirect({ to: '/sign-in', search });
      }
      throw error;
    }
  },
});

type Load = () => Promise<ComponentType>;

function page(path: string, load: Load): AnyRoute {
  const component = lazyRouteComponent(async () => ({ default: await load() }));
  return createRoute({ getParentRoute: () => inside, path, component }) as unknown as AnyRoute;
}

const generic: readonly [string, Load][] = [
  ['/', () => import('./pages/my-work-page.tsx').then((m) => m.MyWorkPage)],
  ['/calendar', () => import('./pages/calendar-page.tsx').then((m) => m.CalendarPage)],
  ['/areas', () => import('./pages/areas-page.tsx').then((m) => m.AreasPage)],
  ['/withdrawals', () => import('./pages/withdrawals-page.tsx').then((m) => m.WithdrawalsPage)],
  ['/cases', () => import('./pages/cases-page.tsx').then((m) => m.CasesPage)],
  [
    '/procedures/$procedure',
    () => import('./pages/procedure-page.tsx').then((m) => m.ProcedurePage),
  ],
  ['/procedures/$procedure/rules', () => import('./pages/rules-page.tsx').then((m) => m.RulesPage)],
  ['/cases/new/$procedure', () => import('./pages/new-case-page.tsx').then((m) => m.NewCasePage)],
  ['/cases/$id', () => import('./case-pages/case-page.tsx').then((m) => m.CaseRoute)],
  ['/cases/$id/file', () => import('./case-pages/case-page.tsx').then((m) => m.CaseFileRoute)],
  ['/requests/$id', () => import('./case-pages/request-page.tsx').then((m) => m.RequestRoute)],
  ['/evidence/$id', () => import('./case-pages/evidence-page.tsx').then((m) => m.EvidenceRoute)],
  ['/deliverables', () => import('./pages/deliverables-page.tsx').then((m) => m.DeliverablesPage)],
  [
    '/deliverables/$id',
    () => import('./case-pages/deliverable-page.tsx').then((m) => m.DeliverableRoute),
  ],
  [
    '/house-style',
    () => import('#ui/deliverable/house-style-page.tsx').then((m) => m.HouseStylePage),
  ],
  ['/registers/$register', () => import('./pages/register-page.tsx').then((m) => m.RegisterPage)],
  [
    '/registers/$register/new',
    () => import('./pages/record-form-pages.tsx').then((m) => m.NewRecordPage),
  ],
  [
    '/registers/$register/import',
    () => import('./pages/import-page.tsx').then((m) => m.ImportPage),
  ],
  ['/registers/$register/$id', () => import('./pages/record-page.tsx').then((m) => m.RecordRoute)],
  [
    '/registers/$register/$id/edit',
    () => import('./pages/record-form-pages.tsx').then((m) => m.EditRecordPage),
  ],
  [
    '/bundles/import',
    () => import('./bundles/import-bundle-page.tsx').then((m) => m.ImportBundlePage),
  ],
  [
    '/foreign-cases',
    () => import('./bundles/foreign-cases-page.tsx').then((m) => m.ForeignCasesPage),
  ],
  [
    '/foreign-cases/$id',
    () => import('./bundles/foreign-case-page.tsx').then((m) => m.ForeignCasePage),
  ],
  ['/imports', () => import('./pages/import-page.tsx').then((m) => m.ImportPage)],
  ['/search', () => import('./pages/search-page.tsx').then((m) => m.SearchPage)],
  [
    '/notifications',
    () => import('./pages/notifications-page.tsx').then((m) => m.NotificationsPage),
  ],
  ['/profile', () => import('./pages/profile-page.tsx').then((m) => m.ProfilePage)],
  ['/tokens', () => import('./admin/tokens-page.tsx').then((m) => m.TokensPage)],
  ['/trail', () => import('./trail/trail-page.tsx').then((m) => m.TrailPage)],
  ['/admin', () => import('./admin/admin-page.tsx').then((m) => m.AdminPage)],
  ['/admin/accounts', () => import('./admin/accounts-page.tsx').then((m) => m.AccountsPage)],
  ['/admin/accounts/$id', () => import('./admin/account-page.tsx').then((m) => m.AccountPage)],
  [
    '/admin/invitations',
    () => import('./admin/invitations-page.tsx').then((m) => m.InvitationsPage),
  ],
  ['/admin/invitations/new', () => import('./admin/invite-page.tsx').then((m) => m.InvitePage)],
  ['/admin/locks', () => import('./admin/locks-page.tsx').then((m) => m.LocksPage)],
  ['/admin/glass', () => import('./admin/glass-page.tsx').then((m) => m.GlassPage)],
  ['/admin/jobs', () => import('./admin/jobs-page.tsx').then((m) => m.JobsPage)],
  ['/admin/mail', () => import('./admin/mail-page.tsx').then((m) => m.MailPage)],
  ['/admin/health', () => import('./admin/health-page.tsx').then((m) => m.HealthPage)],
  [
    '/admin/configuration',
    () => import('./admin/configuration-page.tsx').then((m) => m.ConfigurationPage),
  ],
];

/**
 * A page that an area brings for the records of its register stands before the generic addresses of that register (`/new`, `/import`,
 * `/$id/edit`), because it names the register; so these are given for it by name, too.
 */
function besides(path: string): [string, Load][] {
  const register = /^\/registers\/([a-z-]+)\/\$id$/.exec(path)?.[1];
  if (register === undefined) return [];
  return generic
    .filter(
      ([own]) => own.startsWith('/registers/$register/') && own !== '/registers/$register/$id',
    )
    .map(([own, load]) => [own.replace('$register', register), load]);
}

/** The address by which people know an area's page of a case leads to the one address that every case has. */
function knownAs(path: string): AnyRoute {
  return createRoute({
    getParentRoute: () => inside,
    path,
    beforeLoad: ({ params }) => {
      const { id } = params as { id: string };
      throw redirect({ to: '/cases/$id', params: { id }, replace: true });
    },
  }) as unknown as AnyRoute;
}

export function createAppRouter(client: QueryClient) {
  const brought = areaRoutes.filter(({ path }) => !generic.some(([own]) => own === path));
  const pages = [
    ...generic.map(([path, load]) => page(path, load)),
    ...brought.flatMap(({ path }) => besides(path).map(([own, load]) => page(own, load))),
    ...brought.map(({ path, component }) => page(path, component)),
    ...casePages.flatMap((own) => (own.knownAs === undefined ? [] : [knownAs(own.knownAs)])),
  ];
  const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundPage });
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      invitation,
      acknowledge,
      inside.addChildren([...pages, nowhere]),
    ]),
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingComponent: PendingPage,
    defaultPendingMs: 150,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}
