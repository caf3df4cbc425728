import { z } from 'zod';
import { id } from '#work/contract.ts';

/** Organisations that a person wants to tell of a warning. */
export const tellInput = z.strictObject({ organisations: z.array(id).min(1).max(100) });
