import { z } from 'zod';
import { authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { forbidden, notFound } from '#kernel/errors/app-error.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { findForeignCase, readNeed } from './foreign-cases.ts';
import { rolesOfProcedure } from './plan-export.ts';

const linkInput = z.strictObject({ foreignCaseId: id, caseId: id });
const need = { ...readNeed, permission: 'foreign-cases:link' };

/** Says that a foreign case and an own one are about the same. Again: nothing changes. @throws 404, 403 without a role in the own case */
export function linkForeignCase(catalogue: Catalogue) {
  return defineCommand({
    id: 'foreign-cases.link',
    input: linkInput,
    authorise: (principal) => authorise(principal, need),
    run: async (context, input) => {
      const ownerId = await bothOwn(context, catalogue, input);
      const { rowCount } = await context.client.query({
        name: 'foreign-link',
        text: `insert into foreign_case_link (owner_id, foreign_case_id, case_id, at, person_id) values ($1, $2, $3, $4, $5)
          on conflict do nothing`,
        values: [
          ...[ownerId, input.foreignCaseId, input.caseId],
          ...[context.now, context.principal.personId],
        ],
      });
      if (rowCount === 1) leaveTrail(context, ownerId, input, 'case.link-foreign');
      return { id: input.foreignCaseId };
    },
  });
}

/** Takes the link back. @throws 404 when there is none */
export function unlinkForeignCase(catalogue: Catalogue) {
  return defineCommand({
    id: 'foreign-cases.unlink',
    input: linkInput,
    authorise: (principal) => authorise(principal, need),
    run: async (context, input) => {
      const ownerId = await bothOwn(context, catalogue, input);
      const { rowCount } = await context.client.query({
        name: 'foreign-unlink',
        text: 'delete from foreign_case_link where owner_id = $1 and foreign_case_id = $2 and case_id = $3',
        values: [ownerId, input.foreignCaseId, input.caseId],
      });
      if (rowCount !== 1) throw notFound('link');
      leaveTrail(context, ownerId, input, 'case.unlink-foreign');
      return { id: input.foreignCaseId };
    },
  });
}

/** Whose both are. A case that was only shared with the reader is not his to link. */
async function bothOwn(
  context: WriteContext,
  catalogue: Catalogue,
  { foreignCaseId, caseId }: z.infer<typeof linkInput>,
): Promise<string> {
  const { ownerId } = await findForeignCase(context, foreignCaseId);
  const loaded = await loadCase(context, caseId, { lock: false });
  if (loaded.row.ownerId !== ownerId) throw notFound('case');
  const acting = rolesOfProcedure(catalogue, loaded);
  const held = actorFor(context.principal, loaded, null).roles;
  if (!held.some((role) => acting.includes(role))) {
    throw forbidden(`A case is linked by who has a part in its procedure: ${acting.join(', ')}.`, {
      roles: acting,
    });
  }
  return ownerId;
}

function leaveTrail(
  context: WriteContext,
  ownerId: string,
  { foreignCaseId, caseId }: z.infer<typeof linkInput>,
  action: string,
): void {
  const details = { foreignCase: foreignCaseId };
  context.record({ ownerId, action, kind: 'case', recordId: caseId, recordVersion: 0, details });
}
