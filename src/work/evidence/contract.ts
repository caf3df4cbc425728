import { z } from 'zod';
import { allowedAction, id, instant, label, listInput, page, tlp } from '#work/contract.ts';
import { nobodyThere } from '#work/presence/contract.ts';

/** Largest file of evidence: 2 GiB. */
export const mostEvidenceBytes = 2 * 1024 ** 3;

/** Largest part of an upload: what is lost at most when a connection breaks. */
export const mostPartBytes = 64 * 1024 ** 2;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const startUploadInput = z.strictObject({
  caseId: id,
  /** The recipient of a request who answers with it. */
  recipientId: id.nullish(),
  fileName: z.string().trim().min(1).max(300),
  mediaType: z.string().max(120).default('application/octet-stream'),
  bytes: z
    .number()
    .int()
    .min(1)
    .max(mostEvidenceBytes, `A file may have at most ${mostEvidenceBytes} bytes (2 GiB).`),
  /** Computed where it is sent, lower-case hexadecimal. */
  sha256,
});

export const uploadView = z.object({
  id,
  bytes: z.number().int(),
  /** Bytes that are here for good: where to go on. */
  offset: z.number().int(),
});
export type UploadView = z.infer<typeof uploadView>;

export const takeInInput = z.strictObject({
  uploadId: id,
  /** One of `evidenceKinds` of the engine. With whoever collected it and when required, unless the procedure asks who provides it. */
  kind: z.string().max(40).nullish(),
  title: z.string().trim().min(1).max(300),
  /** Who provides it, where the procedure asks for that alone (`evidence.origin` of the definition). */
  providedBy: z.string().trim().min(1).max(200).nullish(),
  collectedBy: z.string().trim().min(1).max(200).nullish(),
  /** When it was collected, which is not when it was received. */
  collectedAt: instant.nullish(),
  collectedWhere: z.string().trim().max(300).nullish(),
  /** The day of which it tells, where that is another than the one on which it was collected. */
  effectiveOn: z.iso.date().nullish(),
  method: z.string().trim().max(2000).nullish(),
});

/**
 * What is known of malware: no scanner is set up; too large for it; it has not answered yet, so nobody reads the bytes; nothing found; found,
 * so the bytes are in quarantine.
 */
export const scanStates = ['not-scanned', 'too-large', 'waiting', 'clean', 'infected'] as const;
export type ScanState = (typeof scanStates)[number];

export const evidenceStates = ['held', 'destruction-proposed', 'returned', 'destroyed'] as const;

export const evidenceView = z.object({
  ...{ id, ownerId: id, caseId: id, reference: z.string() },
  kind: z.string(),
  title: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256,
  collectedBy: z.string(),
  collectedAt: instant,
  collectedWhere: z.string().nullable(),
  /** Said by who brought it in; `receivedAt` is the product's own and nobody's to say. */
  effectiveOn: z.iso.date().nullable(),
  method: z.string().nullable(),
  scan: z.enum(scanStates),
  contributorId: id,
  recipientId: id.nullable(),
  holderId: id,
  held: z.boolean(),
  retainedUntil: instant,
  state: z.enum(evidenceStates),
  /** It was handed over and nobody there has received it yet. `away`: none of those in office there is; told to who waits for it. */
  underWay: z.object({ to: id, since: instant, away: nobodyThere.nullable() }).nullable(),
  ...{ label, tlp, version: z.number().int() },
  receivedAt: instant,
  receivedBy: id.nullable(),
});
export type EvidenceView = z.infer<typeof evidenceView>;

/** A page of a case's evidence, oldest first; `q` looks at reference, title and file name. */
export const evidenceListInput = listInput.pick({ limit: true, after: true, q: true, count: true });

export const evidenceList = page(evidenceView).extend({
  /** The reader may bring more in. */
  mayContribute: z.boolean(),
});

export type EvidenceList = z.infer<typeof evidenceList>;

export const custodyEntry = z.object({
  id,
  act: z.string(),
  personId: id.nullable(),
  onBehalfOf: id.nullable(),
  organisationId: id.nullable(),
  /** Of the bytes at that instant; `unreadable` when they were changed on the disk or are gone. */
  sha256: z.union([sha256, z.literal('unreadable')]),
  detail: z.record(z.string(), z.unknown()),
  at: instant,
});

export const evidenceDetail = z.object({
  evidence: evidenceView,
  /** `provided`: `collectedBy` provides it, and nothing else was said of where it comes from. */
  origin: z.enum(['collected', 'provided']),
  /** Oldest first. */
  custody: z.array(custodyEntry),
  allowedActions: z.array(allowedAction),
  titles: z.record(z.string(), z.string()),
});
export type EvidenceDetail = z.infer<typeof evidenceDetail>;
