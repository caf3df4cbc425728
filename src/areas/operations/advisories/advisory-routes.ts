import { z } from 'zod';
import type { AssetPackageKey } from '#areas/assets/queries/assets-by-package.ts';
import { authorise } from '#kernel/access/authorise.ts';
import { defineQuery, type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { isId } from '#kernel/database/ids.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { decodeKey, encodeKey } from '#work/paging.ts';
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

const readAffected = query(
  'advisories.affected',
  z.strictObject({ id, ...page }),
  async (context, input) => {
    if ((await advisoryHead(context, input.id)) === null) throw notFound('advisory');
    const found = await affectedPage(context, context.scope.organisations, input.id, {
      after: keyOf(input.after),
      limit: input.limit,
    });
    const { next } = found;
    return {
      items: [...found.items],
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

const readFindings = query(
  'findings.list',
  z.strictObject({ ...page, sort: z.enum(findingSorts).default('severity') }),
  (context, input) => findingGroups(context, context.scope.organisations, input),
);

const readAssetFindings = query(
  'findings.of-asset',
  z.strictObject({ id, ...page }),
  async (context, input) => {
    const { rows } = await context.client.query<{ owner: string }>({
      name: 'finding-asset-owner',
      text: 'select owner_id as owner from asset where owner_id = any ($1::uuid[]) and id = $2',
      values: [context.scope.organisations, input.id],
    });
    const owner = rows[0]?.owner;
    if (owner === undefined) throw notFound('asset');
    return findingsOfAsset(context, owner, input.id, input);
  },
);

/** Advisories with what they touch, and findings with what is decided about them. */
export function advisoryRoutes(app: HttpApp, runner: Runner, _catalogue: Catalogue): void {
  const byId = z.object({ id });
  const tags = ['advisories'];
  app.get(
    '/api/v1/advisories/:id/affected',
    {
      schema: { tags, params: byId, querystring: z.object(page), response: { 200: affectedList } },
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
        querystring: z.object({ ...page, sort: z.enum(findingSorts).optional() }),
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
