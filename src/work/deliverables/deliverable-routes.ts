import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { actInput, historyPage, id, listInput } from '#work/contract.ts';
import { recordHistory } from '#work/history.ts';
import { houseStyleRoutes } from '#work/house-style/house-style-routes.ts';
import { versionOf } from '#work/http/if-match.ts';
import {
  createDeliverableInput,
  deliverableDetail,
  deliverablePage,
  documentHistory,
  editDeliverableInput,
} from './contract.ts';
import { deliverableOperations } from './deliverable-operations.ts';
import { listDeliverablesInput } from './list-deliverables.ts';
import { loadDeliverable } from './load-deliverable.ts';
import { cspOf, printedFormats } from './renderings.ts';

const byId = z.object({ id });
const base = '/api/v1/deliverables';
const tags = ['deliverables'];
type Operations = ReturnType<typeof deliverableOperations>;

/** Deliverables of every kind, and the style that they are printed in: list, read, write, act, document history, trail, and the documents themselves. */
export function deliverableRoutes(
  app: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  files: FileStore,
): void {
  const operations = deliverableOperations(catalogue);
  readRoutes(app, runner, operations);
  writeRoutes(app, runner, operations);
  houseStyleRoutes(app, runner);

  const formats = new Set<string>(printedFormats);
  for (const module of catalogue.deliverables.values()) {
    for (const format of Object.keys(module.exports ?? {})) formats.add(format);
  }
  for (const format of formats) documentRoute(app, runner, operations, files, format);
}

function readRoutes(app: HttpApp, runner: Runner, operations: Operations): void {
  const history = recordHistory('deliverable', (context, deliverableId) =>
    loadDeliverable(context, deliverableId, { lock: false }),
  );
  app.get(
    base,
    { schema: { tags, querystring: listDeliverablesInput, response: { 200: deliverablePage } } },
    (request) => runQuery(runner, operations.list, principalOf(request), request.query),
  );
  app.get(
    `${base}/:id`,
    { schema: { tags, params: byId, response: { 200: deliverableDetail } } },
    async (request, reply) => {
      const detail = await runQuery(runner, operations.read, principalOf(request), {
        deliverableId: request.params.id,
      });
      reply.header('etag', `"${detail.deliverable.recordVersion}"`);
      return detail;
    },
  );
  app.get(
    `${base}/:id/document-history`,
    { schema: { tags, params: byId, response: { 200: documentHistory } } },
    (request) =>
      runQuery(runner, operations.documentHistory, principalOf(request), {
        deliverableId: request.params.id,
      }),
  );
  app.get(
    `${base}/:id/history`,
    { schema: { tags, params: byId, querystring: listInput, response: { 200: historyPage } } },
    (request) =>
      runQuery(runner, history, principalOf(request), {
        ...request.query,
        recordId: request.params.id,
      }),
  );
}

function writeRoutes(app: HttpApp, runner: Runner, operations: Operations): void {
  app.post(
    '/api/v1/cases/:id/deliverables',
    {
      schema: {
        tags,
        params: byId,
        body: createDeliverableInput,
        response: { 201: deliverableDetail },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const deliverableId = await runCommand(runner, operations.create, principal, {
        ...request.body,
        caseId: request.params.id,
      });
      const detail = await runQuery(runner, operations.read, principal, { deliverableId });
      return reply
        .code(201)
        .header('location', `${base}/${deliverableId}`)
        .header('etag', `"${detail.deliverable.recordVersion}"`)
        .send(detail);
    },
  );
  app.patch(
    `${base}/:id`,
    {
      schema: {
        tags,
        params: byId,
        body: editDeliverableInput,
        response: { 200: deliverableDetail },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const deliverableId = request.params.id;
      await runCommand(runner, operations.edit, principal, {
        ...request.body,
        deliverableId,
        version: versionOf(request.headers['if-match']),
      });
      const detail = await runQuery(runner, operations.read, principal, { deliverableId });
      reply.header('etag', `"${detail.deliverable.recordVersion}"`);
      return detail;
    },
  );
  app.post(
    `${base}/:id/actions/:action`,
    {
      schema: {
        tags,
        params: byId.extend({ action: z.string().max(60) }),
        body: actInput,
        response: { 200: deliverableDetail },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const deliverableId = request.params.id;
      await runCommand(runner, operations.act, principal, {
        ...request.body,
        deliverableId,
        action: request.params.action,
      });
      return runQuery(runner, operations.read, principal, { deliverableId });
    },
  );
}

/** `/deliverables/{id}.pdf` and its like. A page may be framed by the application alone, and can run nothing. */
function documentRoute(
  app: HttpApp,
  runner: Runner,
  operations: Operations,
  files: FileStore,
  format: string,
): void {
  app.get(
    `${base}/:id.${format}`,
    {
      schema: { tags, params: byId },
      onSend: async (_request, reply) => {
        if (format === 'html') reply.header('x-frame-options', 'SAMEORIGIN');
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const input = { deliverableId: request.params.id, format };
      const opened = await runQuery(runner, operations.open, principal, input);
      await runCommand(runner, operations.opened, principal, input);
      reply.type(opened.contentType);
      reply.header(
        'content-disposition',
        `${format === 'html' ? 'inline' : 'attachment'}; filename="${opened.fileName}"`,
      );
      if ('make' in opened) return sendBytes(reply, format, await opened.make());
      const stored = await files.openFile(opened.stored.ownerId, opened.stored.sha256);
      const bytes = Buffer.concat(await stored.toArray());
      return sendBytes(reply, format, bytes);
    },
  );
}

function sendBytes(reply: FastifyReply, format: string, bytes: Uint8Array) {
  if (format === 'html') reply.header('content-security-policy', cspOf(bytes));
  return reply.send(Buffer.from(bytes));
}
