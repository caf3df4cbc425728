import { z } from 'zod';
import { id } from '#work/contract.ts';

const holder = z.object({
  personId: id,
  name: z.string(),
  kind: z.enum(['holder', 'substitute']),
});

/** Whom a scope concerns, with who speaks for each; and what keeps the other countries that it names out (Security Plan §3.1). */
export const concernedByScope = z.object({
  concerned: z.array(
    z.object({
      ...{ organisationId: id, code: z.string(), name: z.string(), country: z.string() },
      ...{ npm: z.array(holder), niso: z.array(holder) },
    }),
  ),
  leftOut: z.array(
    z.object({
      ...{ country: z.string(), name: z.string() },
      /** No member today; no administration registered; in none of the threads; none of the communities is found there. */
      because: z.enum(['no-member', 'no-administration', 'thread', 'community']),
    }),
  ),
});

export type ConcernedByScope = z.infer<typeof concernedByScope>;
