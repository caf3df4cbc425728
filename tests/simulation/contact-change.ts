import type { ChangeFacts } from '#areas/organisation/contacts/functions.ts';
import type { Surroundings } from './filled-in.ts';

/** Everybody decides for himself. */
export const contactChangeSurroundings: Surroundings = {
  factsOf: (): ChangeFacts => ({ standsFor: [null] }),
};
