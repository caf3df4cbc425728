import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import { type Coverage, coverageOf, type Outdated, outdatedInstallations } from '../coverage.ts';

/** The checks of one product in the period: how often it was looked at, and what was there last. */
export interface ReportedDefinitions {
  readonly product: string;
  readonly checks: number;
  readonly acquired: number;
  readonly notAcquired: number;
  readonly lastVersion: string;
  readonly lastReleasedAt: string;
  readonly lastCheckedAt: string;
  /** The greatest age that a check found, in hours. */
  readonly oldestHours: number;
}

/** The scans of one host. */
export interface ReportedHost {
  readonly host: string;
  readonly scans: number;
  readonly lastAt: string;
  readonly filesScanned: number | null;
  readonly filesInfected: number;
  readonly errors: number;
}

export interface ReportedInfection {
  readonly signature: string;
  readonly host: string;
  readonly files: number;
  readonly foundAt: string;
  readonly states: Readonly<Record<string, number>>;
  readonly treatments: readonly string[];
}

export interface ReportedHandOff {
  readonly title: string;
  readonly reference: string | null;
  readonly state: string;
  readonly outcome: string | null;
}

/** Everything that the antivirus report says, as JSON: frozen with the document. */
export interface AntivirusReportData {
  readonly reference: string;
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly coverageReason: string | null;
  readonly definitions: readonly ReportedDefinitions[];
  readonly coverage: Coverage;
  readonly outdated: readonly Outdated[];
  readonly hosts: readonly ReportedHost[];
  readonly infections: readonly ReportedInfection[];
  readonly handOffs: readonly ReportedHandOff[];
}

/** More names than this say less than their number. */
const mostNamed = 40;

async function definitionsOf(context: ReadContext, row: CaseRow): Promise<ReportedDefinitions[]> {
  const { rows } = await context.client.query<ReportedDefinitions>({
    name: 'antivirus-report-definitions',
    text: `select product, count(*)::int as checks, (count(*) filter (where result = 'acquired'))::int as acquired,
        (count(*) filter (where result = 'not-acquired'))::int as "notAcquired", max(age_hours) as "oldestHours",
        (array_agg(definitions_version order by checked_at desc, id desc))[1] as "lastVersion",
        to_char((array_agg(released_at order by checked_at desc, id desc))[1] at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastReleasedAt",
        to_char(max(checked_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastCheckedAt"
      from virus_definition_check where owner_id = $1 and checked_at >= $2::date and checked_at < $3::date + 1
      group by product order by product`,
    values: [row.ownerId, row.fields['periodFrom'], row.fields['periodTo']],
  });
  return rows;
}

async function hostsOf(context: ReadContext, row: CaseRow): Promise<ReportedHost[]> {
  const { rows } = await context.client.query<ReportedHost>({
    name: 'antivirus-report-hosts',
    text: `select (array_agg(host order by started_at desc))[1] as host, count(*)::int as scans,
        to_char(max(started_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastAt",
        sum(files_scanned)::float8 as "filesScanned", sum(files_infected)::int as "filesInfected", sum(coalesce(errors, 0))::int as errors
      from scan_run where owner_id = $1 and case_id = $2 group by asset order by sum(files_infected) desc, 1`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

async function infectionsOf(context: ReadContext, row: CaseRow): Promise<ReportedInfection[]> {
  const { rows } = await context.client.query<ReportedInfection>({
    name: 'antivirus-report-infections',
    text: `select signature, host, count(*)::int as files,
        to_char(min(found_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "foundAt",
        jsonb_build_object('found', count(*) filter (where state = 'found'), 'treated', count(*) filter (where state = 'treated'),
          'false-positive', count(*) filter (where state = 'false-positive')) as states,
        coalesce(jsonb_agg(distinct treatment) filter (where treatment is not null), '[]') as treatments
      from infection where owner_id = $1 and case_id = $2 group by signature, host order by count(*) desc, signature, host limit 200`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

async function handOffsOf(context: ReadContext, row: CaseRow): Promise<ReportedHandOff[]> {
  const { rows } = await context.client.query<ReportedHandOff>({
    name: 'antivirus-report-hand-offs',
    text: `select h.title, c.reference, h.state, h.outcome from hand_off h
      left join procedure_case c on c.owner_id = h.owner_id and c.id = h.to_case_id
      where h.owner_id = $1 and h.from_case_id = $2 order by h.id`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

/** What the registers know of the period; coverage is that of today. */
export async function loadReportData(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<AntivirusReportData> {
  const reason = row.fields['coverageReason'];
  return {
    reference: row.reference,
    periodFrom: String(row.fields['periodFrom']),
    periodTo: String(row.fields['periodTo']),
    coverageReason: typeof reason === 'string' ? reason : null,
    definitions: await definitionsOf(context, row),
    coverage: await coverageOf(context, row.ownerId),
    outdated: await outdatedInstallations(context, row.ownerId, mostNamed),
    hosts: await hostsOf(context, row),
    infections: await infectionsOf(context, row),
    handOffs: await handOffsOf(context, row),
  };
}
