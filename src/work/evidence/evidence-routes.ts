import type { Readable } from 'node:stream';
import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { actInput, historyPage, id, listInput } from '#work/contract.ts';
import { recordHistory } from '#work/history.ts';
import { actOnEvidence } from './act-on-evidence.ts';
import {
  evidenceDetail,
  evidenceList,
  evidenceListInput,
  mostPartBytes,
  startUploadInput,
  takeInInput,
  uploadView,
} from './contract.ts';
import type { EvidenceParts } from './keep-evidence.ts';
import { loadEvidence } from './load-evidence.ts';
import { listEvidence, openEvidence, readEvidence } from './read-evidence.ts';
import { takeIn } from './take-in-evidence.ts';
import { readUpload, startUpload, takePart } from './uploads.ts';

const byId = z.object({ id });
const tags = ['evidence'];

/** Resumable uploads, evidence of cases, and the custody of each piece (DESIGN §8). */
export async function evidenceRoutes(app: HttpApp, parts: EvidenceParts): Promise<void> {
  const { runner, catalogue } = parts;
  uploadRoutes(app, runner, catalogue);
  caseEvidenceRoutes(app, parts);
  readRoutes(app, parts);
  // In a scope of its own, because here a body of any type is a stream.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { bodyLimit: mostPartBytes }, (_request, payload, done) =>
      done(null, payload),
    );
    scope.addHook('onResponse', (request, _reply, done) => {
      request.raw.removeAllListeners('readable').resume();
      done();
    });
    partRoute(scope as unknown as HttpApp, parts);
  });
}

function uploadRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const start = startUpload(catalogue);
  app.post(
    '/api/v1/uploads',
    { schema: { tags, body: startUploadInput, response: { 201: uploadView } } },
    async (request, reply) => {
      const upload = await runCommand(runner, start, principalOf(request), request.body);
      return reply
        .code(201)
        .header('location', `/api/v1/uploads/${upload.id}`)
        .header('upload-offset', '0')
        .send(upload);
    },
  );
  app.get(
    '/api/v1/uploads/:id',
    { schema: { tags, params: byId, response: { 200: uploadView } } },
    async (request, reply) => {
      const upload = await runQuery(runner, readUpload, principalOf(request), {
        uploadId: request.params.id,
      });
      reply.header('upload-offset', String(upload.received));
      reply.header('upload-length', String(upload.bytes));
      return { id: upload.id, bytes: upload.bytes, offset: upload.received };
    },
  );
}

/** The bytes of a body, left whole for the connection when reading stops early; of a request without one, none. */
async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (body == null) return;
  yield* (body as Readable).iterator({ destroyOnReturn: false });
}

/** The next part: `Upload-Offset` says where it begins, the answer where the one after it does. */
function partRoute(app: HttpApp, { runner, files }: EvidenceParts): void {
  app.patch(
    '/api/v1/uploads/:id',
    {
      bodyLimit: mostPartBytes,
      schema: {
        ...{ tags, params: byId, response: { 200: uploadView } },
        headers: z.object({ 'upload-offset': z.string().max(20).optional() }).loose(),
      },
    },
    async (request, reply) => {
      const upload = await takePart(runner, files, principalOf(request), {
        uploadId: request.params.id,
        offset: Number(request.headers['upload-offset'] ?? Number.NaN),
        source: bytesOf(request.body),
      });
      reply.header('upload-offset', String(upload.offset));
      return upload;
    },
  );
}

function caseEvidenceRoutes(app: HttpApp, parts: EvidenceParts): void {
  const { runner, catalogue } = parts;
  const list = listEvidence(catalogue);
  app.get(
    '/api/v1/cases/:id/evidence',
    {
      schema: {
        ...{ tags, params: byId, querystring: evidenceListInput },
        response: { 200: evidenceList },
      },
    },
    (request) =>
      runQuery(runner, list, principalOf(request), { ...request.query, caseId: request.params.id }),
  );
  app.post(
    '/api/v1/evidence',
    { schema: { tags, body: takeInInput, response: { 201: byId } } },
    async (request, reply) => {
      const taken = await takeIn(parts, principalOf(request), request.body);
      return reply.code(201).header('location', `/api/v1/evidence/${taken.id}`).send(taken);
    },
  );
}

function readRoutes(app: HttpApp, { runner, catalogue, files, scanner }: EvidenceParts): void {
  const read = readEvidence(catalogue, scanner !== null);
  const act = actOnEvidence(catalogue, files, scanner !== null);
  const history = recordHistory('evidence', (context, evidenceId) =>
    loadEvidence(context, evidenceId, { lock: false }),
  );
  app.get(
    '/api/v1/evidence/:id',
    { schema: { tags, params: byId, response: { 200: evidenceDetail } } },
    (request) => runQuery(runner, read, principalOf(request), { evidenceId: request.params.id }),
  );
  app.post(
    '/api/v1/evidence/:id/actions/:action',
    {
      schema: {
        ...{ tags, params: byId.extend({ action: z.string().max(60) }), body: actInput },
        response: { 200: byId },
      },
    },
    (request) =>
      runCommand(runner, act, principalOf(request), {
        ...request.body,
        ...{ evidenceId: request.params.id, action: request.params.action },
      }),
  );
  app.get(
    '/api/v1/evidence/:id/history',
    { schema: { tags, params: byId, querystring: listInput, response: { 200: historyPage } } },
    (request) =>
      runQuery(runner, history, principalOf(request), {
        ...{ ...request.query, recordId: request.params.id },
      }),
  );
  app.get(
    '/api/v1/evidence/:id/bytes',
    { schema: { tags, params: byId } },
    async (request, reply) => {
      const opened = await runCommand(runner, openEvidence, principalOf(request), {
        evidenceId: request.params.id,
      });
      const name = encodeURIComponent(opened.fileName);
      return (
        reply
          // Never shown in place: evidence may be anything, scripts among it.
          .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
          .header('content-length', String(opened.bytes))
          .header('content-security-policy', "default-src 'none'; sandbox")
          .type('application/octet-stream')
          .send(await files.openFile(opened.ownerId, opened.sha256))
      );
    },
  );
}
