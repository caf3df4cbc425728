import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery, runQuery } from '#kernel/command/command.ts';
import { principalOf } from '#kernel/http/http-app.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { AreaModule } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { readScope } from './concerned.ts';
import { type ConcernedByScope, concernedByScope } from './contract.ts';
import { scopeOf } from './scope.ts';

/**
 * Whom the scope of a case concerns today; of a case without a scope nobody.
 * @throws 404 for a case that is not visible
 */
export const readConcerned = defineQuery({
  id: 'collaboration.concerned',
  input: z.strictObject({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
  run: async (context, { caseId }): Promise<ConcernedByScope> => {
    const { row } = await loadCase(context, caseId, { lock: false });
    return readScope(context, scopeOf(row.fields));
  },
});

/** What the procedures of the Security Plan share: the scope triple and whom it concerns. */
export const scopesArea: AreaModule = {
  routes: (app, runner) => {
    app.get(
      '/api/v1/cases/:id/concerned',
      {
        schema: {
          tags: ['collaboration'],
          params: z.object({ id }),
          response: { 200: concernedByScope },
        },
      },
      (request) =>
        runQuery(runner, readConcerned, principalOf(request), { caseId: request.params.id }),
    );
  },
};
