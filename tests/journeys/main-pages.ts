import assert from 'node:assert/strict';
import type { APIRequestContext } from 'playwright-core';

/** A page by its address, under a name that a picture of it gets. */
export interface MainPage {
  readonly name: string;
  readonly path: string;
}

const pages = (entries: Readonly<Record<string, string>>): MainPage[] =>
  Object.entries(entries).map(([name, path]) => ({ name, path }));

interface Found {
  readonly id: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

async function read<T>(api: APIRequestContext, path: string): Promise<T> {
  const answer = await api.get(`/api/v1/${path}`);
  assert.equal(answer.status(), 200, path);
  return (await answer.json()) as T;
}

/** The first of a list of the demonstration. */
async function firstOf(api: APIRequestContext, list: string): Promise<string> {
  const { items } = await read<{ items: Found[] }>(api, list);
  const [first] = items;
  assert.ok(first !== undefined, `${list} is empty`);
  return first.id;
}

/** Where somebody works who answers incidents: work, cases, records, lists, analyses, documents. */
export async function pagesOfWork(api: APIRequestContext): Promise<MainPage[]> {
  const caseOf = (procedure: string, state: string) =>
    firstOf(api, `cases?procedure=${procedure}&state=${state}&limit=1`);
  const [warning, patch, change, asset, deliverable] = await Promise.all([
    caseOf('early-warning', 'tracking'),
    caseOf('patch', 'in-change'),
    caseOf('change', 'implemented'),
    firstOf(api, 'assets?kind=host&limit=1'),
    firstOf(api, 'deliverables?limit=1'),
  ]);
  const detail = await read<{ case: Found }>(api, `cases/${warning}`);
  const advisory = String(detail.case.fields?.['advisory']);
  return pages({
    'my-work': '/',
    calendar: '/calendar',
    'calendar-list': '/calendar?view=agenda',
    cases: '/cases',
    warnings: '/procedures/early-warning',
    rules: '/procedures/change/rules',
    'new-case': '/cases/new/early-warning',
    warning: `/cases/${warning}`,
    'warning-file': `/cases/${warning}/file`,
    patch: `/cases/${patch}`,
    change: `/cases/${change}`,
    advisories: '/registers/advisories',
    advisory: `/registers/advisories/${advisory}`,
    loop: `/advisories/${advisory}/loop`,
    assets: '/registers/assets',
    asset: `/registers/assets/${asset}`,
    organisations: '/registers/organisations',
    findings: '/findings',
    operations: '/operations',
    documents: '/deliverables',
    deliverable: `/deliverables/${deliverable}`,
    areas: '/areas',
    imports: '/imports',
    search: '/search?q=openssl',
    notifications: '/notifications',
    profile: '/profile',
    tokens: '/tokens',
    trail: '/trail',
  });
}

/** Where people of several organisations work on terms, missions, meetings and incidents. */
export async function pagesOfCollaboration(api: APIRequestContext): Promise<MainPage[]> {
  const caseOf = (procedure: string, state: string) =>
    firstOf(api, `cases?procedure=${procedure}&state=${state}&limit=1`);
  const [drafted, mission, setUp, held, incident] = await Promise.all([
    caseOf('terms-of-collaboration', 'drafting'),
    caseOf('fact-finding-mission', 'collecting'),
    caseOf('meeting', 'set-up'),
    caseOf('meeting', 'closed'),
    caseOf('incident-coordination', 'sir-delivered'),
  ]);
  const [questionnaire, request] = await Promise.all([
    firstOf(api, `requests?caseId=${mission}&kind=questionnaire&limit=1`),
    firstOf(api, `requests?caseId=${incident}&kind=emergency-action&limit=1`),
  ]);
  return pages({
    terms: `/terms/${drafted}`,
    mission: `/missions/${mission}`,
    questionnaire: `/questionnaires/${questionnaire}`,
    meeting: `/meetings/${setUp}`,
    'meeting-held': `/meetings/${held}`,
    incident: `/incidents/${incident}`,
    'incident-report': '/cases/new/incident-coordination',
    request: `/requests/${request}`,
    'terms-in-force': '/terms-in-force',
    'action-points': '/action-points',
  });
}

/** Where the operator administers. */
export async function pagesOfAdministration(api: APIRequestContext): Promise<MainPage[]> {
  const places = ['accounts', 'invitations', 'invitations/new', 'locks', 'glass', 'jobs', 'mail'];
  const accounts = await read<{ items: { personId: string }[] }>(api, 'accounts?limit=1');
  const account = accounts.items[0]?.personId;
  return pages({
    admin: '/admin',
    ...Object.fromEntries(
      [...places, 'health', 'configuration'].map((place) => [
        `admin-${place.replace('/', '-')}`,
        `/admin/${place}`,
      ]),
    ),
    'admin-account': `/admin/accounts/${account}`,
  });
}
