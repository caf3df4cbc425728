import { z } from 'zod';
import { delegation } from './cases/contract.ts';
import { absence, waitedFor } from './presence/contract.ts';
import { id, instant, label, labels, tlp, tlps } from './shapes/contract.ts';

/**
 * Shapes of the HTTP API that are common to every procedure and register. Server and browser read the same file.
 * Instants are ISO 8601 UTC, ids are lower-case UUIDs, unknown input fields are refused.
 */
export { id, instant, label, labels, tlp, tlps };

const byAndWhen = { by: id.nullable(), byName: z.string().nullable(), at: instant.nullable() };
const changedField = z.object({
  field: z.string(),
  theirs: z.unknown(),
  mine: z.unknown(),
  ...byAndWhen,
  /** Of a list: the rows that both changed; null where one took it out. */
  rows: z
    .array(
      z.object({
        id: id.nullable(),
        theirs: z.record(z.string(), z.unknown()).nullable(),
        mine: z.record(z.string(), z.unknown()).nullable(),
        fields: z.array(z.string()),
        ...byAndWhen,
      }),
    )
    .optional(),
});

/** RFC 9457 with a stable code and, for input, the place of each fault. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  faults: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  refusals: z
    .array(z.object({ rule: z.string(), name: z.string().optional(), clause: z.string() }))
    .optional(),
  /** Of `font-refused`: what the words of the fault name. */
  about: z.string().optional(),
  /** Of 412: the version that it has now. */
  version: z.number().int().optional(),
  /** Of 412 to an action: fields that the form writes and somebody else changed since, by whom (where the reader is told) and when. */
  changed: z.array(changedField).optional(),
  /** Of 412 to an action: what the fields that the form writes hold now, rows of lists with their ids. */
  current: z.record(z.string(), z.unknown()).optional(),
  /** Of 410: what the reader was told once, and who withdrew it when and why. */
  withdrawal: z
    .looseObject({
      ownerName: z.string(),
      reference: z.string(),
      toldAt: instant,
      withdrawnAt: instant,
      because: z.string(),
    })
    .optional(),
});

/** `after` is an opaque key; `total` counts at most `bound` rows, so that a count never costs a scan. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable(),
    total: z.object({ count: z.number().int(), bounded: z.boolean() }).nullable(),
    /** Titles of everything that the items refer to, by id. */
    titles: z.record(z.string(), z.string()),
  });

export const listInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2000).optional(),
  sort: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  /** `count=true` adds the bounded total. */
  count: z.enum(['true', 'false']).optional(),
});

const refusal = z.object({
  rule: z.string(),
  name: z.string().optional(),
  detail: z.unknown().optional(),
  clause: z.string(),
});

/** What the reader may do to the record now, and why not otherwise. */
export const allowedAction = z.object({
  action: z.string(),
  allowed: z.boolean(),
  refusals: z.array(refusal),
  comment: z.enum(['required', 'optional', 'none']),
  form: z.record(z.string(), z.unknown()),
  roles: z.array(z.string()),
  primary: z.boolean(),
  destructive: z.boolean(),
  clause: z.string(),
});

const recordHead = {
  id,
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
  createdBy: id.nullable(),
  updatedBy: id.nullable(),
};

/** A register's record: head, ownership (tenant registers), state (with a life cycle) and its declared fields. */
export const record = z.object({
  ...recordHead,
  ownerId: id.optional(),
  label: label.optional(),
  tlp: tlp.optional(),
  state: z.string().optional(),
  caseId: id.nullable().optional(),
  fields: z.record(z.string(), z.unknown()),
  /** Whom it waits for is away. */
  absence: absence.nullish(),
});
export const recordPage = page(record);
export const recordDetail = z.object({
  record,
  titles: z.record(z.string(), z.string()),
  allowedActions: z.array(allowedAction),
  may: z.object({ update: z.boolean(), delete: z.boolean() }),
});

export const caseSummary = z.object({
  id,
  procedure: z.string(),
  definitionVersion: z.number().int(),
  reference: z.string(),
  title: z.string(),
  state: z.string(),
  ownerId: id,
  label,
  tlp,
  openedAt: instant,
  openedBy: id.nullable(),
  updatedAt: instant,
  closedAt: instant.nullable(),
  dueAt: instant.nullable(),
  version: z.number().int(),
});
export const casePage = page(caseSummary);

export const task = z.object({
  id,
  caseId: id.nullable(),
  /** Id in the definition, or `planned:<procedure>` of a hand-off to a procedure without definition yet, or `duty:<id>`. */
  task: z.string(),
  caseTitle: z.string().nullable(),
  procedure: z.string().nullable(),
  state: z.enum(['open', 'done', 'cancelled']),
  ownerId: id,
  role: z.string(),
  assigneeId: id.nullable(),
  subject: z.string().nullable(),
  dueAt: instant.nullable(),
  doneAt: instant.nullable(),
  doneBy: id.nullable(),
  form: z.record(z.string(), z.unknown()),
  /** What is asked, a paragraph each: the words of the hand-off that a task stands for. */
  asked: z.array(z.string()),
  answer: z.record(z.string(), z.unknown()).nullable(),
  /** Nobody whom it waits for is there: until when, and the names of those who stand in. */
  absence: z.object({ until: instant, substitutes: z.array(z.string()) }).nullable(),
  may: z.object({ complete: z.boolean() }),
});
export const taskPage = page(task);

