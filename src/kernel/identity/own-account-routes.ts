import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { HttpApp } from '#kernel/http/http-app.ts';
import { accountOf } from './accounts.ts';
import {
  changePasswordInput,
  confirmPasswordInput,
  ownSettingsInput,
  totpConfirmInput,
  totpOffer,
  totpView,
} from './contract.ts';
import {
  changeOwnPassword,
  confirmTotp,
  removeOwnTotp,
  setOwnLocale,
  startTotp,
} from './own-account.ts';
import { type IdentityParts, reading } from './parts.ts';
import { setSessionCookies } from './session-cookies.ts';
import { personSignedIn, withRetryAfter } from './session-routes.ts';
import type { NewSession } from './sessions.ts';

const nothing = z.null();

/** A person's own password and second factor. Each change gives the session a new secret. */
export function ownAccountRoutes(app: HttpApp, parts: IdentityParts): void {
  const done = (reply: FastifyReply, session: NewSession | null) => {
    if (session !== null) setSessionCookies(parts, reply, session);
    return reply.code(204).send(null);
  };
  app.patch(
    '/api/v1/me',
    { schema: { tags: ['identity'], body: ownSettingsInput, response: { 204: nothing } } },
    async (request, reply) => {
      await setOwnLocale(parts, personSignedIn(request), request.body.locale);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/me/password',
    { schema: { tags: ['identity'], body: changePasswordInput, response: { 204: nothing } } },
    async (request, reply) => {
      const principal = personSignedIn(request);
      const session = await withRetryAfter(reply, () =>
        changeOwnPassword(parts, principal, request.body),
      );
      return done(reply, session);
    },
  );
  app.get(
    '/api/v1/me/totp',
    { schema: { tags: ['identity'], response: { 200: totpView } } },
    async (request) => {
      const { personId } = personSignedIn(request);
      const now = parts.clock.now();
      const account = await reading(parts, (client) => accountOf(client, personId, now));
      return { active: account.totp_secret !== null };
    },
  );
  app.post(
    '/api/v1/me/totp',
    { schema: { tags: ['identity'], body: confirmPasswordInput, response: { 200: totpOffer } } },
    (request, reply) =>
      withRetryAfter(reply, () => startTotp(parts, personSignedIn(request), request.body.password)),
  );
  app.post(
    '/api/v1/me/totp/confirm',
    { schema: { tags: ['identity'], body: totpConfirmInput, response: { 204: nothing } } },
    async (request, reply) =>
      done(reply, await confirmTotp(parts, personSignedIn(request), request.body.totp)),
  );
  app.delete(
    '/api/v1/me/totp',
    { schema: { tags: ['identity'], body: confirmPasswordInput, response: { 204: nothing } } },
    async (request, reply) => {
      const principal = personSignedIn(request);
      const session = await withRetryAfter(reply, () =>
        removeOwnTotp(parts, principal, request.body.password),
      );
      return done(reply, session);
    },
  );
}
