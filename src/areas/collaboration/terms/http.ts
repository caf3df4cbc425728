import { z } from 'zod';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { termsAgreements } from './contract.ts';
import { readAgreements } from './queries/agreements.ts';

/** Who agreed to the text of terms; everything else of them is derived from their definitions. */
export function termsRoutes(app: HttpApp, runner: Runner, _catalogue: Catalogue): void {
  app.get(
    '/api/v1/cases/:id/terms-agreements',
    { schema: { tags: ['terms'], params: z.object({ id }), response: { 200: termsAgreements } } },
    (request) =>
      runQuery(runner, readAgreements, principalOf(request), { caseId: request.params.id }),
  );
}
