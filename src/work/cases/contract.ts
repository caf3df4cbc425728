import { z } from 'zod';
import { id, instant } from '../shapes/contract.ts';

/** Authority in one case for somebody else; `from` lies ahead of one that is still to begin. */
export const delegation = z.object({
  ...{ id, role: z.string(), personId: id, forPersonId: id },
  ...{ from: instant, until: instant },
});

/** A role that can act in the state of a case, with who holds it. */
export const waitedFor = z.object({
  role: z.string(),
  people: z.array(
    z.object({
      id,
      name: z.string(),
      substitute: z.boolean(),
      /** Whom a substitute or delegate stands for. */
      standsFor: id.nullable(),
      absentUntil: instant.nullable(),
    }),
  ),
  /** Parties that act in this role and where nobody is there: until when all are away, or null where nobody holds it. */
  away: z.array(z.object({ organisationId: id, until: instant.nullable() })),
});
