import { z } from 'zod';
import { id } from '#work/contract.ts';

const instant = z.iso.datetime({ offset: true }).nullish();

/** An incident as the Service Desk's own system, or a NISO, reports it (R-INC-3). Instants are ISO 8601. */
export const incidentReportInput = z.strictObject({
  title: z.string().trim().min(1).max(300),
  summary: z.string().trim().min(1).max(20_000),
  ticket: z.string().trim().min(1).max(100).nullish(),
  ticketSystem: z.string().trim().max(100).nullish(),
  reporter: z.string().trim().min(1).max(200).nullish(),
  occurredAt: instant,
  detectedAt: instant,
  reportedAt: instant,
  category: z.string().max(60),
  managedItem: z.boolean(),
  originAdministration: id.nullish(),
  label: z.enum(['PUBLIC', 'LIMITED', 'SENSITIVE']).optional(),
  tlp: z.enum(['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED']).optional(),
  /** The central body, where there are several. */
  organisation: id.optional(),
});
export type IncidentReportInput = z.infer<typeof incidentReportInput>;

export const reportedIncident = z.object({
  id: z.string(),
  reference: z.string(),
  state: z.string(),
});
export type ReportedIncident = z.infer<typeof reportedIncident>;

/** What two NISOs agreed directly between each other (R-INC-8). */
export const liaisonInput = z.strictObject({
  with: id,
  subject: z.string().trim().min(1).max(300),
  text: z.string().trim().min(1).max(20_000),
  agreed: z.string().trim().max(20_000).nullish(),
  at: z.iso.datetime({ offset: true }).optional(),
});
export type LiaisonInput = z.infer<typeof liaisonInput>;

/** An administration of the incident whose NISO can be spoken to directly. */
export const liaisonPartner = z.object({ organisationId: z.string(), name: z.string() });
export const liaisonPartners = z.object({ items: z.array(liaisonPartner) });
export type LiaisonPartners = z.infer<typeof liaisonPartners>;

/** The decision table of the high-impact test, as it is in force. */
export const highImpactTableView = z.object({
  id: z.string(),
  version: z.number(),
  clause: z.string(),
  rules: z.array(
    z.object({
      id: z.string(),
      of: z.enum(['system', 'information']).nullable(),
      level: z.array(z.string()),
      label: z.array(z.string()),
      criterion: z.string().nullable(),
      impact: z.array(z.string()),
      outcome: z.enum(['high', 'low']),
    }),
  ),
});
export type HighImpactTableView = z.infer<typeof highImpactTableView>;
