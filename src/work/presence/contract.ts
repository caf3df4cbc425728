import { z } from 'zod';
import { id, instant } from '../shapes/contract.ts';

/** When nobody is there: since the last one left, until the first one comes back; both null where nobody holds the office at all. */
export const nobodyThere = z.object({ since: instant.nullable(), until: instant.nullable() });

/** A role that can act in the state of a record, with who holds it. */
export const waitedFor = z.object({
  role: z.string(),
  people: z.array(
    z.object({
      id,
      name: z.string(),
      substitute: z.boolean(),
      /** Whom a substitute or delegate stands for. */
      standsFor: id.nullable(),
      absentSince: instant.nullable(),
      absentUntil: instant.nullable(),
    }),
  ),
  /** Other organisations that act in it as parties, as far as the reader is told of them: who does so there is theirs to say. */
  parties: z.array(id),
  /** Those of them where nobody is there. */
  away: z.array(nobodyThere.extend({ organisationId: id })),
  /** Something waits for this role, and none of those who could do it is there; null: somebody is. */
  nobody: nobodyThere.nullable(),
});

/** That whom a record waits for is away: a person by name, or all who hold the office. Both instants are null where nobody does. */
export const absence = nobodyThere.extend({
  /** Somebody who is there stands in. */
  standsIn: z.boolean(),
  /** The names of those, told to their own organisation. */
  substitutes: z.array(z.string()),
});

export type NobodyThere = z.infer<typeof nobodyThere>;
export type WaitedFor = z.infer<typeof waitedFor>;
export type AbsenceView = z.infer<typeof absence>;
