import { z } from 'zod';
import type { AssetPackageKey } from '#areas/assets/queries/assets-by-package.ts';
import { ownerOfAsset } from '#areas/assets/queries/owner-of-asset.ts';
import { authorise } from '#kernel/access/authorise.ts';
import { defineQuery, type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { isId } from '#kernel/database/ids.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { analysisRoutes } from './analysis/analysis-routes.ts';
import {
  affectedList,
  assetFindingList,
  dispositionInput,
  findingList,
  revisionList,
  triageView,
} from './contract.ts';
import { documentBytes } from './intake/keep-document.ts';
import { advisoryHead } from './queries/advisory-head.ts';
import { affectedAssets, affectedPage } from './queries/affected-assets.ts';
import { decidedAssets, decisionsOn } from './queries/decisions.ts';
import { findingGroups, findingSorts, findingsOfAsset } from './queries/findings.ts';
import { documentOf, revisionsOf } from './queries/revisions.ts';
import { triageFacts, triageOf } from './queries/triage-facts.ts';
import { setDispositions } from './set-dispositions.ts';

const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2000).optional(),
};
const mayRead = { permission: 'findings:read', roles: ['any-member'] };

function query<In, Out>(
  name: string,
  input: z.ZodType<In>,
  run: Parameters<typeof defineQuery<In, Out>>[0]['run'],
) {
  return defineQuery<In, Out>({
    id: name,
    input,
    authorise: (principal) => authorise(principal, mayRead),
    run,
  });
}

function keyOf(after: string | undefined): AssetPackageKey | null {
  if (after === undefined) return null;
  const [ownerId, packageVersionId, assetId, binaryName] = decodeKey(after, 4);
  if (isId(ownerId) && isId(assetId) && Number.isInteger(packageVersionId)) {
    return {
      ownerId,
      assetId,
      packageVersionId: Number(packageVersionId),
      binaryName: String(binaryName),
    };
  }
  throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
}

const affectedFilter = {
  verdict: z.enum(['affected', 'no-fix', 'unknown']).optional(),
  confidence: z.enum(['possible', 'probable', 'confirmed']).optional(),
  disposition: z.enum(['waiting', 'requirement', 'exception', 'not-affected']).optional(),
};

const readAffected = query(
  'advisories.affected',
  z.strictObject({ id, ...page, ...affectedFilter }),
  async (context, input) => {
    if ((await advisoryHead(context, input.id)) === null) throw notFound('advisory');
    const { organisations: owners } = context.scope;
    const { disposition: kind } = input;
    const decided =
      kind === undefined
        ? null
        : await decidedAssets(context, owners, input.id, kind === 'waiting' ? null : kind);
    const found = await affectedPage(context, owners, input.id, {
      ...{ verdict: input.verdict, confidence: input.confidence },
      only: kind === 'waiting' ? null : decided,
      except: kind === 'waiting' ? decided : null,
      after: keyOf(input.after),
      limit: input.limit,
    });
    const { next } = found;
    const assets = [...new Set(found.items.map(({ assetId }) => assetId))];
    const decision = await decisionsOn(context, owners, input.id, assets);
    return {
      items: found.items.map((item) => ({ ...item, ...decision(item.ownerId, item.assetId) })),
      next:
        next === null
          ? null
          : encodeKey([next.ownerId, next.packageVersionId, next.assetId, next.binaryName]),
    };
  },
);

const readRevisions = query(
  'advisories.revisions',
  z.strictObject({ id }),
  async (context, input) => {
    if ((await advisoryHead(context, input.id)) === null) throw notFound('advisory');
    return { items: await revisionsOf(context, input.id) };
  },
);

const readDocument = query(
  'advisories.document',
  z.strictObject({ id, revision: z.number().int().nullable() }),
  async (context, input) => {
    const document = await documentOf(context, input.id, input.revision);
    if (document === null) throw notFound('document');
    return { document, bytes: await documentBytes(context, document.sha256) };
  },
);

