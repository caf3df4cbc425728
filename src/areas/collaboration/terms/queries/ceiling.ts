import type { CeilingRule } from '#work/catalogue.ts';
import { decideByTerms } from './rules-in-force.ts';

/** The most that a party may be shown of another's, by the clauses in force; null: no clause speaks of the two. */
export const ceilingByTerms: CeilingRule = async (context, between) => {
  const asked = { ask: 'show', tlp: 'CLEAR', label: 'PUBLIC', ...between } as const;
  const { ceiling } = await decideByTerms(context, asked);
  return ceiling === null ? null : { ...ceiling, ground: { ...ceiling.ground } };
};
