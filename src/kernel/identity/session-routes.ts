import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#kernel/access/principal.ts';
import { AppError, forbidden, unauthenticated } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { me } from '#work/contract.ts';
import { csrfCookie, principalBy, sessionCookie } from './authenticate.ts';
import { byId, sessionList, signInInput } from './contract.ts';
import type { IdentityParts } from './parts.ts';
import { csrfOf } from './secrets.ts';
import { clearSessionCookies, setCsrfCookie, setSessionCookies } from './session-cookies.ts';
import { endSessions, listSessions } from './sessions.ts';
import { signIn } from './sign-in.ts';

/** The answer to "who am I", composed above the kernel. */
export type MeOf = (principal: Principal) => Promise<z.infer<typeof me>>;

export type MemberPrincipal = Principal & {
  readonly personId: string;
  readonly organisationId: string;
};

/** @throws 401 for nobody, 403 for a token: what concerns the account itself is done by its person, signed in. */
export function personSignedIn(request: { readonly principal: Principal | null }): MemberPrincipal {
  const principal = principalOf(request);
  const { personId, organisationId } = principal;
  if (principal.kind !== 'session' || personId === null || organisationId === null) {
    throw forbidden('Sign in for this; a token cannot do it.');
  }
  return { ...principal, personId, organisationId };
}

const nothing = z.null();

/** Sign in, sign out, and a person's own sessions. */
export function sessionRoutes(app: HttpApp, parts: IdentityParts, meOf: MeOf): void {
  renewCsrfCookie(app, parts);
  app.post(
    '/api/v1/sessions',
    {
      schema: { tags: ['identity'], security: [], body: signInInput, response: { 200: me } },
    },
    async (request, reply) => {
      const session = await withRetryAfter(reply, () =>
        signIn(parts, request.body, {
          address: request.ip,
          userAgent: request.headers['user-agent'] ?? '',
          presentedSecret: request.cookies[sessionCookie],
        }),
      );
      const principal = await principalBy(parts, 'session', session.secret, request.ip);
      if (principal === null) throw unauthenticated();
      setSessionCookies(parts, reply, session);
      return meOf(principal);
    },
  );
  app.delete(
    '/api/v1/sessions/current',
    { schema: { tags: ['identity'], response: { 204: nothing } } },
    async (request, reply) => {
      const principal = personSignedIn(request);
      await endSessions(parts, principal, { id: principal.viaId ?? '' });
      clearSessionCookies(parts, reply);
      return reply.code(204).send(null);
    },
  );
  ownSessionRoutes(app, parts);
}

function ownSessionRoutes(app: HttpApp, parts: IdentityParts): void {
  app.get(
    '/api/v1/me/sessions',
    { schema: { tags: ['identity'], response: { 200: sessionList } } },
    async (request) => ({
      items: (await listSessions(parts, personSignedIn(request))).map((session) => ({
        ...session,
        createdAt: session.createdAt.toISOString(),
        lastUsedAt: session.lastUsedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      })),
    }),
  );
  app.delete(
    '/api/v1/me/sessions',
    {
      schema: {
        tags: ['identity'],
        description: 'Ends all other sessions of this person.',
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      await endSessions(parts, personSignedIn(request), 'others');
      return reply.code(204).send(null);
    },
  );
  app.delete(
    '/api/v1/me/sessions/:id',
    { schema: { tags: ['identity'], params: byId, response: { 204: nothing } } },
    async (request, reply) => {
      await endSessions(parts, personSignedIn(request), request.params);
      return reply.code(204).send(null);
    },
  );
}

/** Runs `work`; an error that names a time to wait puts it into the header, too (RFC 9110 §10.2.3). */
export async function withRetryAfter<T>(reply: FastifyReply, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && typeof error.extra['retryAfterSeconds'] === 'number') {
      reply.header('retry-after', error.extra['retryAfterSeconds']);
    }
    throw error;
  }
}

/** A browser that lost the readable cookie gets it again with the next page, instead of being unable to do anything. */
function renewCsrfCookie(app: HttpApp, parts: IdentityParts): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const secret = request.cookies[sessionCookie];
    if (request.principal?.kind !== 'session' || secret === undefined) return;
    if (request.cookies[csrfCookie] === csrfOf(parts.keys, secret)) return;
    setCsrfCookie(parts, reply, secret);
  });
}
