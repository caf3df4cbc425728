import { z } from 'zod';
import { id, instant } from '#work/contract.ts';

/** The sentence that explains a match: the text `advisory.reason.<code>` with these values. */
const reason = z.object({ code: z.string(), values: z.record(z.string(), z.string()) });
const verdict = z.enum(['affected', 'no-fix', 'not-affected', 'unknown']);
const confidence = z.enum(['possible', 'probable', 'confirmed']);

const explained = {
  ecosystem: z.string(),
  package: z.string(),
  version: z.string(),
  verdict,
  confidence,
  fixedVersion: z.string().nullable(),
  reason,
  vulnerabilities: z.array(z.string()),
};

/** A component of an asset that an advisory affects, or of which that is not known. */
export const affectedAsset = z.object({
  ownerId: id,
  assetId: id,
  name: z.string(),
  kind: z.string(),
  environment: z.string().nullable(),
  exposure: z.string().nullable(),
  value: z.number().nullable(),
  binaryName: z.string(),
  ...explained,
  /** What is decided about it, `waiting` without a decision, and until when to act. */
  disposition: z.string(),
  justification: z.string().nullable(),
  dueAt: instant.nullable(),
});
export const affectedList = z.object({
  items: z.array(affectedAsset),
  next: z.string().nullable(),
});

export const advisoryRevision = z.object({
  number: z.number().int(),
  sourceRevision: z.string(),
  trackingStatus: z.string(),
  sha256: z.string(),
  receivedAt: instant,
  issuedAt: instant.nullable(),
  changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
  changesLeftOut: z.number().int(),
  changedTargets: z.number().int(),
  holds: z.boolean(),
});
export const revisionList = z.object({ items: z.array(advisoryRevision) });

const triageInput = z.object({ value: z.string(), because: z.string() });
/** Inputs of SSVC's deployer table as the registers fill them in, and what the table decides. */
export const triageView = z.object({
  facts: z.object({
    exploited: z.boolean(),
    kevDueDate: z.string().nullable(),
    epss: z.number().nullable(),
    epssPercentile: z.number().nullable(),
    severity: z.string().nullable(),
    severityScore: z.number().nullable(),
    severityVector: z.string().nullable(),
  }),
  exploitation: triageInput,
  exposure: triageInput,
  automatable: triageInput,
  humanImpact: triageInput,
  decision: z.object({ priority: z.string(), table: z.string() }),
});

/** An advisory that touches one organisation. */
export const findingGroup = z.object({
  ownerId: id,
  advisoryId: id,
  source: z.string(),
  sourceId: z.string(),
  title: z.string(),
  severity: z.string().nullable(),
  severityScore: z.number().nullable(),
  exploited: z.boolean(),
  epss: z.number().nullable(),
  firstSeenAt: instant,
  dueAt: instant,
});
export const findingList = z.object({ items: z.array(findingGroup), next: z.string().nullable() });

/** One advisory on one asset, with its one disposition and one due date. */
export const assetFinding = z.object({
  ownerId: id,
  assetId: id,
  advisoryId: id,
  sourceId: z.string(),
  title: z.string(),
  severity: z.string().nullable(),
  severityScore: z.number().nullable(),
  exploited: z.boolean(),
  epss: z.number().nullable(),
  disposition: z.string(),
  justification: z.string().nullable(),
  dueAt: instant.nullable(),
  firstSeenAt: instant.nullable(),
  reopened: z.number().int(),
  ...explained,
});
export const assetFindingList = z.object({
  items: z.array(assetFinding),
  next: z.string().nullable(),
});

export const dispositionInput = z.strictObject({
  ownerId: id.optional(),
  advisoryId: id,
  assetIds: z.array(id).min(1).max(1000),
  kind: z.enum(['waiting', 'requirement', 'exception', 'not-affected']),
  dueAt: instant.optional(),
  justification: z
    .enum([
      'component_not_present',
      'vulnerable_code_not_present',
      'vulnerable_code_not_in_execute_path',
      'vulnerable_code_cannot_be_controlled_by_adversary',
      'inline_mitigations_already_exist',
    ])
    .optional(),
  reason: z.string().max(20_000).optional(),
  requirementId: id.optional(),
  exceptionId: id.optional(),
});
export type DispositionInput = z.infer<typeof dispositionInput>;
export type AffectedAssetView = z.infer<typeof affectedAsset>;
export type AffectedList = z.infer<typeof affectedList>;
export type RevisionView = z.infer<typeof advisoryRevision>;
export type RevisionList = z.infer<typeof revisionList>;
export type TriageView = z.infer<typeof triageView>;
export type FindingGroupView = z.infer<typeof findingGroup>;
export type FindingList = z.infer<typeof findingList>;
export type AssetFindingView = z.infer<typeof assetFinding>;
export type AssetFindingList = z.infer<typeof assetFindingList>;
