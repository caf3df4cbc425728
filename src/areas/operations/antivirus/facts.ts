import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { type Coverage, coverageOf } from './coverage.ts';

/** What the guards of a cycle look at beside the case. */
export interface AntivirusFacts extends Coverage {
  /** Checks of definitions since the period began. */
  readonly checks: number;
  readonly scans: number;
  readonly hostsScanned: number;
  readonly filesInfected: number;
  /** Infections that nobody has judged. */
  readonly openInfections: number;
  readonly reportDelivered: boolean;
}

type Counted = Omit<AntivirusFacts, keyof Coverage>;

const factsText = `
select (select count(*)::int from virus_definition_check v where v.owner_id = $1 and v.checked_at >= $3::date) as checks,
  (select count(*)::int from scan_run s where s.owner_id = $1 and s.case_id = $2) as scans,
  (select count(distinct s.asset)::int from scan_run s where s.owner_id = $1 and s.case_id = $2) as "hostsScanned",
  (select coalesce(sum(s.files_infected), 0)::int from scan_run s where s.owner_id = $1 and s.case_id = $2) as "filesInfected",
  (select count(*)::int from infection i where i.owner_id = $1 and i.case_id = $2 and i.state = 'found') as "openInfections",
  exists (select from deliverable d where d.owner_id = $1 and d.case_id = $2 and d.type = 'antivirus-report'
    and d.state = any ('{delivered,acknowledged}')) as "reportDelivered"`;

export async function antivirusFacts(context: ReadContext, row: CaseRow): Promise<AntivirusFacts> {
  const { rows } = await context.client.query<Counted>({
    name: 'antivirus-facts',
    text: factsText,
    values: [row.ownerId, row.id, row.fields['periodFrom']],
  });
  const [counted] = rows;
  if (counted === undefined) throw new Error('a statement without a table has one row');
  return { ...counted, ...(await coverageOf(context, row.ownerId)) };
}
