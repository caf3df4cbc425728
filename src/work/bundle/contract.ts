import { z } from 'zod';
import { id, instant, label, page, tlp } from '#work/contract.ts';

/** SHA-256 in lower-case hexadecimal. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().min(1).max(300);

/** An organisation as it is known in the other installation: ids differ between two, codes do not. */
export const bundleOrganisation = z.strictObject({ id, code: z.string().min(1).max(40), name });

const signedHead = z.strictObject({
  treeSize: z.number().int().positive(),
  rootHash: sha256,
  at: instant,
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

/** A path inside the archive: one of the parts that this product writes. */
export const partPath =
  /^(?:case\.json|requests\.jsonl|evidence\.jsonl|documents\.jsonl|trail\.jsonl|records\/[a-z][a-z0-9-]{0,59}\.jsonl|files\/[0-9a-f]{64})$/;

export const manifest = z.strictObject({
  format: z.literal('commonward-bundle'),
  version: z.literal(1),
  /** The same for every revision of what one organisation gives another of one case. */
  id,
  /** Rises by one whenever what goes has changed. */
  revision: z.number().int().min(1).max(1_000_000),
  exportedAt: instant,
  sender: bundleOrganisation,
  recipient: bundleOrganisation,
  case: z.strictObject({
    id,
    owner: bundleOrganisation,
    procedure: z.string().max(60),
    definitionVersion: z.number().int().min(1),
    /** SHA-256 of the definition's canonical JSON. */
    definitionHash: sha256,
    reference: name,
    title: name,
    state: z.string().max(60),
    label,
    tlp,
    version: z.number().int().min(1),
    updatedAt: instant,
  }),
  /** SHA-256 over paths and hashes of all parts but the trail: two exports of one content have the same. */
  contentHash: sha256,
  /** The signed head of the sender's trail that every entry in `trail.jsonl` is proven against, and the key that signed it. */
  head: signedHead,
  headKey: z.string().max(2000),
  parts: z
    .array(
      z.strictObject({
        path: z.string().regex(partPath),
        bytes: z.number().int().min(0),
        sha256,
        /** Objects of a data part. */
        items: z.number().int().min(0).optional(),
      }),
    )
    .min(2),
});
export type Manifest = z.infer<typeof manifest>;
export type ManifestPart = Manifest['parts'][number];

/** `signature.json`: who signed the manifest, over its bytes. */
export const bundleSignature = z.strictObject({
  purpose: z.literal('commonward-bundle'),
  sha256,
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
  publicKey: z.string().max(2000),
});
export type BundleSignature = z.infer<typeof bundleSignature>;

/** One thing that is wrong with a bundle, and where. */
export const bundleFault = z.object({ code: z.string(), path: z.string(), message: z.string() });
export type BundleFault = z.infer<typeof bundleFault>;

export const partNames = ['requests', 'evidence', 'documents', 'trail'] as const;

/** What would go, or what stays and why. */
export const exportLine = z.object({
  /** `case`, `requests`, `evidence`, `documents`, `trail`, `files`, or the id of a register. */
  part: z.string(),
  count: z.number().int(),
  bytes: z.number(),
});
export const stayLine = z.object({
  part: z.string(),
  reason: z.enum(['not-shared', 'above-ceiling', 'role', 'not-released', 'quarantine']),
  count: z.number().int(),
  /** The first of them by name. */
  titles: z.array(z.string()),
});
export const exportPlan = z.object({
  recipient: z.object({ id, code: z.string(), name: z.string() }),
  allowed: z.boolean(),
  /** Why nothing goes at all. */
  refusals: z.array(z.object({ code: z.string(), message: z.string() })),
  goes: z.array(exportLine),
  stays: z.array(stayLine),
  /** The most that the recipient may be shown, and what says so; ground null: the rule for what no terms cover. */
  ceiling: z.object({ label, tlp, ground: z.record(z.string(), z.unknown()).nullable() }),
  /** Of the last export to the same organisation. */
  last: z.object({ revision: z.number().int(), at: instant }).nullable(),
  /** The revision that this export would have. */
  revision: z.number().int(),
});
export type ExportPlan = z.infer<typeof exportPlan>;
export type StayLine = z.infer<typeof stayLine>;

export const bundleExports = z.object({
  items: z.array(
    z.object({
      id,
      recipientId: id,
      revision: z.number().int(),
      contentHash: sha256,
      at: instant,
      personId: id.nullable(),
    }),
  ),
  titles: z.record(z.string(), z.string()),
});

/** The key of this installation, to be given to others over another channel. */
export const installationKey = z.object({
  keyId: z.string(),
  fingerprint: z.string(),
  publicKey: z.string(),
});

/** What a bundle holds and whether it may be imported; `verified` false: nothing of it may be believed. */
export const intakeView = z.object({
  id,
  fileName: z.string(),
  bytes: z.number(),
  sha256,
  verified: z.boolean(),
  faults: z.array(bundleFault),
  signer: z
    .object({
      fingerprint: z.string(),
      installationId: id.nullable(),
      installation: z.string().nullable(),
    })
    .nullable(),
  manifest: manifest.nullable(),
  /** Against what is here already. */
  outcome: z.enum(['new', 'newer', 'unchanged', 'older', 'contradiction']).nullable(),
  foreignCaseId: id.nullable(),
  here: z.object({ revision: z.number().int(), importedAt: instant }).nullable(),
  /** Objects by part: in this bundle, in the revision here, and how many are new, changed or gone. */
  differences: z.array(
    z.object({
      part: z.string(),
      count: z.number().int(),
      here: z.number().int(),
      added: z.number().int(),
      changed: z.number().int(),
      removed: z.number().int(),
    }),
  ),
  receivedAt: instant,
});
export type IntakeView = z.infer<typeof intakeView>;

export const importOutcome = z.object({
  outcome: z.enum(['new', 'newer', 'unchanged']),
  foreignCaseId: id,
  revision: z.number().int(),
});
export type ImportOutcome = z.infer<typeof importOutcome>;

export const foreignCaseSummary = z.object({
  id,
  ownerId: id,
  bundleId: id,
  senderId: id,
  caseOwner: bundleOrganisation,
  revision: z.number().int(),
  procedure: z.string(),
  definitionVersion: z.number().int(),
  reference: z.string(),
  title: z.string(),
  state: z.string(),
  label,
  tlp,
  importedAt: instant,
  updatedAt: instant,
});
export const foreignCasePage = page(foreignCaseSummary);
export type ForeignCaseSummary = z.infer<typeof foreignCaseSummary>;
export type ForeignCasePage = z.infer<typeof foreignCasePage>;

export const foreignCaseDetail = z.object({
  case: foreignCaseSummary,
  /** The revision that is shown. */
  shown: z.object({
    revision: z.number().int(),
    exportedAt: instant,
    importedAt: instant,
    importedBy: id.nullable(),
    contentHash: sha256,
    fingerprint: z.string(),
    installation: z.string(),
    head: signedHead,
    parts: z.array(z.object({ part: z.string(), items: z.number().int(), bytes: z.number() })),
  }),
  revisions: z.array(
    z.object({ revision: z.number().int(), importedAt: instant, importedBy: id.nullable() }),
  ),
  links: z.array(z.object({ caseId: id, title: z.string(), procedure: z.string(), at: instant })),
  /** `case.json` of the revision. */
  content: z.record(z.string(), z.unknown()),
  mayLink: z.boolean(),
  titles: z.record(z.string(), z.string()),
});
export type ForeignCaseDetail = z.infer<typeof foreignCaseDetail>;

export const foreignItems = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable(),
});

export type ForeignItems = z.infer<typeof foreignItems>;

export const verification = z.object({
  verified: z.boolean(),
  faults: z.array(bundleFault),
  /** What was looked at. */
  parts: z.number().int(),
  bytes: z.number(),
  entries: z.number().int(),
});
export type Verification = z.infer<typeof verification>;
export const linkInput = z.strictObject({ caseId: id });
