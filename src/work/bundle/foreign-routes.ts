import { z } from 'zod';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { id } from '#work/contract.ts';
import {
  foreignCaseDetail,
  foreignCasePage,
  foreignItems,
  linkInput,
  sha256,
  verification,
} from './contract.ts';
import {
  foreignFilters,
  itemsInput,
  listForeignCases,
  listForeignItems,
  readForeignCase,
} from './foreign-cases.ts';
import { openForeignFile, verifyForeignCase } from './foreign-files.ts';
import { linkForeignCase, unlinkForeignCase } from './link-foreign-case.ts';
import type { BundleParts } from './receive-bundle.ts';

const tags = ['foreign-cases'];
const byId = z.object({ id });
const ofRevision = z.object({ revision: z.coerce.number().int().optional() });

/** Cases of other installations: list, read, files, proofs, and their links with own cases. Nothing of them can be changed. */
export function foreignCaseRoutes(app: HttpApp, parts: BundleParts): void {
  const { runner } = parts;
  app.get(
    '/api/v1/foreign-cases',
    { schema: { tags, querystring: foreignFilters, response: { 200: foreignCasePage } } },
    (request) => runQuery(runner, listForeignCases, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/foreign-cases/:id',
    {
      schema: { tags, params: byId, querystring: ofRevision, response: { 200: foreignCaseDetail } },
    },
    (request) =>
      runQuery(runner, readForeignCase, principalOf(request), {
        ...{ foreignCaseId: request.params.id, ...request.query },
      }),
  );
  app.get(
    '/api/v1/foreign-cases/:id/items',
    {
      schema: {
        ...{ tags, params: byId, querystring: itemsInput.omit({ foreignCaseId: true }) },
        response: { 200: foreignItems },
      },
    },
    (request) =>
      runQuery(runner, listForeignItems, principalOf(request), {
        ...{ ...request.query, foreignCaseId: request.params.id },
      }),
  );
  app.get(
    '/api/v1/foreign-cases/:id/verification',
    { schema: { tags, params: byId, querystring: ofRevision, response: { 200: verification } } },
    (request) =>
      verifyForeignCase(parts, principalOf(request), {
        ...{ foreignCaseId: request.params.id, ...request.query },
      }),
  );
  fileRoute(app, parts);
  linkRoutes(app, parts);
}

function fileRoute(app: HttpApp, { runner, files }: BundleParts): void {
  app.get(
    '/api/v1/foreign-cases/:id/files/:sha256',
    { schema: { tags, params: byId.extend({ sha256 }) } },
    async (request, reply) => {
      const { id: foreignCaseId, sha256: hash } = request.params;
      const input = { foreignCaseId, sha256: hash };
      const opened = await runCommand(runner, openForeignFile, principalOf(request), input);
      const name = encodeURIComponent(opened.fileName);
      return (
        reply
          // Never shown in place: it came from elsewhere and may be anything.
          .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
          .header('content-length', String(opened.bytes))
          .header('content-security-policy', "default-src 'none'; sandbox")
          .type('application/octet-stream')
          .send(await files.openFile(opened.ownerId, hash))
      );
    },
  );
}

function linkRoutes(app: HttpApp, { runner, catalogue }: BundleParts): void {
  const link = linkForeignCase(catalogue);
  const unlink = unlinkForeignCase(catalogue);
  app.post(
    '/api/v1/foreign-cases/:id/links',
    { schema: { tags, params: byId, body: linkInput, response: { 200: byId } } },
    (request) =>
      runCommand(runner, link, principalOf(request), {
        ...{ foreignCaseId: request.params.id, caseId: request.body.caseId },
      }),
  );
  app.delete(
    '/api/v1/foreign-cases/:id/links/:caseId',
    {
      schema: { tags, params: byId.extend({ caseId: id }), response: { 200: byId } },
    },
    (request) =>
      runCommand(runner, unlink, principalOf(request), {
        ...{ foreignCaseId: request.params.id, caseId: request.params.caseId },
      }),
  );
}
