import { z } from 'zod';
import { notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import {
  accountDetail,
  accountFilters,
  accountPage,
  granted,
  grantInput,
  holdingParams,
  invitationFilters,
  invitationPage,
  lockoutList,
  releaseInput,
} from './account-contract.ts';
import { listAccounts, listInvitations, listLockouts, readAccount } from './account-queries.ts';
import { recordAccount } from './accounts.ts';
import { administrator } from './administration-routes.ts';
import { byId, personParams } from './contract.ts';
import { changing, type IdentityParts } from './parts.ts';
import { endRole, grantRole } from './role-grants.ts';
import { addressSubject } from './throttle.ts';

const tags = ['identity'];
const nothing = z.null();

/** What the operator sees of accounts (metadata alone), the roles that he grants and ends, open invitations, and locks. */
export function accountRoutes(app: HttpApp, parts: IdentityParts): void {
  app.get(
    '/api/v1/accounts',
    { schema: { tags, querystring: accountFilters, response: { 200: accountPage } } },
    async (request) => {
      administrator(principalOf(request));
      const { limit, after } = request.query;
      const found = await listAccounts(parts, request.query, afterOf(after));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const more = found.length > limit && last !== undefined;
      return { items, next: more ? encodeKey([last.name, last.personId]) : null };
    },
  );
  app.get(
    '/api/v1/accounts/:personId',
    { schema: { tags, params: personParams, response: { 200: accountDetail } } },
    (request) => {
      administrator(principalOf(request));
      return readAccount(parts, request.params.personId);
    },
  );
  roleRoutes(app, parts);
  openInvitationRoutes(app, parts);
  lockoutRoutes(app, parts);
}

function afterOf(after: string | undefined): { name: string; id: string } | null {
  if (after === undefined) return null;
  const [name, id] = decodeKey(after, 2);
  return { name: String(name), id: String(id) };
}

function roleRoutes(app: HttpApp, parts: IdentityParts): void {
  app.post(
    '/api/v1/accounts/:personId/roles',
    { schema: { tags, params: personParams, body: grantInput, response: { 201: granted } } },
    async (request, reply) => {
      const by = administrator(principalOf(request));
      return reply
        .code(201)
        .send(await grantRole(parts, by, request.params.personId, request.body));
    },
  );
  app.delete(
    '/api/v1/accounts/:personId/roles/:holdingId',
    { schema: { tags, params: holdingParams, response: { 204: nothing } } },
    async (request, reply) => {
      const by = administrator(principalOf(request));
      await endRole(parts, by, request.params.personId, request.params.holdingId);
      return reply.code(204).send(null);
    },
  );
}

function openInvitationRoutes(app: HttpApp, parts: IdentityParts): void {
  app.get(
    '/api/v1/invitations',
    { schema: { tags, querystring: invitationFilters, response: { 200: invitationPage } } },
    async (request) => {
      administrator(principalOf(request));
      const { limit, after, open } = request.query;
      const found = await listInvitations(parts, { limit, after, open: open === 'true' });
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  );
  app.delete(
    '/api/v1/invitations/:id',
    { schema: { tags, params: byId, response: { 204: nothing } } },
    async (request, reply) => {
      const by = administrator(principalOf(request));
      await changing(parts, by, async (context) => {
        const { rows } = await context.client.query<{ id: string; organisation_id: string }>(
          `update invitation i set revoked_at = $2 from person p
           where i.id = $1 and i.accepted_at is null and i.revoked_at is null and p.id = i.person_id
           returning p.id, p.organisation_id`,
          [request.params.id, context.now],
        );
        const person = rows[0];
        if (person === undefined) throw notFound('open invitation');
        recordAccount(context, person, 'invitation.revoke', 1, { invitation: request.params.id });
      });
      return reply.code(204).send(null);
    },
  );
}

function lockoutRoutes(app: HttpApp, parts: IdentityParts): void {
  app.get(
    '/api/v1/lockouts',
    { schema: { tags, response: { 200: lockoutList } } },
    async (request) => {
      administrator(principalOf(request));
      return { items: await listLockouts(parts) };
    },
  );
  app.post(
    '/api/v1/lockouts/release',
    {
      schema: {
        tags,
        description:
          'Lets a network address sign in again; an account is released under /accounts.',
        body: releaseInput,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const by = administrator(principalOf(request));
      await changing(parts, by, async (context) => {
        const { address } = request.body;
        const { rowCount } = await context.client.query(
          'delete from sign_in_throttle where subject = any ($1) and blocked_until is not null',
          [[`address:${address}`, addressSubject(address)]],
        );
        if (rowCount === 0) throw notFound('lock');
        if (by.organisationId === null || by.personId === null) return;
        const operator = { id: by.personId, organisation_id: by.organisationId };
        recordAccount(context, operator, 'lockout.release', 1, { address });
      });
      return reply.code(204).send(null);
    },
  );
}
