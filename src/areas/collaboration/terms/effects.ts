import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { contractorOf, joinCoreParties } from '../scope.ts';
import { clauseEffects } from './effects/clauses.ts';
import { contributionEffects } from './effects/contributions.ts';
import { scopingEffects } from './effects/scoping.ts';
import { versionEffects } from './effects/versions.ts';

/** The contractor takes part with its quality control as well: another person than the author looks at the document (R-DOC-6). */
async function joinParties(context: WriteContext, input: Pick<ActInput, 'case'>): Promise<void> {
  await joinCoreParties(context, input);
  const contractor = await contractorOf(context);
  if (contractor === null) return;
  await addParties(context, input.case, [
    { organisationId: contractor.organisationId, role: 'quality-controller' },
  ]);
}

/** The named effects of the procedure. */
export const termsEffects = {
  'join-parties': joinParties,
  ...scopingEffects,
  ...clauseEffects,
  ...contributionEffects,
  ...versionEffects,
};
