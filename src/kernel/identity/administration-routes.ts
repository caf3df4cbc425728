import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { accountOf, recordAccount, revokeAllOf } from './accounts.ts';
import {
  acceptInput,
  byId,
  glassBreakInput,
  glassBreakList,
  glassBreakView,
  invited,
  inviteInput,
  personParams,
} from './contract.ts';
import { approveGlassBreak, listGlassBreaks, requestGlassBreak } from './glass-breaks.ts';
import { acceptInvitation, invite } from './invitations.ts';
import { clearTotp } from './own-account.ts';
import { changing, type IdentityParts } from './parts.ts';
import { personSignedIn } from './session-routes.ts';
import { accountSubject } from './throttle.ts';

const nothing = z.null();
const done = (reply: FastifyReply) => reply.code(204).send(null);

/** Deny by default: accounts are administered by the operator alone. */
export function administrator(principal: Principal): Principal {
  authorise(principal, { permission: 'accounts:administer', roles: ['system-administrator'] });
  return principal;
}

/** What the platform's operator does: invite, lift locks, reset, revoke; and break the glass with a second person. */
export function administrationRoutes(app: HttpApp, parts: IdentityParts): void {
  invitationRoutes(app, parts);
  accountRoutes(app, parts);
  glassBreakRoutes(app, parts);
}

function invitationRoutes(app: HttpApp, parts: IdentityParts): void {
  app.post(
    '/api/v1/invitations',
    { schema: { tags: ['identity'], body: inviteInput, response: { 201: invited } } },
    async (request, reply) => {
      const by = administrator(principalOf(request));
      const { link, expiresAt, ...made } = await invite(parts, by, request.body);
      return reply.code(201).send({
        ...made,
        expiresAt: expiresAt.toISOString(),
        ...(parts.config.SMTP_URL === undefined ? { link } : {}),
      });
    },
  );
  app.post(
    '/api/v1/invitations/accept',
    {
      schema: { tags: ['identity'], security: [], body: acceptInput, response: { 204: nothing } },
    },
    async (request, reply) => {
      await acceptInvitation(parts, request.body, request.ip);
      return done(reply);
    },
  );
}

function accountRoutes(app: HttpApp, parts: IdentityParts): void {
  const schema = { tags: ['identity'], params: personParams, response: { 204: nothing } };
  app.delete('/api/v1/accounts/:personId/lockout', { schema }, async (request, reply) => {
    const by = administrator(principalOf(request));
    await changing(parts, by, async (context) => {
      const account = await accountOf(context.client, request.params.personId, context.now);
      await context.client.query('delete from sign_in_throttle where subject = $1', [
        accountSubject(account.email),
      ]);
      recordAccount(context, personOf(account), 'account.unlock', account.version, {});
    });
    return done(reply);
  });
  app.delete('/api/v1/accounts/:personId/totp', { schema }, async (request, reply) => {
    const by = administrator(principalOf(request));
    await changing(parts, by, async (context) => {
      await clearTotp(
        context,
        await accountOf(context.client, request.params.personId, context.now),
      );
    });
    return done(reply);
  });
  app.delete('/api/v1/accounts/:personId/sessions', { schema }, async (request, reply) => {
    const by = administrator(principalOf(request));
    await revokeAllOf(parts, request.params.personId, by);
    return done(reply);
  });
}

function personOf(account: { readonly person_id: string; readonly organisation_id: string }) {
  return { id: account.person_id, organisation_id: account.organisation_id };
}

function glassBreakRoutes(app: HttpApp, parts: IdentityParts): void {
  app.get(
    '/api/v1/glass-breaks',
    { schema: { tags: ['identity'], response: { 200: glassBreakList } } },
    async (request) => {
      administrator(principalOf(request));
      return { items: await listGlassBreaks(parts) };
    },
  );
  app.post(
    '/api/v1/glass-breaks',
    { schema: { tags: ['identity'], body: glassBreakInput, response: { 201: glassBreakView } } },
    async (request, reply) => {
      const principal = personSignedIn(request);
      administrator(principal);
      return reply.code(201).send(await requestGlassBreak(parts, principal, request.body));
    },
  );
  app.post(
    '/api/v1/glass-breaks/:id/approve',
    { schema: { tags: ['identity'], params: byId, response: { 200: glassBreakView } } },
    async (request) => {
      const principal = personSignedIn(request);
      administrator(principal);
      return approveGlassBreak(parts, principal, request.params.id);
    },
  );
}
