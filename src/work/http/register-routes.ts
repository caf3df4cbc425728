import { z } from 'zod';
import { authorise } from '#kernel/access/authorise.ts';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue, RegisterModule } from '#work/catalogue.ts';
import {
  actInput,
  historyPage,
  id,
  label,
  listInput,
  record,
  recordDetail,
  recordPage,
  tlp,
} from '#work/contract.ts';
import { recordAudience, recordHistory } from '#work/history.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { audienceView } from '#work/sharing/contract.ts';
import { versionOf } from './if-match.ts';

const byId = z.object({ id });
const createBody = z.strictObject({
  ownerId: id.optional(),
  label: label.optional(),
  tlp: tlp.optional(),
  caseId: id.nullish(),
  fields: z.record(z.string(), z.unknown()),
});
const patchBody = z.strictObject({ fields: z.record(z.string(), z.unknown()) });

/** Names under `/api/v1` that no register may take. */
export const fixedNames: readonly string[] = [
  'sessions',
  'me',
  'api-tokens',
  'procedures',
  'cases',
  'tasks',
  'imports',
  'exports',
  'uploads',
  'evidence',
  'deliverables',
  'requests',
  'notifications',
  'search',
  'jobs',
  'sources',
  'coverage',
  'trail',
  'health',
  'ready',
  'metrics',
  'definitions',
  'saved-views',
  'openapi.json',
  'docs',
  'mails',
  'invitations',
  'accounts',
  'lockouts',
  'glass-breaks',
  'configuration',
  'operations',
  'glossary',
  'withdrawals',
];

/** List, read, create, change, delete, act, history and audience of every declared register. */
export function registerRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  for (const module of catalogue.registers.values()) {
    if (fixedNames.includes(module.register.id)) {
      throw new Error(`the register ${module.register.id} has the name of a fixed path`);
    }
    readRoutes(app, runner, catalogue, module);
    writeRoutes(app, runner, catalogue, module);
    trailRoutes(app, runner, catalogue, module);
  }
}

function readRoutes(
  app: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  module: RegisterModule,
): void {
  const operations = registerOperations(catalogue, module);
  const path = `/api/v1/${module.register.id}`;
  const tags = [module.register.id];
  const filters = Object.fromEntries(
    Object.entries(module.register.fields)
      .filter(([, field]) => field.filter === true)
      .map(([name]) => [name, z.string().max(400).optional()]),
  );
  const querystring = listInput.extend({
    ...filters,
    state: z.string().max(200).optional(),
    ownerId: id.optional(),
    caseId: id.optional(),
  });
  app.get(
    path,
    { schema: { tags, querystring: querystring.loose(), response: { 200: recordPage } } },
    (request) => {
      const { limit, after, sort, q, count, ...rest } = request.query as z.infer<typeof listInput> &
        Record<string, string>;
      return runQuery(runner, operations.list, principalOf(request), {
        limit,
        after,
        sort,
        q,
        count,
        filters: withoutAbsent(rest),
      });
    },
  );
  app.get(
    `${path}/:id`,
    { schema: { tags, params: byId, response: { 200: recordDetail } } },
    async (request, reply) => {
      const detail = await runQuery(runner, operations.read, principalOf(request), request.params);
      reply.header('etag', `"${detail.record.version}"`);
      return detail;
    },
  );
}

function withoutAbsent(filters: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function writeRoutes(
  app: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  module: RegisterModule,
): void {
  const operations = registerOperations(catalogue, module);
  const path = `/api/v1/${module.register.id}`;
  const tags = [module.register.id];
  app.post(
    path,
    { schema: { tags, body: createBody, response: { 201: record } } },
    async (request, reply) => {
      const made = await runCommand(runner, operations.create, principalOf(request), request.body);
      return reply
        .code(201)
        .header('location', `${path}/${made.id}`)
        .header('etag', `"${made.version}"`)
        .send(made);
    },
  );
  app.patch(
    `${path}/:id`,
    { schema: { tags, params: byId, body: patchBody, response: { 200: record } } },
    async (request, reply) => {
      const changed = await runCommand(runner, operations.update, principalOf(request), {
        id: request.params.id,
        version: versionOf(request.headers['if-match']),
        fields: request.body.fields,
      });
      reply.header('etag', `"${changed.version}"`);
      return changed;
    },
  );
  app.delete(
    `${path}/:id`,
    { schema: { tags, params: byId, response: { 200: z.object({ id }) } } },
    (request) =>
      runCommand(runner, operations.remove, principalOf(request), {
        id: request.params.id,
        version: versionOf(request.headers['if-match']),
      }),
  );
  if (module.register.lifeCycle === undefined) return;
  app.post(
    `${path}/:id/actions/:action`,
    {
      schema: {
        tags,
        params: byId.extend({ action: z.string().max(60) }),
        body: actInput,
        response: { 200: record },
      },
    },
    (request) => {
      const { onBehalfOf, ...act } = request.body;
      if (typeof onBehalfOf === 'string') {
        throw conflict('no-delegation', 'Authority is delegated inside cases only.');
      }
      return runCommand(runner, operations.act, principalOf(request), {
        ...act,
        ...request.params,
      });
    },
  );
}

function trailRoutes(
  app: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  module: RegisterModule,
): void {
  const path = `/api/v1/${module.register.id}/:id`;
  const tags = [module.register.id];
  const history = recordHistory(module.register.id, (context, recordId) =>
    findRecord(context, module.register, recordId, { lock: false }),
  );
  app.get(
    `${path}/history`,
    { schema: { tags, params: byId, querystring: listInput, response: { 200: historyPage } } },
    (request) => {
      const principal = principalOf(request);
      // What the roles may not read, they may not read from the trail either.
      authorise(
        { ...principal, tokenScopes: null },
        { permission: `${module.register.id}:read`, roles: module.register.access.read },
      );
      return runQuery(runner, history, principal, {
        ...request.query,
        recordId: request.params.id,
      });
    },
  );
  if (module.register.class !== 'tenant') return;
  const audience = recordAudience(catalogue, module.register.id);
  app.get(
    `${path}/audience`,
    {
      schema: {
        tags,
        params: byId,
        querystring: z.object({ owner: id }),
        response: { 200: audienceView },
      },
    },
    (request) =>
      runQuery(runner, audience, principalOf(request), {
        recordId: request.params.id,
        ownerId: request.query.owner,
      }),
  );
}
