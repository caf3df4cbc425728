import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { recordAudience } from '#work/history.ts';
import { audienceView, withdrawalPage, withdrawInput } from './contract.ts';
import { listWithdrawals } from './list-withdrawals.ts';
import { withdrawn, withdrawRecord } from './withdraw-record.ts';

const tags = ['sharing'];

/** Withdrawing what was told, what was withdrawn from the reader, and who can see a document, evidence or a request. */
export function sharingRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const withdraw = withdrawRecord(catalogue);
  app.post(
    '/api/v1/withdrawals',
    { schema: { tags, body: withdrawInput, response: { 200: withdrawn } } },
    (request) => runCommand(runner, withdraw, principalOf(request), request.body),
  );
  app.get(
    '/api/v1/withdrawals',
    { schema: { tags, querystring: listWithdrawals.input, response: { 200: withdrawalPage } } },
    (request) => runQuery(runner, listWithdrawals, principalOf(request), request.query),
  );
  for (const [path, kind] of [
    ['deliverables', 'deliverable'],
    ['evidence', 'evidence'],
    ['requests', 'request'],
  ] as const) {
    const audience = recordAudience(catalogue, kind);
    app.get(
      `/api/v1/${path}/:id/audience`,
      {
        schema: {
          ...{ tags: [path], params: z.object({ id }), querystring: z.object({ owner: id }) },
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
}
