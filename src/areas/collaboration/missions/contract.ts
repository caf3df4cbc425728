import { z } from 'zod';
import { id } from '#work/contract.ts';

/** One answer as it was typed, whether or not it is whole. */
export const draftAnswer = z.strictObject({
  number: z.number().int().min(1).max(999),
  value: z.string().max(10_000).nullish(),
  remark: z.string().max(4000).nullish(),
});

/** What somebody typed into a questionnaire and has not handed in; version 0: nothing yet. */
export const questionnaireDraft = z.object({
  recipientId: id,
  answers: z.array(draftAnswer),
  version: z.number().int(),
  updatedAt: z.iso.datetime().nullable(),
});
export type QuestionnaireDraft = z.infer<typeof questionnaireDraft>;

/** The draft as it is now, if it is still the version that was read. */
export const saveDraftInput = z.strictObject({
  answers: z.array(draftAnswer).max(300),
  version: z.number().int().min(0),
});

/** Administrations to tell of what was found at another one. */
export const tellOfFindingInput = z.strictObject({
  finding: id,
  organisations: z.array(id).min(1).max(60),
});
