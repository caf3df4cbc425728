import { z } from 'zod';
import { id } from '#work/contract.ts';

/** What one organisation said of the agenda as it was proposed. */
export const agreementView = z.object({
  organisationId: id,
  name: z.string(),
  role: z.enum(['liso', 'npm']),
  standing: z.enum(['agreed', 'awaited', 'waived', 'void']),
  at: z.string().nullable(),
  person: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
});

/** Who agreed to the agenda. An administration reads its own line and that of the owner. */
export const agreements = z.object({ items: z.array(agreementView) });

export type AgreementView = z.infer<typeof agreementView>;
