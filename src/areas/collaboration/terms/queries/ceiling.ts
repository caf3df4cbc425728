import type { CeilingRule } from '#work/catalogue.ts';
import { concernOf } from '../../scope.ts';
import { decideByTerms } from './rules-in-force.ts';

/** The most that a party may be shown of another's, by the clauses in force; null: no clause speaks of the two. */
export const ceilingByTerms: CeilingRule = async (context, { from, to, case: { fields } }) => {
  const { ceiling } = await decideByTerms(context, {
    ...{ ask: 'show', tlp: 'CLEAR', label: 'PUBLIC' },
    ...{ from, to, about: concernOf(fields) },
  });
  return ceiling === null ? null : { ...ceiling, ground: { ...ceiling.ground } };
};
