import type { Readable } from 'node:stream';
import { z } from 'zod';
import { FormatError } from '#formats/format-error.ts';
import { authorise } from '#kernel/access/authorise.ts';
import { decode, type Runner, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import {
  type ImportFiles,
  importerOf,
  importQuery,
  importView,
  listImports,
  readImport,
  receiveImport,
} from '#work/imports/import-service.ts';
import type { Place, PreviewRow } from '#work/imports/importer.ts';

/** Rows that a preview shows. */
const previewRows = 50;
/** Largest body of an import; imports stream, so memory does not grow with it. */
const maxImportBytes = 4 * 1024 ** 3;

const preview = z.object({
  rows: z.array(z.object({ title: z.string(), values: z.record(z.string(), z.string()) })),
  faults: z.array(
    z.object({ place: z.record(z.string(), z.unknown()), code: z.string(), message: z.string() }),
  ),
  complete: z.boolean(),
});

/** Imports: send a file, see what it would do, follow its progress, read its report. */
export async function importRoutes(
  app: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  files: ImportFiles,
): Promise<void> {
  // In a scope of its own, because here a body of any type is a stream.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { bodyLimit: maxImportBytes }, (_request, payload, done) =>
      done(null, payload),
    );
    scope.addHook('onResponse', (request, _reply, done) => {
      // What is left of the file would block the next request of the connection.
      request.raw.removeAllListeners('readable').resume();
      done();
    });
    streamingRoutes(scope as unknown as HttpApp, runner, catalogue, files);
  });
  app.get(
    '/api/v1/imports/:id',
    { schema: { tags: ['imports'], params: z.object({ id }), response: { 200: importView } } },
    (request) => runQuery(runner, readImport, principalOf(request), request.params),
  );
  app.get(
    '/api/v1/imports',
    {
      schema: {
        tags: ['imports'],
        querystring: listImports.input,
        response: { 200: z.object({ items: z.array(importView) }) },
      },
    },
    (request) => runQuery(runner, listImports, principalOf(request), request.query),
  );
}

/**
 * The bytes of a body. Who stops reading early (a preview, a refusal in the middle) leaves the stream whole: a destroyed one would never be
 * read to its end, and the next request of the connection never be heard.
 */
function bytesOf(body: unknown): AsyncIterable<Uint8Array> {
  return (body as Readable).iterator({ destroyOnReturn: false });
}

/** The two routes whose body is a file of any size and type. */
function streamingRoutes(
  streaming: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  files: ImportFiles,
): void {
  const byFormat = z.object({ format: z.string().max(40) });
  streaming.post(
    '/api/v1/imports/:format',
    {
      bodyLimit: maxImportBytes,
      schema: {
        tags: ['imports'],
        params: byFormat,
        querystring: importQuery,
        response: { 202: z.object({ id }) },
      },
    },
    async (request, reply) => {
      const accepted = await receiveImport(runner, catalogue, files, principalOf(request), {
        format: request.params.format,
        query: request.query,
        source: bytesOf(request.body),
      });
      return reply.code(202).header('location', `/api/v1/imports/${accepted.id}`).send(accepted);
    },
  );
  streaming.post(
    '/api/v1/imports/:format/preview',
    {
      bodyLimit: maxImportBytes,
      schema: {
        tags: ['imports'],
        params: byFormat,
        querystring: importQuery,
        response: { 200: preview },
      },
    },
    async (request) => {
      const importer = importerOf(catalogue, request.params.format);
      const query = decode(importQuery, request.query);
      authorise(principalOf(request), {
        permission: `imports:${importer.id}`,
        roles: importer.roles,
        organisationId: query.organisation ?? null,
      });
      const options = query.ecosystem === undefined ? {} : { ecosystem: query.ecosystem };
      return previewOf(importer.preview(bytesOf(request.body), previewRows, options));
    },
  );
}

type PreviewItem =
  | { readonly kind: 'row'; readonly row: PreviewRow }
  | {
      readonly kind: 'fault';
      readonly place: Place;
      readonly code: string;
      readonly message: string;
    };

async function previewOf(items: AsyncIterable<PreviewItem>): Promise<z.infer<typeof preview>> {
  const shown: z.infer<typeof preview> = { rows: [], faults: [], complete: true };
  try {
    for await (const item of items) {
      if (item.kind === 'row')
        shown.rows.push({ title: item.row.title, values: { ...item.row.values } });
      else shown.faults.push({ place: { ...item.place }, code: item.code, message: item.message });
      if (shown.rows.length + shown.faults.length >= previewRows) {
        return { ...shown, complete: false };
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    shown.faults.push({ place: { ...error.place }, code: error.code, message: error.what });
  }
  return shown;
}
