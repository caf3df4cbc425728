import { Readable } from 'node:stream';
import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { historyPage, id, instant } from '#work/contract.ts';
import { exportTrail } from './export-trail.ts';
import { giveHead } from './head-receipts.ts';
import { listHeads, listTrail, proofOfEntry } from './trail-queries.ts';

const head = z.object({
  treeSize: z.number().int(),
  rootHash: z.string(),
  at: instant,
  keyId: z.string(),
  signature: z.string(),
});
const heads = z.object({
  items: z.array(head),
  next: z.string().nullable(),
  keys: z.array(z.object({ keyId: z.string(), publicKey: z.string(), since: instant })),
  consistency: z
    .object({ from: z.number().int(), to: z.number().int(), hashes: z.array(z.string()) })
    .nullable(),
});
const proof = z.object({
  header: z.record(z.string(), z.unknown()),
  leafIndex: z.number().int(),
  counter: z.number().int(),
  leafHash: z.string(),
  head,
  inclusion: z.array(z.string()),
});
const keptHead = head.extend({ organisation: id, counter: z.number().int() });
const exportInput = z.object({
  organisation: id.optional(),
  details: z.enum(['true', 'false']).default('false'),
  head: z.coerce.number().int().positive().optional(),
});

/** Takes the newest head away to be kept; the server remembers that it left. */
const keepHead = defineCommand({
  id: 'trail.keep-head',
  input: z.object({ organisation: id.optional() }),
  authorise: (principal, input) =>
    authorise(principal, {
      permission: 'trail:read',
      roles: [anyMember],
      organisationId: input.organisation ?? principal.organisationId,
    }),
  run: async (context) => {
    const [organisation] = context.scope.organisations;
    const kept =
      organisation === undefined
        ? null
        : await giveHead(context.client, organisation, 'asked', context.now);
    if (kept === null) throw conflict('nothing-sealed', 'Nothing was sealed yet. Try in a second.');
    return kept;
  },
});

/** Entries, heads, proofs and exports of the trail (RFC 9162). */
export function trailRoutes(app: HttpApp, runner: Runner): void {
  const tags = ['trail'];
  app.get(
    '/api/v1/trail',
    { schema: { tags, querystring: listTrail.input, response: { 200: historyPage } } },
    (request) => runQuery(runner, listTrail, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/trail/heads',
    { schema: { tags, querystring: listHeads.input, response: { 200: heads } } },
    (request) => runQuery(runner, listHeads, principalOf(request), request.query),
  );
  app.post(
    '/api/v1/trail/heads/keep',
    { schema: { tags, body: keepHead.input, response: { 200: keptHead } } },
    (request) => runCommand(runner, keepHead, principalOf(request), request.body),
  );
  app.get(
    '/api/v1/trail/:entry/proof',
    { schema: { tags, params: z.object({ entry: id }), response: { 200: proof } } },
    (request) =>
      runQuery(runner, proofOfEntry, principalOf(request), { entryId: request.params.entry }),
  );
  exportRoute(app, runner);
}

function exportRoute(app: HttpApp, runner: Runner): void {
  app.get(
    '/api/v1/trail/export',
    { schema: { tags: ['trail'], querystring: exportInput } },
    async (request, reply) => {
      const principal = principalOf(request);
      const { organisation, details, head: size } = request.query;
      const scope = authorise(principal, {
        permission: 'trail:export',
        roles: [anyMember],
        organisationId: organisation ?? null,
      });
      const lines = exportTrail(
        (read) =>
          runner.database.transaction(
            {
              role: 'app',
              scope: scope.organisations,
              person: principal.personId,
              readOnly: true,
            },
            ({ client }) => read(client),
          ),
        {
          organisations: scope.organisations,
          details: details === 'true',
          ...(size === undefined ? {} : { heads: [size] }),
        },
      );
      reply.header('content-disposition', 'attachment; filename="trail.jsonl"');
      return reply.type('application/x-ndjson').send(Readable.from(lines));
    },
  );
}
