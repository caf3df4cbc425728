import { z } from 'zod';
import { id, instant } from '../shapes/contract.ts';

/** Authority in one case for somebody else; `from` lies ahead of one that is still to begin. */
export const delegation = z.object({
  ...{ id, role: z.string(), personId: id, forPersonId: id },
  ...{ from: instant, until: instant },
});
