import { z } from 'zod';
import { id, instant } from '#work/contract.ts';

const count = z.number().int();

/** Where one organisation stands with one advisory. */
export const standing = z.object({
  ownerId: id,
  name: z.string(),
  /** Since when it touches something of the organisation; null when it never did. */
  firstSeenAt: instant.nullable(),
  dueAt: instant.nullable(),
  /** When the last asset was free of it; null while one is not. */
  clearedAt: instant.nullable(),
  /** Assets by the worst that holds for each. */
  counts: z.object({ affected: count, noFix: count, unknown: count, possible: count }),
  /** Assets that an inventory showed free of it, when last, and how often one came back. */
  verified: count,
  verifiedAt: instant.nullable(),
  reopened: count,
  /** Assets that it touches now, by decision; those without one wait. */
  dispositions: z.record(z.string(), count),
  exceptions: z.array(
    z.object({ id, title: z.string(), state: z.string(), expiresAt: instant, assets: count }),
  ),
});

const performed = z.object({
  action: z.string(),
  /** Name of who did it; null: the product itself. */
  person: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  at: instant,
});

/** A case that an advisory led to, with who did what and when, and for whom it waits. */
export const loopCase = z.object({
  ownerId: id,
  ownerName: z.string(),
  id,
  procedure: z.string(),
  reference: z.string(),
  title: z.string(),
  state: z.string(),
  openedAt: instant,
  openedBy: z.string().nullable(),
  closedAt: instant.nullable(),
  dueAt: instant.nullable(),
  outcome: z.enum(['achieved', 'not-achieved']).nullable(),
  /** Decisions and dates among its fields. */
  fields: z.record(z.string(), z.unknown()),
  /** Cases that handed off to it. */
  origins: z.array(id),
  performed: z.array(performed),
  /** What it asked of procedures without a definition yet: tasks with their answers. */
  tracked: z.array(
    z.object({
      handOff: z.string(),
      procedure: z.string(),
      title: z.string(),
      state: z.string(),
      outcome: z.enum(['achieved', 'not-achieved']).nullable(),
      at: instant,
      returnedAt: instant.nullable(),
    }),
  ),
  waitingFor: z.array(z.object({ role: z.string(), people: z.array(z.string()) })),
});

export const loopTarget = z.object({
  caseId: id,
  assetId: id,
  name: z.string(),
  state: z.string(),
  implementedAt: instant.nullable(),
  inventoryAt: instant.nullable(),
});

/** The whole loop of one advisory, as far as the reader may see it. */
export const loopView = z.object({
  advisory: z.object({
    id,
    source: z.string(),
    sourceId: z.string(),
    title: z.string(),
    publisher: z.string(),
    severity: z.string().nullable(),
    severityScore: z.number().nullable(),
    exploited: z.boolean(),
    kevDueDate: z.string().nullable(),
    epss: z.number().nullable(),
    trackingStatus: z.string().nullable(),
    publishedAt: instant.nullable(),
    /** When this installation got it first. */
    receivedAt: instant,
  }),
  standings: z.array(standing),
  cases: z.array(loopCase),
  targets: z.array(loopTarget),
  /** What the reader's roles allow beside acting on the cases. */
  may: z.object({ decide: z.boolean(), openWarning: z.boolean(), requestException: z.boolean() }),
});

const interval = z.object({
  introduced: z.string().nullable(),
  fixed: z.string().nullable(),
  lastAffected: z.string().nullable(),
});

/** What an advisory says about one package or product. */
export const saidOfPackage = z.object({
  ecosystem: z.string(),
  name: z.string(),
  /** False when the advisory no longer holds. */
  stands: z.boolean(),
  statuses: z.array(z.string()),
  intervals: z.array(interval),
  versions: z.array(z.string()),
  rangeText: z.string().nullable(),
  remediation: z.string().nullable(),
  vulnerabilities: z.array(z.string()),
});
export const saidList = z.object({ items: z.array(saidOfPackage), next: z.string().nullable() });

const source = z.object({
  id,
  source: z.string(),
  sourceId: z.string(),
  publisher: z.string(),
  title: z.string(),
  trackingStatus: z.string().nullable(),
  severity: z.string().nullable(),
  severityScore: z.number().nullable(),
  publishedAt: instant.nullable(),
  /** Identifiers that both name. */
  shared: z.array(z.string()),
});
const vulnerability = z.object({
  id: z.string(),
  title: z.string().nullable(),
  cwe: z.string().nullable(),
  cvssScore: z.number().nullable(),
  cvssVector: z.string().nullable(),
  exploited: z.boolean(),
  kevAddedOn: z.string().nullable(),
  kevDueDate: z.string().nullable(),
  epss: z.number().nullable(),
  epssPercentile: z.number().nullable(),
});
/** The vulnerabilities of an advisory, and what other sources say of the same. */
export const sourcesView = z.object({
  vulnerabilities: z.array(vulnerability),
  sources: z.array(source),
});

export const exposureView = z.object({
  /** Open findings of the asset by severity, and of these those past their due date. */
  open: z.record(z.string(), count),
  overdue: count,
  verified: count,
  cases: z.array(
    z.object({
      id,
      procedure: z.string(),
      reference: z.string(),
      title: z.string(),
      state: z.string(),
      openedAt: instant,
      closedAt: instant.nullable(),
      dueAt: instant.nullable(),
    }),
  ),
});

const spread = { fixed: count, medianDays: z.number(), p90Days: z.number() };
/** What the operations dashboard shows, for the organisations of the reader. */
export const operationsView = z.object({
  since: instant,
  organisations: z.array(z.object({ id, name: z.string() })),
  timeToFix: z.object({
    byOrganisation: z.array(z.object({ ownerId: id, ...spread })),
    byVendor: z.array(z.object({ ownerId: id, vendor: z.string(), ...spread })),
    /** Calendar months, first to last, those without a fix left out. */
    byMonth: z.array(z.object({ month: z.string(), ...spread })),
  }),
  findings: z.object({
    open: count,
    overdue: count,
    exploited: count,
    bySeverityAndAge: z.array(
      z.object({ severity: z.string(), age: z.string(), open: count, overdue: count }),
    ),
  }),
  exceptions: z.array(
    z.object({
      id,
      ownerId: id,
      title: z.string(),
      advisoryId: id,
      assets: count,
      state: z.string(),
      expiresAt: instant,
    }),
  ),
  /** Open cases of the activities of operations and maintenance. */
  cases: z.array(
    z.object({ procedure: z.string(), state: z.string(), open: count, overdue: count }),
  ),
  /** Changes whose window goes on or lies ahead, the next first. */
  plannedChanges: z.array(
    z.object({
      ownerId: id,
      id,
      reference: z.string(),
      title: z.string(),
      state: z.string(),
      windowStart: instant,
      windowEnd: instant,
      assets: count,
    }),
  ),
  /** What the newest inventories showed to have changed on assets; with the report, where no change accounts for it. */
  assetChanges: z.array(
    z.object({
      ownerId: id,
      assetId: id,
      name: z.string(),
      at: instant,
      added: count,
      removed: count,
      changed: count,
      unauthorised: id.nullable(),
    }),
  ),
});

export type Standing = z.infer<typeof standing>;
export type LoopCase = z.infer<typeof loopCase>;
export type LoopTarget = z.infer<typeof loopTarget>;
export type LoopView = z.infer<typeof loopView>;
export type SaidOfPackage = z.infer<typeof saidOfPackage>;
export type SourcesView = z.infer<typeof sourcesView>;
export type ExposureView = z.infer<typeof exposureView>;
export type OperationsView = z.infer<typeof operationsView>;
