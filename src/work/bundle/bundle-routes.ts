import type { Readable } from 'node:stream';
import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { fingerprintOf, openTrailSigner } from '#kernel/trail/signing-keys.ts';
import { id } from '#work/contract.ts';
import {
  bundleExports,
  exportPlan,
  importOutcome,
  installationKey,
  intakeView,
} from './contract.ts';
import { exportBundle, listExports } from './export-bundle.ts';
import { foreignCaseRoutes } from './foreign-routes.ts';
import { importBundle } from './import-bundle.ts';
import { bundleLimits } from './limits.ts';
import { planExport } from './plan-export.ts';
import { type BundleParts, discardBundle, readIntake, receiveBundle } from './receive-bundle.ts';

const tags = ['bundles'];
const byId = z.object({ id });
const forRecipient = z.object({ recipient: id });

/** Signed bundles: what would go, the archive itself, sending one in, looking at it, importing or discarding it, and what was imported. */
export async function bundleRoutes(app: HttpApp, parts: BundleParts): Promise<void> {
  exportRoutes(app, parts);
  intakeRoutes(app, parts);
  foreignCaseRoutes(app, parts);
  // In a scope of its own, because here a body of any type is a stream.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { bodyLimit: bundleLimits.maxBytes },
      (_request, payload, done) => done(null, payload),
    );
    scope.addHook('onResponse', (request, _reply, done) => {
      // What is left of the file would block the next request of the connection.
      request.raw.removeAllListeners('readable').resume();
      done();
    });
    receiveRoute(scope as unknown as HttpApp, parts);
  });
}

function exportRoutes(app: HttpApp, parts: BundleParts): void {
  const { runner, catalogue } = parts;
  const plan = planExport(catalogue);
  app.get(
    '/api/v1/cases/:id/bundle-plan',
    { schema: { tags, params: byId, querystring: forRecipient, response: { 200: exportPlan } } },
    (request) =>
      runQuery(runner, plan, principalOf(request), {
        ...{ caseId: request.params.id, recipientId: request.query.recipient },
      }),
  );
  app.get(
    '/api/v1/cases/:id/bundle',
    { schema: { tags, params: byId, querystring: forRecipient } },
    async (request, reply) => {
      const { fileName, revision, stream } = await exportBundle(parts, principalOf(request), {
        ...{ caseId: request.params.id, recipientId: request.query.recipient },
      });
      reply.header('content-disposition', `attachment; filename="${fileName}"`);
      reply.header('bundle-revision', String(revision));
      return reply.type('application/zip').send(stream);
    },
  );
  app.get(
    '/api/v1/cases/:id/bundle-exports',
    { schema: { tags, params: byId, response: { 200: bundleExports } } },
    (request) => runQuery(runner, listExports, principalOf(request), { caseId: request.params.id }),
  );
  app.get(
    '/api/v1/bundles/key',
    { schema: { tags, response: { 200: installationKey } } },
    async (request) => {
      authorise(principalOf(request), {
        permission: 'bundles:read',
        roles: [anyMember, 'system-administrator'],
      });
      const { keyId, publicKey } = openTrailSigner(parts.dataDir);
      return { keyId, publicKey, fingerprint: fingerprintOf(publicKey) };
    },
  );
}

function intakeRoutes(app: HttpApp, parts: BundleParts): void {
  app.get(
    '/api/v1/bundles/:id',
    { schema: { tags, params: byId, response: { 200: intakeView } } },
    (request) =>
      runQuery(parts.runner, readIntake, principalOf(request), { intakeId: request.params.id }),
  );
  app.post(
    '/api/v1/bundles/:id/import',
    { schema: { tags, params: byId, response: { 200: importOutcome } } },
    (request) => importBundle(parts, principalOf(request), request.params.id),
  );
  app.delete(
    '/api/v1/bundles/:id',
    { schema: { tags, params: byId, response: { 200: byId } } },
    (request) => discardBundle(parts, principalOf(request), request.params.id),
  );
}

function receiveRoute(app: HttpApp, parts: BundleParts): void {
  app.post(
    '/api/v1/bundles',
    {
      bodyLimit: bundleLimits.maxBytes,
      schema: {
        tags,
        querystring: z.object({
          organisation: id.optional(),
          fileName: z.string().max(300).default('bundle.zip'),
        }),
        response: { 201: intakeView },
      },
    },
    async (request, reply) => {
      const received = await receiveBundle(
        parts,
        principalOf(request),
        request.query,
        bytesOf(request.body),
      );
      return reply.code(201).header('location', `/api/v1/bundles/${received.id}`).send(received);
    },
  );
}

/** The bytes of a body, left whole for the connection when reading stops early; of a request without one, none. */
async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (body == null) return;
  yield* (body as Readable).iterator({ destroyOnReturn: false });
}