/** A linked case before or after this one in the hand-off graph. */
export const link = z.object({
  handOffId: id,
  handOff: z.string(),
  direction: z.enum(['before', 'after']),
  procedure: z.string(),
  caseId: id.nullable(),
  taskId: id.nullable(),
  title: z.string(),
  state: z.string().nullable(),
  handOffState: z.enum(['offered', 'accepted', 'declined', 'returned', 'merged']),
  outcome: z.enum(['achieved', 'not-achieved']).nullable(),
  mandatory: z.boolean(),
  at: instant,
});

export const deadlineView = z.object({
  deadline: z.string(),
  dueAt: instant,
  state: z.enum(['running', 'met', 'fired', 'closed']),
  escalationStep: z.number().int(),
});

export const party = z.object({ organisationId: id, role: z.string(), since: instant });

export const caseDetail = z.object({
  case: caseSummary.extend({ fields: z.record(z.string(), z.unknown()) }),
  titles: z.record(z.string(), z.string()),
  parties: z.array(party),
  tasks: z.array(task),
  links: z.array(link),
  deadlines: z.array(deadlineView),
  deliverables: z.array(
    z.object({
      id,
      type: z.string(),
      reference: z.string(),
      version: z.string(),
      state: z.string(),
      title: z.string(),
      waitingFor: z.array(waitedFor),
    }),
  ),
  /** Kinds of document that the case can leave, and whether it does as it is now; `allowed` to me, in one of `roles`. */
  writable: z.array(
    z.object({
      type: z.string(),
      isLeft: z.boolean(),
      allowed: z.boolean(),
      roles: z.array(z.string()),
    }),
  ),
  approvals: z.array(
    z.object({
      action: z.string(),
      personId: id,
      onBehalfOf: id.nullable(),
      at: instant,
      voided: z.boolean(),
      hash: z.string(),
    }),
  ),
  allowedActions: z.array(allowedAction),
  /** Requests that the procedure can send from this case: whether the reader may now, and why not otherwise. */
  requests: z.array(
    z.object({
      kind: z.string(),
      allowed: z.boolean(),
      refusals: z.array(refusal),
      roles: z.array(z.string()),
      /** Organisations that take part in the one role that is asked; empty where several are, and for whoever may be asked himself. */
      recipients: z.array(id),
    }),
  ),
  /** Who may act in this case on behalf of whom, and until when. */
  delegations: z.array(delegation),
  /** Who could act in this state, so that nothing waits for an unnamed person: role and names. */
  waitingFor: z.array(waitedFor),
});

export const openCaseInput = z.strictObject({
  procedure: z.string().max(60),
  organisation: id.optional(),
  title: z.string().min(1).max(300),
  label: label.optional(),
  tlp: tlp.optional(),
  fields: z.record(z.string(), z.unknown()).default({}),
});
export const actInput = z.strictObject({
  comment: z.string().max(20_000).nullish(),
  fields: z.record(z.string(), z.unknown()).optional(),
  onBehalfOf: id.nullish(),
});
/** An action on a case, whose form may have been open while others changed what it writes. */
export const actOnCaseInput = actInput.extend({
  /**
   * What the form's fields held when it was opened, by their names in the form, rows of lists with their ids. What others changed since is
   * merged, lists row by row; what both changed is answered with 412. `If-Match` with a revision of the case does for fields left out here.
   */
  basedOn: z.record(z.string(), z.unknown()).optional(),
});
export const delegateInput = z.strictObject({
  /** Somebody of the own organisation. */
  personId: id,
  role: z.string().max(60),
  /** Absent: from now on. */
  from: instant.nullish(),
  until: instant,
  reason: z.string().trim().max(2000).nullish(),
});
export const completeTaskInput = z.strictObject({
  comment: z.string().max(20_000).nullish(),
  fields: z.record(z.string(), z.unknown()).optional(),
});

/** One line of the timeline, newest first. */
export const historyEntry = z.object({
  id,
  at: instant,
  personId: id.nullable(),
  onBehalfOf: id.nullable(),
  via: z.string(),
  action: z.string(),
  kind: z.string(),
  recordId: id,
  recordVersion: z.number().int(),
  details: z.record(z.string(), z.unknown()).nullable(),
  /** Index of its leaf once it is sealed. */
  leafIndex: z.number().int().nullable(),
});
export const historyPage = page(historyEntry);

export const me = z.object({
  person: z.object({ id, name: z.string(), email: z.string(), locale: z.enum(['en', 'fr', 'de']) }),
  organisation: z.object({ id, code: z.string(), name: z.string(), kind: z.string() }),
  roles: z.array(
    z.object({
      role: z.string(),
      organisationId: id,
      kind: z.enum(['holder', 'substitute', 'delegate']),
      caseId: id.nullable(),
      /** Whom a substitute or delegate stands for, and the name. */
      forPersonId: id.nullable(),
      forPerson: z.string().nullable(),
    }),
  ),
  unread: z.number().int(),
  waiting: z.number().int(),
});

export type Problem = z.infer<typeof problem>;
export type RecordView = z.infer<typeof record>;
export type RecordPage = z.infer<typeof recordPage>;
export type RecordDetail = z.infer<typeof recordDetail>;
export type AllowedAction = z.infer<typeof allowedAction>;
export type CaseSummary = z.infer<typeof caseSummary>;
export type CasePage = z.infer<typeof casePage>;
export type CaseDetail = z.infer<typeof caseDetail>;
export type Task = z.infer<typeof task>;
export type Link = z.infer<typeof link>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type HistoryPage = z.infer<typeof historyPage>;
export type Me = z.infer<typeof me>;