const readTriage = query('advisories.triage', z.strictObject({ id }), async (context, input) => {
  const facts = await triageFacts(context, input.id);
  if (facts === null) throw notFound('advisory');
  const assets = [];
  for (const owner of context.scope.organisations) {
    assets.push(...(await affectedAssets(context, owner, input.id)));
  }
  return { facts, ...triageOf(facts, assets) };
});

const findingFilter = {
  sort: z.enum(findingSorts).optional(),
  severity: z.enum(['none', 'low', 'medium', 'high', 'critical', 'unknown']).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  exploited: z.enum(['true', 'false']).optional(),
};

const readFindings = query(
  'findings.list',
  z.strictObject({ ...page, ...findingFilter }),
  (context, input) =>
    findingGroups(context, context.scope.organisations, {
      ...{ after: input.after, limit: input.limit, severity: input.severity },
      sort: input.sort ?? 'severity',
      overdue: input.overdue === 'true',
      exploited: input.exploited === 'true',
    }),
);

const readAssetFindings = query(
  'findings.of-asset',
  z.strictObject({ id, ...page }),
  async (context, input) => {
    const owner = await ownerOfAsset(context, context.scope.organisations, input.id);
    if (owner === null) throw notFound('asset');
    return findingsOfAsset(context, owner, input.id, input);
  },
);

/** Advisories with what they touch, and findings with what is decided about them. */
export function advisoryRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const byId = z.object({ id });
  const tags = ['advisories'];
  app.get(
    '/api/v1/advisories/:id/affected',
    {
      schema: {
        tags,
        params: byId,
        querystring: z.object({ ...page, ...affectedFilter }),
        response: { 200: affectedList },
      },
    },
    (request) =>
      runQuery(runner, readAffected, principalOf(request), {
        ...request.query,
        ...request.params,
      }) as never,
  );
  app.get(
    '/api/v1/advisories/:id/revisions',
    { schema: { tags, params: byId, response: { 200: revisionList } } },
    (request) => runQuery(runner, readRevisions, principalOf(request), request.params) as never,
  );
  app.get(
    '/api/v1/advisories/:id/triage',
    { schema: { tags, params: byId, response: { 200: triageView } } },
    (request) => runQuery(runner, readTriage, principalOf(request), request.params),
  );
  documentRoute(app, runner);
  analysisRoutes(app, runner, catalogue);
  findingRoutes(app, runner);
}

/** The bytes as they were received, as a file to keep and never as a page. */
function documentRoute(app: HttpApp, runner: Runner): void {
  app.get(
    '/api/v1/advisories/:id/document',
    {
      schema: {
        tags: ['advisories'],
        params: z.object({ id }),
        querystring: z.object({ revision: z.coerce.number().int().min(1).optional() }),
      },
    },
    async (request, reply) => {
      const { document, bytes } = await runQuery(runner, readDocument, principalOf(request), {
        id: request.params.id,
        revision: request.query.revision ?? null,
      });
      reply.header(
        'content-disposition',
        `attachment; filename="${document.sha256}.${document.format}"`,
      );
      reply.header('digest', `sha-256=${Buffer.from(document.sha256, 'hex').toString('base64')}`);
      return reply.type('application/octet-stream').send(bytes);
    },
  );
}

function findingRoutes(app: HttpApp, runner: Runner): void {
  const tags = ['findings'];
  app.get(
    '/api/v1/findings',
    {
      schema: {
        tags,
        querystring: z.object({ ...page, ...findingFilter }),
        response: { 200: findingList },
      },
    },
    (request) => runQuery(runner, readFindings, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/assets/:id/findings',
    {
      schema: {
        tags,
        params: z.object({ id }),
        querystring: z.object(page),
        response: { 200: assetFindingList },
      },
    },
    (request) =>
      runQuery(runner, readAssetFindings, principalOf(request), {
        ...request.query,
        ...request.params,
      }) as never,
  );
  app.post(
    '/api/v1/findings/dispositions',
    {
      schema: {
        tags,
        body: dispositionInput,
        response: { 200: z.object({ changed: z.number().int() }) },
      },
    },
    (request) => runCommand(runner, setDispositions, principalOf(request), request.body),
  );
}
