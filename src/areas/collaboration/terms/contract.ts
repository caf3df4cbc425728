import { z } from 'zod';
import { id } from '#work/contract.ts';

/** Where one administration stands with the text as it is now (R-TOC-12). */
export const termsAgreement = z.object({
  organisationId: id,
  name: z.string(),
  standing: z.enum(['agreed', 'awaited', 'objected', 'void', 'waived']),
  at: z.string().nullable(),
  person: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
});

/** An administration reads its own line; the central body and the contractor read all. */
export const termsAgreements = z.object({ items: z.array(termsAgreement) });

export type TermsAgreement = z.infer<typeof termsAgreement>;
