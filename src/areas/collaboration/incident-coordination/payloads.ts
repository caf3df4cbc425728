import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { gapsToHandOver, type IncidentFacts, recommendationsToHandOver } from './facts.ts';

type Input = ActInput<IncidentFacts>;

/** Packs of obligations that an incident with impact on the Common Domain may fall under (domain model, H38). */
const packs = ['EUIBA', 'NIS2', 'UCC-ES'] as const;

const recommended = (input: Input, goesTo: string) =>
  recommendationsToHandOver(input.facts).filter((one) => one.goesTo === goesTo);

export const incidentPayloads = {
  'notification-candidates': async (
    _context: WriteContext,
    { case: row }: Input,
  ): Promise<HandOffPayload[]> =>
    packs.map((pack) => ({
      title: `${pack}: ${row.reference} ${row.title}`.slice(0, 300),
      fields: { pack, summary: row.fields['summary'] },
    })),
  /** The incident is the source of the warning; what its parties may not know of each other stands in none of these fields. */
  'early-warnings': async (
    _context: WriteContext,
    { case: row, form }: Input,
  ): Promise<HandOffPayload[]> => [
    {
      title: row.title,
      fields: { source: 'internal-incident', incident: row.id, summary: form['warning'] },
    },
  ],
  'policy-requirements': async (
    _context: WriteContext,
    input: Input,
  ): Promise<HandOffPayload[]> => [
    ...gapsToHandOver(input.facts).map((gap) => ({
      title: gap.policy,
      fields: { requirement: gap.requirement, deviation: gap.deviation },
    })),
    ...recommended(input, 'policy').map((one) => ({
      title: one.title,
      fields: { requirement: one.text },
    })),
  ],
  improvements: async (_context: WriteContext, input: Input): Promise<HandOffPayload[]> =>
    recommended(input, 'improvement').map((one) => ({
      title: one.title,
      fields: { improvement: one.text },
    })),
  'change-requests': async (_context: WriteContext, input: Input): Promise<HandOffPayload[]> =>
    recommended(input, 'change').map((one) => ({
      title: one.title,
      fields: { origin: 'incident', reason: one.text, priority: one.urgency },
    })),
  'configuration-items': async (_context: WriteContext, input: Input): Promise<HandOffPayload[]> =>
    recommended(input, 'configuration').map((one) => ({
      title: one.title,
      fields: { requirement: one.text },
    })),
};
