import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import { conflict, forbidden, notFound } from '#kernel/errors/app-error.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import { id } from '#work/contract.ts';
import { tellOfFindingInput } from './contract.ts';
import { factFindingMission } from './procedure.ts';
import { tellFinding } from './telling.ts';

const reported: readonly string[] = ['report-approved', 'csip-discussed', 'closed'];

/**
 * The LISO tells other administrations of a finding of the approved report. It is no action of the case, whose history every party reads.
 * @throws 403 for who is not the LISO, 409 before the approval and as the terms in force refuse it
 */
export const tellOfFinding = defineCommand({
  id: 'fact-finding-mission.tell',
  input: tellOfFindingInput.extend({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:act', roles: [anyMember] }),
  run: async (context, { caseId, finding, organisations }): Promise<{ id: string }> => {
    const loaded = await loadCase(context, caseId, { lock: true });
    if (loaded.row.procedure !== factFindingMission.id) throw notFound('case');
    if (!actorFor(context.principal, loaded, null).roles.includes('liso')) {
      throw forbidden('This needs one of the roles: liso.', { roles: ['liso'] });
    }
    if (!reported.includes(loaded.row.state)) {
      throw conflict('not-approved', 'Findings are told once the report is approved.');
    }
    await tellFinding(context, loaded.row, finding, [...new Set(organisations)]);
    return { id: caseId };
  },
});
