import { z } from 'zod';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { agreements } from './contract.ts';
import { readAgreements } from './queries/agreements.ts';

/** Who agreed to the agenda of a meeting; everything else of it is derived from its definitions. */
export function meetingRoutes(app: HttpApp, runner: Runner, _catalogue: Catalogue): void {
  app.get(
    '/api/v1/cases/:id/agenda-agreements',
    { schema: { tags: ['meeting'], params: z.object({ id }), response: { 200: agreements } } },
    (request) =>
      runQuery(runner, readAgreements, principalOf(request), { caseId: request.params.id }),
  );
}
