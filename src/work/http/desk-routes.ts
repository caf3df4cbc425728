import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { listSavedViews, removeView, savedView, saveView } from '#work/saved-views.ts';
import { searchEverything, searchResult } from '#work/search.ts';

/** What a person works with besides records: search and saved views. */
export function deskRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const search = searchEverything(catalogue);
  app.get(
    '/api/v1/search',
    {
      schema: {
        tags: ['desk'],
        querystring: z.object({ q: z.string().max(200) }),
        response: { 200: searchResult },
      },
    },
    (request) => runQuery(runner, search, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/saved-views',
    {
      schema: {
        tags: ['desk'],
        querystring: z.object({ register: z.string().max(60) }),
        response: { 200: z.object({ items: z.array(savedView) }) },
      },
    },
    (request) => runQuery(runner, listSavedViews, principalOf(request), request.query),
  );
  app.post(
    '/api/v1/saved-views',
    { schema: { tags: ['desk'], body: saveView.input, response: { 201: savedView } } },
    async (request, reply) =>
      reply.code(201).send(await runCommand(runner, saveView, principalOf(request), request.body)),
  );
  app.delete(
    '/api/v1/saved-views/:id',
    { schema: { tags: ['desk'], params: z.object({ id }), response: { 200: z.object({ id }) } } },
    (request) => runCommand(runner, removeView, principalOf(request), request.params),
  );
}
