import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import type { ScanState } from '#work/evidence/contract.ts';
import { recipientsOf } from '#work/requests/recipients.ts';

interface Judged {
  readonly name: string;
  readonly rank: string;
  readonly confidentiality: string;
  readonly integrity: string;
  readonly availability: string;
  readonly judgement: string | null;
}

export interface ReportedExhibit {
  readonly kind: 'e-mail' | 'log' | 'other';
  readonly at: string;
  readonly from: string;
  readonly subject: string;
  readonly excerpt: string;
  readonly analysis: string | null;
  readonly rangeUnit: 'lines' | 'bytes' | null;
  readonly rangeFrom: number | null;
  readonly rangeTo: number | null;
  /** The file that it was taken from; null for text without one. */
  readonly cited: CitedEvidence | null;
}

/** A file of evidence as the report cites it. */
export interface CitedEvidence {
  readonly reference: string;
  readonly title: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly collectedBy: string;
  readonly collectedAt: string;
  readonly scan: ScanState;
  readonly state: string;
}

export interface ReportedEvent {
  readonly at: string;
  readonly zone: string;
  readonly phase: string;
  readonly event: string;
  readonly source: string | null;
}

export interface ReportedAction {
  readonly reference: string;
  readonly subject: string;
  readonly urgency: string;
  readonly organisation: string;
  readonly state: string;
  readonly open: boolean;
}

/** Everything that the registers of the incident know, as JSON: frozen with the document. */
export interface IncidentReportData {
  readonly reference: string;
  readonly title: string;
  readonly label: string;
  readonly tlp: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly origin: string | null;
  readonly affected: readonly string[];
  readonly parties: readonly {
    readonly name: string;
    readonly role: string;
    readonly origin: boolean;
  }[];
  readonly systems: readonly (Judged & { readonly services: string | null })[];
  readonly information: readonly Judged[];
  readonly decision: {
    readonly table: string;
    readonly at: string;
    readonly outcome: 'high' | 'low';
    readonly because: 'inputs' | 'raised' | 'lowered';
    readonly met: readonly { readonly rule: string; readonly by?: string }[];
    readonly rationale: string | null;
  } | null;
  readonly exhibits: readonly ReportedExhibit[];
  readonly events: readonly ReportedEvent[];
  readonly checks: readonly { readonly kind: string; readonly text: string; readonly at: string }[];
  readonly findings: readonly { readonly kind: string; readonly text: string }[];
  readonly gaps: readonly {
    readonly policy: string;
    readonly deviation: string;
    readonly consequence: string | null;
    readonly requirement: string;
  }[];
  readonly recommendations: readonly {
    readonly title: string;
    readonly text: string;
    readonly goesTo: string;
    readonly urgency: string;
  }[];
  readonly actions: readonly ReportedAction[];
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const listOf = (table: string, columns: string, order: string) =>
  `coalesce((select jsonb_agg(jsonb_build_object(${columns}) order by ${order})
    from ${table} r where r.owner_id = $1 and r.case_id = $2), '[]')`;

const judged = `'confidentiality', r.confidentiality, 'integrity', r.integrity, 'availability', r.availability, 'judgement', r.judgement`;

const cited = `'rangeUnit', r.range_unit, 'rangeFrom', r.range_from, 'rangeTo', r.range_to,
  'cited', (select jsonb_build_object('reference', e.reference, 'title', e.title, 'fileName', e.file_name, 'bytes', e.bytes,
      'sha256', e.sha256, 'collectedBy', e.collected_by, 'collectedAt', ${iso('e.collected_at')}, 'scan', e.scan, 'state', e.state)
    from evidence e where e.owner_id = r.owner_id and e.id = r.file)`;

/** One statement for all registers of the case. */
const dataText = `select
  ${listOf('affected_system', `'name', r.name, 'rank', r.level, 'services', r.services, ${judged}`, 'r.name, r.id')} as systems,
  ${listOf('affected_information', `'name', r.name, 'rank', r.information_label, ${judged}`, 'r.name, r.id')} as information,
  ${listOf('incident_exhibit', `'kind', r.kind, 'at', ${iso('r.at')}, 'from', r."from", 'subject', r.subject, 'excerpt', r.excerpt, 'analysis', r.analysis, ${cited}`, 'r.at, r.id')} as exhibits,
  ${listOf('incident_timeline', `'at', ${iso('r.at')}, 'zone', r.zone, 'phase', r.phase, 'event', r.event, 'source', r.source`, 'r.at, r.id')} as events,
  ${listOf('incident_analysis', `'kind', r.kind, 'text', r.text, 'at', ${iso('r.at')}`, 'r.at, r.id')} as checks,
  ${listOf('incident_finding', `'kind', r.kind, 'text', r.text`, 'r.at, r.id')} as findings,
  ${listOf('incident_gap', `'policy', r.policy, 'deviation', r.deviation, 'consequence', r.consequence, 'requirement', r.requirement`, 'r.id')} as gaps,
  ${listOf('incident_recommendation', `'title', r.title, 'text', r.text, 'goesTo', r.goes_to, 'urgency', r.urgency`, 'r.id')} as recommendations,
  (select jsonb_build_object('table', r.decided_by, 'at', ${iso('r.decided_at')}, 'outcome', r.outcome, 'because', r.because,
      'met', coalesce(r.met, '[]'), 'rationale', r.rationale)
    from impact_decision r where r.owner_id = $1 and r.case_id = $2 order by r.decided_at desc, r.id desc limit 1) as decision,
  coalesce((select jsonb_agg(jsonb_build_object('name', o.name, 'role', p.role, 'origin', o.id::text = $3) order by o.name, p.role)
    from case_party p join organisation o on o.id = p.organisation_id
    where p.owner_id = $1 and p.case_id = $2), '[]') as parties,
  (select o.name from organisation o where o.id::text = $3) as origin,
  coalesce((select jsonb_agg(o.name order by o.name) from organisation o where o.id::text = any ($4::text[])), '[]') as affected`;

type Loaded = Omit<
  IncidentReportData,
  'reference' | 'title' | 'label' | 'tlp' | 'fields' | 'actions'
>;

/** What the registers of the incident say: of the case's owner alone, which the query names. */
export async function loadReportData(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<IncidentReportData> {
  const origin = row.fields['originAdministration'] ?? null;
  const affected = row.fields['affectedAdministrations'] ?? [];
  const { rows } = await context.client.query<Loaded>({
    name: 'incident-report-data',
    text: dataText,
    values: [row.ownerId, row.id, origin, affected],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('the data of an incident have one row');
  const asked = await recipientsOf(context, row.ownerId, row.id, 'emergency-action');
  return {
    ...found,
    reference: row.reference,
    title: row.title,
    label: row.label,
    tlp: row.tlp,
    fields: row.fields,
    actions: asked.map(({ reference, subject, urgency, organisation, state, open }) => ({
      ...{ reference, subject, urgency, organisation, state, open },
    })),
  };
}
