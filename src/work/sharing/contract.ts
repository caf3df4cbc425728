import { z } from 'zod';
import { id, instant } from '#work/contract.ts';

/** Who can see a record, and why. */
export const audienceView = z.object({
  items: z.array(
    z.object({
      organisationId: id,
      name: z.string(),
      reason: z.enum([
        'owner',
        'party',
        'distribution',
        'terms',
        'decision',
        'hand-off',
        'subscription',
        'request',
      ]),
      since: instant.nullable(),
      until: instant.nullable(),
      detail: z.record(z.string(), z.unknown()),
      /** Whether the reader may withdraw it. */
      mayWithdraw: z.boolean(),
    }),
  ),
});

/** Withdraws from one organisation what it was shown: `kind` is `case`, `deliverable`, `evidence` or the id of a register. */
export const withdrawInput = z.strictObject({
  kind: z.string().max(60),
  recordId: id,
  organisation: id,
  /** Told to the recipient. */
  reason: z.string().trim().min(1).max(2000),
});

/** That something was told and withdrawn, as its recipient keeps it: no content. */
export const withdrawalView = z.object({
  id,
  kind: z.string(),
  recordId: id,
  ownerId: id,
  ownerName: z.string(),
  /** Of a case, a document or evidence. */
  reference: z.string(),
  toldAt: instant,
  withdrawnAt: instant,
  because: z.string(),
  /** The clause by which it was told. */
  ground: z.object({ terms: z.string(), version: z.string(), clause: z.string() }).nullable(),
});

export const withdrawalPage = z.object({
  items: z.array(withdrawalView),
  next: z.string().nullable(),
});

export type WithdrawalView = z.infer<typeof withdrawalView>;
export type WithdrawalPage = z.infer<typeof withdrawalPage>;
