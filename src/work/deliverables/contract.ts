import { z } from 'zod';
import { allowedAction, id, instant, label, page, tlp } from '#work/contract.ts';
import { waitedFor } from '#work/presence/contract.ts';

/** Shapes of deliverables in the HTTP API, the same for every kind. Dates are ISO calendar dates. */
export const languages = ['en', 'fr', 'de'] as const;
export const language = z.enum(languages);

const line = z.string().max(300);
/** Document control as people may change it (R-DOC-1, R-DOC-7); reference, version and issue date are the product's. */
export const coverFields = z.strictObject({
  owner: line.min(1).optional(),
  organisation: line.min(1).optional(),
  programme: line.nullish(),
  project: z.string().min(1).max(40).optional(),
  subject: line.min(1).optional(),
  frameworkContract: line.nullish(),
  specificContract: line.nullish(),
  contractLine: line.nullish(),
});

export const createDeliverableInput = z.strictObject({
  type: z.string().max(60),
  title: line.min(1).optional(),
  language: language.optional(),
});

export const editDeliverableInput = z.strictObject({
  title: line.min(1).optional(),
  language: language.optional(),
  label: label.optional(),
  tlp: tlp.optional(),
  /** A line of the contracts register; the contract lines of the cover follow it. */
  contractId: id.nullish(),
  cover: coverFields.optional(),
  /** What the author writes, by section; null clears. */
  texts: z.record(z.string().max(60), z.string().max(50_000).nullable()).optional(),
});

export const deliverableSummary = z.object({
  id,
  type: z.string(),
  kind: z.enum(['approval', 'information']),
  caseId: id,
  ownerId: id,
  reference: z.string(),
  title: z.string(),
  /** edition.revision (R-DOC-3). */
  version: z.string(),
  state: z.string(),
  label,
  tlp,
  issuedAt: instant.nullable(),
  updatedAt: instant,
  /** Of the record, for If-Match. */
  recordVersion: z.number().int(),
  /** Who takes the next step, told to those who see how it is made. */
  waitingFor: z.array(waitedFor),
});
export const deliverablePage = page(deliverableSummary);

export const documentHistoryRow = z.object({
  version: z.string(),
  edition: z.number().int(),
  revision: z.number().int(),
  date: z.iso.date(),
  description: z.string(),
  /** I = insert, R = replace (R-DOC-4). */
  action: z.string(),
  pages: z.string(),
  discussedOn: z.iso.date().nullable(),
  discussedWith: z.string().nullable(),
  personId: id.nullable(),
});
export const documentHistory = z.object({
  items: z.array(documentHistoryRow),
  titles: z.record(z.string(), z.string()),
});

export const recipientView = z.object({
  organisationId: id,
  personId: id.nullable(),
  reason: z.string(),
  manual: z.boolean(),
  sentAt: instant.nullable(),
  readAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: id.nullable(),
  /** Why it is not sent to this recipient: told that there is a document (mask), or nothing at all (hold); or it was sent and withdrawn. */
  withheld: z
    .object({
      outcome: z.enum(['mask', 'hold', 'withdrawn']),
      because: z.string().nullable(),
      at: instant.optional(),
    })
    .nullable(),
});

export const sectionView = z.object({
  id: z.string(),
  title: z.string(),
  mandatory: z.boolean(),
  /** Written by the author alone, or given by the case's data with the author's words above. */
  source: z.enum(['text', 'data']),
  annex: z.boolean(),
  text: z.string(),
  filled: z.boolean(),
});

export const renderingView = z.object({
  format: z.string(),
  contentType: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
});

/** A comment with its answers: open until an author answers, answered until its commenter accepts or objects. */
export const commentView = z.object({
  id,
  section: z.string().nullable(),
  standing: z.enum(['open', 'answered', 'accepted']),
  /** My organisation made it. */
  mine: z.boolean(),
  /** The version that was commented on. */
  version: z.string(),
  /** The comment itself first. */
  said: z.array(
    z.object({
      kind: z.enum(['comment', 'answer', 'acceptance', 'objection']),
      text: z.string(),
      personId: id.nullable(),
      organisationId: id.nullable(),
      at: instant,
    }),
  ),
});

/** An organisation that reads it for quality assurance, by whose decision and why. */
export const readerView = z.object({ organisationId: id, reason: z.string(), givenAt: instant });

export const deliverableDetail = z.object({
  deliverable: deliverableSummary.extend({
    language,
    authorId: id.nullable(),
    contractId: id.nullable(),
    /** SHA-256 of the frozen copy's canonical JSON; approvals are bound to it. */
    frozenHash: z.string().nullable(),
    supersedesId: id.nullable(),
  }),
  cover: z.object({
    owner: z.string(),
    issueDate: z.iso.date(),
    organisation: z.string(),
    programme: z.string().nullable(),
    project: z.string(),
    subject: z.string(),
    frameworkContract: z.string().nullable(),
    specificContract: z.string().nullable(),
    contractLine: z.string().nullable(),
  }),
  history: z.array(documentHistoryRow),
  sections: z.array(sectionView),
  /** Its owner sees all; a recipient sees its own. */
  recipients: z.array(recipientView),
  approvals: z.array(
    z.object({
      action: z.string(),
      personId: id,
      at: instant,
      frozenHash: z.string(),
      voided: z.boolean(),
    }),
  ),
  /** Its makers and reviewers see all; quality assurance sees its own; a recipient none. */
  comments: z.array(commentView),
  readers: z.array(readerView),
  renderings: z.array(renderingView),
  /** File endings that can be asked for now: `pdf`, `docx`, `html`, `json`, and those of the field. */
  formats: z.array(z.string()),
  allowedActions: z.array(allowedAction),
  may: z.object({ edit: z.boolean() }),
  titles: z.record(z.string(), z.string()),
});

export type DeliverableSummary = z.infer<typeof deliverableSummary>;
export type DeliverablePage = z.infer<typeof deliverablePage>;
export type DeliverableDetail = z.infer<typeof deliverableDetail>;
export type DocumentHistoryRow = z.infer<typeof documentHistoryRow>;
export type RecipientView = z.infer<typeof recipientView>;
export type CommentView = z.infer<typeof commentView>;
export type SectionView = z.infer<typeof sectionView>;
export type EditDeliverableInput = z.infer<typeof editDeliverableInput>;
