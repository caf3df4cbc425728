import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, type Runner, runCommand } from '#kernel/command/command.ts';
import { conflict, forbidden, notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { tellInput } from './contract.ts';
import { earlyWarning } from './procedure.ts';
import { tellNamed } from './telling.ts';

/**
 * Tells further organisations of a warning (X.1052 §12.2.1 e). It is no action of the case, whose history every party reads.
 * @throws 403 for who does not lead the response, 409 after its end, and as the terms in force refuse it
 */
const tellOrganisations = defineCommand({
  id: 'early-warning.tell',
  input: tellInput.extend({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:act', roles: [anyMember] }),
  run: async (context, input): Promise<{ id: string }> => {
    const loaded = await loadCase(context, input.caseId, { lock: true });
    if (loaded.row.procedure !== earlyWarning.id) throw notFound('case');
    if (!actorFor(context.principal, loaded, null).roles.includes('isirt-lead')) {
      throw forbidden('This needs one of the roles: isirt-lead.', { roles: ['isirt-lead'] });
    }
    if (loaded.row.closedAt !== null) throw conflict('ended', 'This early warning has ended.');
    const others = input.organisations.filter((one) => one !== loaded.row.ownerId);
    await tellNamed(context, loaded.row, [...new Set(others)]);
    return { id: input.caseId };
  },
});

export function earlyWarningRoutes(app: HttpApp, runner: Runner, _catalogue: Catalogue): void {
  app.post(
    '/api/v1/cases/:id/tellings',
    {
      schema: {
        ...{ tags: ['early-warning'], params: z.object({ id }), body: tellInput },
        response: { 200: z.object({ id }) },
      },
    },
    (request) =>
      runCommand(runner, tellOrganisations, principalOf(request), {
        ...request.body,
        caseId: request.params.id,
      }),
  );
}
