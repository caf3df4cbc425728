import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import {
  type AdvisoryHead,
  advisoryHead,
} from '#areas/operations/advisories/queries/advisory-head.ts';
import {
  type AdvisoryVulnerability,
  advisoryVulnerabilities,
} from '#areas/operations/advisories/queries/advisory-vulnerabilities.ts';
import {
  type AffectedAsset,
  affectedAssets,
} from '#areas/operations/advisories/queries/affected-assets.ts';
import { triageFacts } from '#areas/operations/advisories/queries/triage-facts.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import { affectedByWarning, repairedUnderWarning } from '../impact.ts';

/** One affected asset of the owner of the report; null where the register does not say. */
export interface ReportedAsset {
  readonly name: string;
  readonly kind: string;
  readonly system: string | null;
  readonly services: readonly string[];
  readonly environment: string | null;
  readonly exposure: string | null;
  readonly value: number | null;
  readonly valueClass: string | null;
}

/** What of it is installed where: a package or product, its version, and the version that repairs it. */
export interface ReportedComponent {
  readonly asset: string;
  readonly ecosystem: string;
  readonly package: string;
  readonly version: string;
  readonly fixedVersion: string | null;
  readonly verdict: AffectedAsset['verdict'];
  readonly confidence: AffectedAsset['confidence'];
}

export interface ReportedRecommendation {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly urgency: string;
  readonly state: string;
  readonly assets: number;
}

export interface ReportedMeasure {
  readonly reference: string | null;
  readonly title: string;
  readonly procedure: string;
  readonly handOffState: string;
  readonly outcome: string | null;
}

/** Everything that the early-warning report says, as JSON: frozen with the document, and what its CSAF form is made from. */
export interface EarlyWarningReportData {
  readonly reference: string;
  readonly openedAt: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly advisory: (AdvisoryHead & { readonly severityVector: string | null }) | null;
  readonly vulnerabilities: readonly AdvisoryVulnerability[];
  readonly assets: readonly ReportedAsset[];
  /** Named by a recommendation and affected no more. */
  readonly repaired: readonly ReportedAsset[];
  readonly components: readonly ReportedComponent[];
  readonly unknown: number;
  readonly recommendations: readonly ReportedRecommendation[];
  readonly measures: readonly ReportedMeasure[];
}

/** Case fields that the report prints; nothing else of the case leaves with it. */
const printedFields = [
  ...['source', 'summary', 'impact', 'advisoryRevision', 'priority', 'proposedPriority'],
  ...['priorityTable', 'rationale', 'imperative', 'exploitation', 'exposure', 'automatable'],
  ...['humanImpact', 'kevDueDate', 'epss', 'knownExploited', 'cvssScore'],
];

/**
 * What the registers know of a warning. Assets are those of the case's owner alone: the queries name it, so a report never tells one
 * organisation's assets in another's name.
 */
export async function loadReportData(
  context: ReadContext,
  { case: warning }: ComposeInput,
): Promise<EarlyWarningReportData> {
  const advisoryId = warning.fields['advisory'];
  const about = typeof advisoryId === 'string' ? advisoryId : null;
  const impact = await affectedByWarning(context, warning);
  const repaired = await repairedUnderWarning(context, warning, impact);
  const installed = about === null ? [] : await affectedAssets(context, warning.ownerId, about);
  return {
    reference: warning.reference,
    openedAt: warning.openedAt,
    fields: Object.fromEntries(printedFields.map((name) => [name, warning.fields[name] ?? null])),
    advisory: about === null ? null : await advisoryOf(context, about),
    vulnerabilities: about === null ? [] : await advisoryVulnerabilities(context, about),
    assets: await assetsOf(context, warning, impact.assets),
    repaired: await assetsOf(context, warning, repaired),
    components: installed.map((one) => ({
      asset: one.name,
      ecosystem: one.ecosystem,
      package: one.package,
      version: one.version,
      fixedVersion: one.fixedVersion,
      verdict: one.verdict,
      confidence: one.confidence,
    })),
    unknown: impact.unknown.length,
    ...(await measuresOf(context, warning)),
  };
}

async function advisoryOf(context: ReadContext, id: string) {
  const head = await advisoryHead(context, id);
  if (head === null) return null;
  const facts = await triageFacts(context, id);
  return { ...head, severityVector: facts?.severityVector ?? null };
}

async function assetsOf(
  context: ReadContext,
  warning: CaseRow,
  ids: readonly string[],
): Promise<ReportedAsset[]> {
  const contexts = await assetContexts(context, warning.ownerId, ids);
  const systems = [...new Set(contexts.flatMap(({ systemId }) => systemId ?? []))];
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'report-systems',
    text: 'select id, name from system where id = any ($1::uuid[])',
    values: [systems],
  });
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return contexts
    .map((asset) => ({
      name: asset.name,
      kind: asset.kind,
      system: asset.systemId === null ? null : (names.get(asset.systemId) ?? null),
      services: asset.services.map((service) => service.name),
      environment: asset.environment,
      exposure: asset.exposure,
      value: asset.value,
      valueClass: asset.valueClass,
    }))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.name < b.name ? -1 : 1));
}

async function measuresOf(
  context: ReadContext,
  warning: CaseRow,
): Promise<Pick<EarlyWarningReportData, 'recommendations' | 'measures'>> {
  const { rows: recommendations } = await context.client.query<ReportedRecommendation>({
    name: 'report-recommendations',
    text: `select kind, title, text, urgency, state, coalesce(cardinality(assets), 0) as assets from recommendation
      where owner_id = $1 and case_id = $2 and state <> 'withdrawn' order by id`,
    values: [warning.ownerId, warning.id],
  });
  const { rows: measures } = await context.client.query<ReportedMeasure>({
    name: 'report-measures',
    text: `select c.reference, h.title, h.to_procedure as procedure, h.state as "handOffState", h.outcome
      from hand_off h left join procedure_case c on c.owner_id = h.owner_id and c.id = h.to_case_id
      where h.owner_id = $1 and h.from_case_id = $2 order by h.id`,
    values: [warning.ownerId, warning.id],
  });
  return { recommendations, measures };
}
