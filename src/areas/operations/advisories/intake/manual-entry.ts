import type { AffectedPackage, NormalisedAdvisory } from '#formats/advisory.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange } from '#work/catalogue.ts';
import { matchAdvisories } from '../matching/match-advisories.ts';
import { tellProducts } from '../reactions/follow-products.ts';
import { sha256Of } from './document-work.ts';
import { keepDocuments } from './keep-document.ts';
import { prepareAdvisory } from './prepare-advisory.ts';
import { writeIdentifiers } from './write-identifiers.ts';
import { writeTargets } from './write-targets.ts';

type Values = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

function affectedOf(value: unknown): AffectedPackage[] {
  const rows = Array.isArray(value) ? (value as Values[]) : [];
  return rows.map((row) => {
    const introduced = text(row['introduced']);
    const fixed = text(row['fixed']);
    const lastAffected = text(row['lastAffected']);
    return {
      vulnerability: null,
      ecosystem: String(row['ecosystem']),
      name: String(row['name']),
      purl: null,
      intervals: [{ order: 'ecosystem', introduced, fixed, lastAffected }],
      versions: [],
      status: 'affected',
      remediations: [],
    };
  });
}

function normalisedOf(fields: Values): NormalisedAdvisory {
  const recommendation = text(fields['recommendation']);
  return {
    source: 'manual',
    id: String(fields['sourceId']),
    publisher: String(fields['publisher']),
    title: String(fields['title']),
    summary: text(fields['summary']) ?? '',
    status: 'final',
    revision: '1',
    publishedAt: text(fields['publishedAt']),
    updatedAt: text(fields['issuedAt']),
    withdrawnAt: null,
    aliases: Array.isArray(fields['aliases']) ? fields['aliases'].map(String) : [],
    supersedes: [],
    related: [],
    tlp: (fields['tlpLabel'] as NormalisedAdvisory['tlp']) ?? null,
    language: null,
    vulnerabilities: [],
    remediations:
      recommendation === null
        ? []
        : [{ kind: 'other', text: recommendation, url: null, date: null }],
    affected: affectedOf(fields['affected']),
    products: [],
    references: [],
  };
}

/** An advisory entered by hand gets a document, a revision and matches as those that are imported. */
export async function manualEntry(context: WriteContext, change: RecordChange): Promise<void> {
  if (change.kind !== 'create' || change.after === null) return;
  if (change.after['source'] !== 'manual') {
    const message = 'Advisories of other sources are imported.';
    throw invalidInput([{ path: '/fields/source', code: 'manual-only', message }]);
  }
  const advisory = normalisedOf(change.after);
  const prepared = prepareAdvisory(advisory);
  const bytes = new TextEncoder().encode(JSON.stringify(advisory));
  const sha256 = sha256Of(bytes);
  await keepDocuments(context, [{ sha256, format: 'manual', fileName: null, bytes }]);
  await context.client.query({
    name: 'advisory-manual',
    text: `with head as (
        update advisory set tracking_status = 'final', revision = '1', revisions = 1 where id = $1
      )
      insert into advisory_revision (advisory_id, number, source_revision, tracking_status, sha256, received_at, issued_at, holds)
      values ($1, 1, '1', 'final', $2, $3, $3, true)`,
    values: [change.id, sha256, context.now],
  });
  await writeIdentifiers(context, [{ advisoryId: change.id, prepared }]);
  const targets = await writeTargets(context, [
    { advisoryId: change.id, stands: true, prepared, productsChanged: false },
  ]);
  const ownerId = context.principal.organisationId ?? context.scope.organisations[0];
  if (ownerId === undefined) return;
  await matchAdvisories(context, targets, ownerId);
  tellProducts(context, ownerId, change.id, targets);
}
