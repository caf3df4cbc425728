import { z } from 'zod';
import { ownerOfAsset } from '#areas/assets/queries/owner-of-asset.ts';
import { recentChanges } from '#areas/assets/queries/recent-changes.ts';
import {
  plannedChanges,
  unauthorisedInventories,
} from '#areas/operations/change/queries/planned-changes.ts';
import { targetsOfCases } from '#areas/operations/patch/queries/targets-of-cases.ts';
import { authorise } from '#kernel/access/authorise.ts';
import { defineQuery, type Query, type Runner, runQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { advisoryHead } from '../queries/advisory-head.ts';
import { advisoryVulnerabilities } from '../queries/advisory-vulnerabilities.ts';
import { exposureOf } from '../queries/exposure.ts';
import { loopCases } from '../queries/loop-cases.ts';
import { exceptionsInSight, openCases, openFindings } from '../queries/operations-state.ts';
import { otherSources } from '../queries/other-sources.ts';
import { saidOfPackages } from '../queries/said-of-packages.ts';
import { standingOf } from '../queries/standing.ts';
import { timeToFix } from '../queries/time-to-fix.ts';
import {
  exposureView,
  type LoopView,
  loopView,
  operationsView,
  saidList,
  sourcesView,
} from './contract.ts';

const deciders = ['isirt', 'isirt-lead', 'security-manager', 'patch-manager'];
const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2000).optional(),
};

function query<In, Out>(
  name: string,
  input: z.ZodType<In>,
  run: (context: ReadContext, input: In) => Promise<Out>,
): Query<In, Out> {
  return defineQuery<In, Out>({
    id: name,
    input,
    authorise: (principal) =>
      authorise(principal, { permission: 'findings:read', roles: ['any-member'] }),
    run,
  });
}

/** True when the reader holds one of the roles in the organisation he acts for. */
function holdsOneOf({ principal }: ReadContext, roles: readonly string[]): boolean {
  return principal.holdings.some(
    (holding) =>
      holding.caseId === null &&
      holding.organisationId === principal.organisationId &&
      roles.includes(holding.role),
  );
}

/** The loop of one advisory: four statements, whatever its length. @throws 404 */
export function readLoop(catalogue: Catalogue) {
  return query(
    'advisories.loop',
    z.strictObject({ id }),
    async (context, input): Promise<LoopView> => {
      const head = await advisoryHead(context, input.id);
      if (head === null) throw notFound('advisory');
      const owners = context.scope.organisations;
      const standings = await standingOf(context, owners, input.id);
      const cases = await loopCases(context, catalogue, owners, input.id);
      const patches = cases.filter(({ procedure }) => procedure === 'patch');
      const targets = await targetsOfCases(
        context,
        owners,
        patches.map((one) => one.id),
      );
      const { summary: _, revision: __, revisions: ___, tlp: ____, ...advisory } = head;
      const opens = catalogue.procedures.get('early-warning')?.procedure.openedBy ?? [];
      return {
        advisory,
        standings,
        cases,
        targets,
        may: {
          decide: holdsOneOf(context, deciders),
          openWarning: holdsOneOf(context, opens),
          requestException: holdsOneOf(context, deciders),
        },
      };
    },
  );
}

export const readSaid = query(
  'advisories.packages',
  z.strictObject({ id, ...page }),
  async (context, input) => {
    const key = input.after === undefined ? 0 : Number(decodeKey(input.after, 1)[0]);
    if (!Number.isSafeInteger(key)) {
      throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
    }
    if ((await advisoryHead(context, input.id)) === null) throw notFound('advisory');
    const found = await saidOfPackages(context, input.id, { after: key, limit: input.limit });
    return { ...found, next: found.next === null ? null : encodeKey([found.next]) };
  },
);

export const readSources = query(
  'advisories.sources',
  z.strictObject({ id }),
  async (context, input) => {
    if ((await advisoryHead(context, input.id)) === null) throw notFound('advisory');
    return {
      vulnerabilities: await advisoryVulnerabilities(context, input.id),
      sources: await otherSources(context, input.id),
    };
  },
);

export const readExposure = query(
  'assets.exposure',
  z.strictObject({ id }),
  async (context, input) => {
    const owner = await ownerOfAsset(context, context.scope.organisations, input.id);
    if (owner === null) throw notFound('asset');
    return exposureOf(context, owner, input.id);
  },
);

/** Rows of each feed of the dashboard. */
const feedRows = 8;

/** What inventories changed on assets lately, each with the report of a change that nobody authorised. */
async function assetChanges(context: ReadContext, owners: readonly string[]) {
  const changes = await recentChanges(context, owners, feedRows);
  const reported = await unauthorisedInventories(
    context,
    owners,
    changes.map(({ inventoryId }) => inventoryId),
  );
  return changes.map(({ inventoryId, ...change }) => ({
    ...change,
    unauthorised: reported.get(inventoryId) ?? null,
  }));
}

/** How the operations of the reader's organisations fare: figures of a period, what is open, and what changes. */
export const readOperations = (catalogue: Catalogue) =>
  query(
    'findings.operations',
    z.strictObject({
      days: z.coerce.number().int().min(30).max(1100).default(365),
      organisation: id.optional(),
    }),
    async (context, input) => {
      const { organisations } = context.scope;
      const owners = organisations.filter(
        (one) => input.organisation === undefined || one === input.organisation,
      );
      const since = new Date(context.now.getTime() - input.days * 86_400_000);
      const names = await titlesOf(context, { organisations });
      return {
        since: since.toISOString(),
        organisations: organisations.map((one) => ({ id: one, name: names[one] ?? one })),
        timeToFix: await timeToFix(context, owners, since),
        findings: await openFindings(context, owners),
        exceptions: await exceptionsInSight(context, owners),
        cases: await openCases(
          context,
          owners,
          [...catalogue.procedures.values()]
            .filter(({ procedure }) => procedure.area === 'operations')
            .map(({ procedure }) => procedure.id),
        ),
        plannedChanges: await plannedChanges(context, owners, feedRows),
        assetChanges: await assetChanges(context, owners),
      };
    },
  );

/** What the pages of an advisory, of an asset and of operations read beside the registers. */
export function analysisRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const byId = z.object({ id });
  const tags = ['advisories'];
  const loop = readLoop(catalogue);
  const operations = readOperations(catalogue);
  app.get(
    '/api/v1/advisories/:id/loop',
    { schema: { tags, params: byId, response: { 200: loopView } } },
    (request) => runQuery(runner, loop, principalOf(request), request.params),
  );
  app.get(
    '/api/v1/advisories/:id/packages',
    { schema: { tags, params: byId, querystring: z.object(page), response: { 200: saidList } } },
    (request) =>
      runQuery(runner, readSaid, principalOf(request), { ...request.query, ...request.params }),
  );
  app.get(
    '/api/v1/advisories/:id/sources',
    { schema: { tags, params: byId, response: { 200: sourcesView } } },
    (request) => runQuery(runner, readSources, principalOf(request), request.params),
  );
  app.get(
    '/api/v1/assets/:id/exposure',
    { schema: { tags: ['assets'], params: byId, response: { 200: exposureView } } },
    (request) => runQuery(runner, readExposure, principalOf(request), request.params),
  );
  app.get(
    '/api/v1/findings/operations',
    {
      schema: {
        tags: ['findings'],
        querystring: z.object({
          days: z.coerce.number().int().min(30).max(1100).optional(),
          organisation: id.optional(),
        }),
        response: { 200: operationsView },
      },
    },
    (request) => runQuery(runner, operations, principalOf(request), request.query),
  );
}
