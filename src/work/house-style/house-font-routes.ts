import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { FaceFacts } from '#documents/own-font/read-face.ts';
import { mostFontBytes } from '#documents/own-font/sfnt.ts';
import { sha256Hex } from '#engine/canonical.ts';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, type Runner, runCommand } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { id } from '#work/contract.ts';
import { checkFont, fontBytes } from './check-font.ts';
import { type FontFile, fontFile, fontQuery } from './contract.ts';
import { storeFont } from './font-files.ts';
import { keepers } from './keepers.ts';

const tags = ['house-styles'];

/** Read to its end up to here, so that a file that is too large is refused by its name and not by the connection. */
const mostBodyBytes = 64 * mostFontBytes;

const sends = <Input extends { readonly organisationId: string }>(
  principal: Principal,
  { organisationId }: Input,
) => authorise(principal, { permission: 'house-styles:update', roles: keepers, organisationId });

/** The bytes and what they say are not part of the input: they were judged before, and are no text. */
const sendFont = (bytes: Uint8Array, facts: FaceFacts) =>
  defineCommand({
    id: 'house-styles.send-font',
    input: z.strictObject({ organisationId: id, fileName: z.string(), sha256: z.string() }),
    authorise: sends,
    run: (context, { organisationId, fileName, sha256 }): Promise<FontFile> =>
      storeFont(context, { ownerId: organisationId, sha256, fileName, facts, bytes }),
  });

/**
 * Takes a font file in: read and judged outside of any transaction, then written down as a whole or not at all.
 * @throws 403 before anything is read; 422 `font-refused` naming the file and why; 409 when too many were sent
 */
async function receiveFont(
  runner: Runner,
  principal: Principal,
  sent: {
    readonly organisationId: string;
    readonly fileName: string;
    readonly source: AsyncIterable<Uint8Array>;
  },
): Promise<FontFile> {
  const { organisationId, fileName, source } = sent;
  sends(principal, sent);
  const bytes = await fontBytes(fileName, source);
  const sha256 = sha256Hex(bytes);
  const facts = await checkFont(fileName, bytes, sha256);
  const input = { organisationId, fileName, sha256 };
  return runCommand(runner, sendFont(bytes, facts), principal, input);
}

/** The bytes of a body, left whole for the connection when reading stops early. */
async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (body == null) return;
  yield* (body as Readable).iterator({ destroyOnReturn: false });
}

/** A font file is sent by itself; the house style then names those that make its family. */
export function houseFontRoutes(app: HttpApp, runner: Runner): void {
  // In a scope of its own, because here a body of any type is a stream.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { bodyLimit: mostBodyBytes }, (_request, payload, done) =>
      done(null, payload),
    );
    scope.addHook('onResponse', (request, _reply, done) => {
      request.raw.removeAllListeners('readable').resume();
      done();
    });
    fontRoute(scope as unknown as HttpApp, runner);
  });
}

function fontRoute(app: HttpApp, runner: Runner): void {
  app.post(
    '/api/v1/house-styles/:organisation/fonts',
    {
      bodyLimit: mostBodyBytes,
      schema: {
        tags,
        params: z.object({ organisation: id }),
        querystring: fontQuery,
        response: { 201: fontFile },
      },
    },
    async (request, reply) => {
      const file = await receiveFont(runner, principalOf(request), {
        organisationId: request.params.organisation,
        fileName: request.query.name,
        source: bytesOf(request.body),
      });
      return reply.code(201).send(file);
    },
  );
}
