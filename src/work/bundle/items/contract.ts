import { z } from 'zod';
import { id, instant, label, tlp } from '#work/contract.ts';
import { sha256 } from '../contract.ts';

/** Shapes of the objects in the data parts. What another installation wrote is read by them and by nothing looser. */
const text = z.string().max(100_000);
const code = z.string().max(200);
const values = z.record(z.string().max(120), z.json());
const titles = z.record(z.string().max(60), z.string().max(1000));
const moment = instant.nullable();

export const caseItem = z.strictObject({
  fields: values,
  openedAt: instant,
  closedAt: moment,
  dueAt: moment,
  parties: z.array(z.strictObject({ organisationId: id, role: code, since: instant })),
  tasks: z.array(
    z.strictObject({
      id,
      task: code,
      state: code,
      role: code,
      subject: text.nullable(),
      dueAt: moment,
      doneAt: moment,
      doneBy: id.nullable(),
      answer: values.nullable(),
    }),
  ),
  deadlines: z.array(z.strictObject({ deadline: code, dueAt: instant, state: code })),
  approvals: z.array(
    z.strictObject({
      action: code,
      personId: id,
      onBehalfOf: id.nullable(),
      at: instant,
      hash: code,
      voided: z.boolean(),
    }),
  ),
  /** Names of the people, organisations and shared records that anything in the bundle refers to. */
  titles,
});

export const recordItem = z.strictObject({
  id,
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
  createdBy: id.nullable(),
  updatedBy: id.nullable(),
  ownerId: id,
  label,
  tlp,
  state: code.optional(),
  fields: values,
});

export const requestItem = z.strictObject({
  id,
  kind: code,
  reference: code,
  subject: text,
  text,
  urgency: code,
  dueAt: moment,
  fields: values,
  label,
  tlp,
  sentAt: instant,
  sentBy: id.nullable(),
  senderId: id,
  recipients: z.array(
    z.strictObject({
      id,
      organisationId: id,
      role: code,
      state: code,
      answer: values.nullable(),
      comment: text.nullable(),
      dueAt: moment,
      acknowledgedAt: moment,
      answeredAt: moment,
      answeredBy: id.nullable(),
    }),
  ),
});

export const evidenceItem = z.strictObject({
  id,
  reference: code,
  kind: code,
  title: text,
  fileName: z.string().max(300),
  mediaType: z.string().max(120),
  bytes: z.number().int().min(0),
  sha256,
  collectedBy: text,
  collectedAt: instant,
  collectedWhere: text.nullable(),
  /** Bundles that were made before evidence had it carry none. */
  effectiveOn: z.iso.date().nullish(),
  method: text.nullable(),
  scan: code,
  contributorId: id,
  holderId: id,
  state: code,
  label,
  tlp,
  receivedAt: instant,
  custody: z.array(
    z.strictObject({
      act: code,
      personId: id.nullable(),
      organisationId: id.nullable(),
      sha256: code,
      at: instant,
    }),
  ),
});

export const documentItem = z.strictObject({
  id,
  type: code,
  title: text,
  reference: code,
  version: code,
  state: code,
  label,
  tlp,
  issuedAt: instant,
  frozenHash: sha256.nullable(),
  history: z.array(
    z.strictObject({
      version: code,
      date: z.iso.date(),
      description: text,
      action: code,
      pages: code,
    }),
  ),
  renderings: z.array(
    z.strictObject({
      format: z.string().regex(/^[a-z0-9]{1,10}$/),
      contentType: code,
      sha256,
      bytes: z.number().int().min(0),
    }),
  ),
});

/** An entry of the sender's trail with the way from its leaf to the root of the manifest's head (RFC 9162). */
export const trailItem = z.strictObject({
  header: z.strictObject({
    id,
    owner: id,
    at: instant,
    person: id.nullable(),
    onBehalfOf: id.nullable(),
    via: code,
    action: code,
    kind: code,
    record: id,
    version: z.number().int(),
    details: sha256,
    counter: z.number().int().min(1),
  }),
  leafIndex: z.number().int().min(0),
  /** Of the person, as the sender knows it; signed with the bundle, no part of what is proven. */
  name: z.string().max(300).optional(),
  inclusion: z.array(sha256).max(64),
  /** Absent where personal data was erased. */
  details: values.optional(),
  salt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
});

export type CaseItem = z.infer<typeof caseItem>;
export type RecordItem = z.infer<typeof recordItem>;
export type RequestItem = z.infer<typeof requestItem>;
export type EvidenceItem = z.infer<typeof evidenceItem>;
export type DocumentItem = z.infer<typeof documentItem>;
export type TrailItem = z.infer<typeof trailItem>;

/** The shape of each line of a data part; null for a file. */
export function shapeOf(path: string): z.ZodType<Record<string, unknown>> | null {
  const shapes: Record<string, z.ZodType> = {
    'case.json': caseItem,
    'requests.jsonl': requestItem,
    'evidence.jsonl': evidenceItem,
    'documents.jsonl': documentItem,
    'trail.jsonl': trailItem,
  };
  const shape = path.startsWith('records/') ? recordItem : shapes[path];
  return (shape ?? null) as z.ZodType<Record<string, unknown>> | null;
}

/** The name of a part to people: `requests`, `files`, or the id of a register. */
export function partNameOf(path: string): string {
  if (path.startsWith('files/')) return 'files';
  return path.replace(/^records\//, '').replace(/\.jsonl?$/, '');
}
