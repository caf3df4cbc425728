import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import { fastify } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Principal } from '#kernel/access/principal.ts';
import { withIdempotencyKey } from '#kernel/command/idempotency.ts';
import type { Config } from '#kernel/config/config.ts';
import { unauthenticated } from '#kernel/errors/app-error.ts';
import type { Log } from '#kernel/log/log.ts';
import { type ProblemDocument, problemOf } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once a session or token was found; null for nobody. */
    principal: Principal | null;
  }
  interface FastifyInstance {
    /** The problem document of an error; what nobody foresaw goes to the log. */
    problemFor(error: unknown, url: string): ProblemDocument;
  }
}

/** How a request becomes a principal; the identity module gives it. */
export type Authenticate = (request: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly method: string;
  readonly ip: string;
}) => Promise<Principal | null>;

export interface HttpOptions {
  readonly config: Config;
  readonly log: Log;
  readonly authenticate: Authenticate;
}

/** Largest JSON body; files and imports stream past it. */
const maxBodyBytes = 1024 * 1024;

/**
 * The HTTP application without routes: zod for requests and responses, OpenAPI 3.1, problem documents, principal, security headers.
 * Responses are validated like requests; what a schema does not name does not leave.
 */
export async function createHttpApp(options: HttpOptions) {
  const { config } = options;
  const app = fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: config.TRUST_PROXY,
    logger: false,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomBytes(8).toString('hex'),
    ...tlsOf(config),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Commonward', version: '1', license: { name: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'cw_session' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.decorateRequest('principal', null);
  app.decorate('problemFor', (error: unknown, url: string) => {
    const problem = problemOf(error);
    // A secret that stands in an address does not get into the log.
    const address = url.replaceAll(/cw_[\w-]{43}/g, 'cw_…');
    if (problem.status >= 500) options.log.error({ err: error, url: address }, 'request failed');
    return problem;
  });
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    request.principal = await options.authenticate({
      headers: request.headers,
      cookies: request.cookies,
      method: request.method,
      ip: request.ip,
    });
  });
  // Deny by default: only a route that declares `security: []` answers to nobody, and to others nothing is told before they are known.
  app.addHook('preValidation', async (request) => {
    if (request.is404 || !request.url.startsWith('/api/')) return;
    if (request.routeOptions.schema?.security?.length !== 0) principalOf(request);
  });
  // After the body was read, because reading it ends the context of the hooks before.
  app.addHook('preHandler', (request, _reply, done) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    withIdempotencyKey(changes ? request.headers['idempotency-key'] : undefined, done);
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('referrer-policy')) reply.header('referrer-policy', 'same-origin');
    reply.header('x-frame-options', 'DENY');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = app.problemFor(error, request.url);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply
      .code(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  });
  return app;
}

export type HttpApp = Awaited<ReturnType<typeof createHttpApp>>;

function tlsOf(config: Config): { https?: { cert: Buffer; key: Buffer } } {
  if (config.TLS_CERT_FILE === undefined || config.TLS_KEY_FILE === undefined) return {};
  return {
    https: { cert: readFileSync(config.TLS_CERT_FILE), key: readFileSync(config.TLS_KEY_FILE) },
  };
}

/** @throws 401 when nobody is signed in. */
export function principalOf(request: { readonly principal: Principal | null }): Principal {
  if (request.principal === null) throw unauthenticated();
  return request.principal;
}
