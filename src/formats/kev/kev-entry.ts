import { z } from 'zod';
import { plainIssue } from '../json/plain-issue.ts';

const calendarDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }, 'is no day of the calendar');

const text = z.string().max(20_000);

/** One row as CISA writes it, in JSON and (all text) in CSV; fields that may come later are not kept. */
export const kevRowSchema = z.object({
  cveID: z.string().regex(/^CVE-[0-9]{4}-[0-9]{4,19}$/),
  vendorProject: text,
  product: text,
  vulnerabilityName: text,
  dateAdded: calendarDate,
  shortDescription: text,
  requiredAction: text,
  dueDate: calendarDate,
  knownRansomwareCampaignUse: text.optional(),
  notes: text.optional(),
  cwes: z.array(z.string().regex(/^CWE-[0-9]+$/)).optional(),
});

/** A vulnerability that the Known Exploited Vulnerabilities catalogue lists. */
export interface KevEntry {
  cve: string;
  vendor: string;
  product: string;
  name: string;
  /** Calendar days, `2026-03-31`. */
  addedOn: string;
  dueOn: string;
  description: string;
  requiredAction: string;
  /** Known use in ransomware campaigns; false when CISA has no confirmation. */
  ransomware: boolean;
  notes: string;
  cwes: string[];
}

/** An entry of a row, or where and why it is none. */
export function kevEntry(row: unknown): KevEntry | { path: string; message: string } {
  const parsed = kevRowSchema.safeParse(row);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
    return { path, message: plainIssue(issue) };
  }
  const { data } = parsed;
  return {
    cve: data.cveID,
    vendor: data.vendorProject.trim(),
    product: data.product.trim(),
    name: data.vulnerabilityName,
    addedOn: data.dateAdded,
    dueOn: data.dueDate,
    description: data.shortDescription,
    requiredAction: data.requiredAction,
    ransomware: data.knownRansomwareCampaignUse === 'Known',
    notes: data.notes ?? '',
    cwes: data.cwes ?? [],
  };
}

export interface KevDelta {
  added: KevEntry[];
  removed: KevEntry[];
  /** Entries in both whose fields differ. */
  changed: { before: KevEntry; after: KevEntry; fields: (keyof KevEntry)[] }[];
}

/** What changed from one state of the catalogue to another, by CVE, in the order of the later one. */
export function compareKev(before: readonly KevEntry[], after: readonly KevEntry[]): KevDelta {
  const old = new Map(before.map((entry) => [entry.cve, entry]));
  const current = new Set(after.map((entry) => entry.cve));
  const delta: KevDelta = {
    added: [],
    removed: before.filter(({ cve }) => !current.has(cve)),
    changed: [],
  };
  for (const entry of after) {
    const known = old.get(entry.cve);
    if (known === undefined) {
      delta.added.push(entry);
      continue;
    }
    const fields = (Object.keys(entry) as (keyof KevEntry)[]).filter(
      (field) => String(entry[field]) !== String(known[field]),
    );
    if (fields.length > 0) delta.changed.push({ before: known, after: entry, fields });
  }
  return delta;
}
