import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { matchAdvisories } from '../matching/match-advisories.ts';
import { vendorOfEcosystem } from '../matching/product-names.ts';
import { tellProducts } from '../reactions/follow-products.ts';
import { type RevisionChanges, replaces } from './compare-revisions.ts';
import { keepDocuments, type ReceivedDocument } from './keep-document.ts';
import type { PreparedAdvisory } from './prepare-advisory.ts';
import { markSuperseded, writeIdentifiers } from './write-identifiers.ts';
import { type TargetsToWrite, writeTargets } from './write-targets.ts';

/** A document that was read, with its advisory as rows. */
export interface AdvisoryToWrite {
  readonly document: ReceivedDocument;
  readonly prepared: PreparedAdvisory;
}

export interface WrittenCounts {
  readonly accepted: number;
  readonly unchanged: number;
}

/** Compares two documents of one advisory, in a thread where they are large. */
export type CompareDocuments = (
  context: WriteContext,
  beforeSha256: string,
  after: ReceivedDocument,
) => Promise<RevisionChanges>;

interface Known {
  readonly id: string;
  readonly source: string;
  readonly source_id: string;
  readonly revision: string;
  readonly issued_at: Date | null;
  readonly revisions: number;
  readonly number: number;
  readonly sha256: string;
  readonly seen: readonly string[];
}

const knownText = `
select a.id, a.source, a.source_id, a.revision, a.issued_at, coalesce(a.revisions, 0) as revisions,
  coalesce((select max(r.number) from advisory_revision r where r.advisory_id = a.id), 0) as number,
  coalesce((select r.sha256 from advisory_revision r where r.advisory_id = a.id and r.holds order by r.number desc limit 1), '') as sha256,
  array(select r.sha256 from advisory_revision r where r.advisory_id = a.id) as seen
from unnest($1::text[], $2::text[]) as w (source, source_id)
join advisory a on a.source = w.source and a.source_id = w.source_id`;

/**
 * Writes advisories of one batch: documents, revisions with what they changed, rows, and the matches that follow. A document that is known
 * already is unchanged; of two with one id the later revision holds, and both documents stay.
 */
export async function writeAdvisories(
  context: WriteContext,
  all: readonly AdvisoryToWrite[],
  importer: { readonly ownerId: string; readonly compare: CompareDocuments },
): Promise<WrittenCounts> {
  const counts = { accepted: 0, unchanged: 0 };
  for (const wave of wavesOf(all)) {
    const done = await writeWave(context, wave, importer);
    counts.accepted += done.accepted;
    counts.unchanged += done.unchanged;
  }
  return counts;
}

/** Groups in which each advisory comes once, in the order they came. */
function wavesOf(all: readonly AdvisoryToWrite[]): AdvisoryToWrite[][] {
  const waves: AdvisoryToWrite[][] = [];
  const count = new Map<string, number>();
  for (const one of all) {
    const key = keyOf(one.prepared.head);
    const place = count.get(key) ?? 0;
    count.set(key, place + 1);
    const wave = waves[place] ?? [];
    wave.push(one);
    waves[place] = wave;
  }
  return waves;
}

function keyOf(head: { readonly source: string; readonly source_id: string }): string {
  return `${head.source}\n${head.source_id}`;
}

interface Revision {
  readonly one: AdvisoryToWrite;
  readonly id: string;
  readonly number: number;
  readonly holds: boolean;
  readonly changes: RevisionChanges;
}

const nothing: RevisionChanges = { changes: [], leftOut: 0, targets: 0 };

async function writeWave(
  context: WriteContext,
  wave: readonly AdvisoryToWrite[],
  importer: { readonly ownerId: string; readonly compare: CompareDocuments },
): Promise<WrittenCounts> {
  const known = await knownAdvisories(context, wave);
  const revisions: Revision[] = [];
  for (const one of wave) {
    const before = known.get(keyOf(one.prepared.head));
    if (before?.seen.includes(one.document.sha256)) continue;
    if (before === undefined) {
      revisions.push({ one, id: newId(), number: 1, holds: true, changes: nothing });
      continue;
    }
    const { revision, issued_at } = one.prepared.head;
    const present = {
      revision: before.revision,
      issuedAt: before.issued_at?.toISOString() ?? null,
    };
    const holds = replaces({ revision, issuedAt: issued_at }, present);
    const changes = holds ? await importer.compare(context, before.sha256, one.document) : nothing;
    revisions.push({ one, id: before.id, number: before.number + 1, holds, changes });
  }
  if (revisions.length > 0) await writeRevisions(context, revisions, importer.ownerId);
  return { accepted: revisions.length, unchanged: wave.length - revisions.length };
}

async function knownAdvisories(
  context: WriteContext,
  wave: readonly AdvisoryToWrite[],
): Promise<Map<string, Known>> {
  const { rows } = await context.client.query<Known>({
    name: 'advisory-known',
    text: knownText,
    values: [
      wave.map(({ prepared }) => prepared.head.source),
      wave.map(({ prepared }) => prepared.head.source_id),
    ],
  });
  return new Map(rows.map((row) => [keyOf(row), row]));
}

async function writeRevisions(
  context: WriteContext,
  revisions: readonly Revision[],
  ownerId: string,
): Promise<void> {
  await keepDocuments(
    context,
    revisions.map(({ one }) => one.document),
  );
  const holding = revisions.filter(({ holds }) => holds);
  await writeHeads(context, holding);
  await insertRevisions(context, revisions);
  await writeIdentifiers(
    context,
    holding.map(({ id, one }) => ({ advisoryId: id, prepared: one.prepared })),
  );
  const targets = holding.map(
    ({ id, one }): TargetsToWrite => ({
      advisoryId: id,
      stands: one.prepared.head.tracking_status !== 'withdrawn',
      prepared: one.prepared,
      productsChanged: true,
    }),
  );
  const changed = await writeTargets(context, targets);
  const superseded = await markSuperseded(
    context,
    holding.map(({ id, one }) => ({ advisoryId: id, prepared: one.prepared })),
  );
  await matchAdvisories(context, [...changed, ...superseded], ownerId);
  const ofVendors = holding.find(({ one }) => one.prepared.packages.some(isOfVendor));
  if (ofVendors !== undefined) {
    tellProducts(context, ownerId, ofVendors.id, [...changed, ...superseded]);
  }
}

function isOfVendor({ ecosystem }: { readonly ecosystem: string }): boolean {
  return vendorOfEcosystem(ecosystem) !== null;
}

const headColumns = `source text, source_id text, publisher text, title text, summary text, tracking_status text, severity text,
  severity_score double precision, severity_vector text, published_at timestamptz, issued_at timestamptz, withdrawn_at timestamptz,
  revision text, tlp_label text, language text, aliases text[], said_exploited boolean`;

async function writeHeads(context: WriteContext, revisions: readonly Revision[]): Promise<void> {
  if (revisions.length === 0) return;
  const rows = revisions.map(({ one, id }) => ({ id, ...one.prepared.head }));
  await context.client.query({
    name: 'advisory-write',
    text: `insert into advisory as a (id, source, source_id, publisher, title, summary, tracking_status, severity, severity_score,
        severity_vector, published_at, issued_at, withdrawn_at, revision, tlp_label, language, aliases, exploited, revisions, created_at,
        created_by, updated_at, updated_by)
      select w.id, w.source, w.source_id, w.publisher, w.title, w.summary, w.tracking_status, w.severity, w.severity_score,
        w.severity_vector, w.published_at, w.issued_at, w.withdrawn_at, w.revision, w.tlp_label, w.language, w.aliases,
        nullif(w.said_exploited, false), 1, $2, $3::uuid, $2, $3::uuid
      from jsonb_to_recordset($1::jsonb) as w (id uuid, ${headColumns})
      on conflict (id) do update set publisher = excluded.publisher, title = excluded.title, summary = excluded.summary,
        tracking_status = excluded.tracking_status, severity = excluded.severity, severity_score = excluded.severity_score,
        severity_vector = excluded.severity_vector, published_at = excluded.published_at, issued_at = excluded.issued_at,
        withdrawn_at = excluded.withdrawn_at, revision = excluded.revision, tlp_label = excluded.tlp_label, language = excluded.language,
        aliases = excluded.aliases, exploited = coalesce(excluded.exploited, a.exploited), revisions = coalesce(a.revisions, 0) + 1,
        version = a.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    values: [JSON.stringify(rows), context.now, context.principal.personId],
  });
}

async function insertRevisions(
  context: WriteContext,
  revisions: readonly Revision[],
): Promise<void> {
  await context.client.query({
    name: 'advisory-revision-write',
    text: `insert into advisory_revision (advisory_id, number, source_revision, tracking_status, sha256, received_at, issued_at, changes,
        changes_left_out, changed_targets, holds)
      select r.advisory_id, r.number, r.source_revision, r.tracking_status, r.sha256, $2, r.issued_at, r.changes, r.changes_left_out,
        r.changed_targets, r.holds
      from jsonb_to_recordset($1::jsonb) as r (advisory_id uuid, number integer, source_revision text, tracking_status text, sha256 text,
        issued_at timestamptz, changes jsonb, changes_left_out integer, changed_targets integer, holds boolean)`,
    values: [
      JSON.stringify(
        revisions.map(({ one, id, number, holds, changes }) => ({
          advisory_id: id,
          number,
          source_revision: one.prepared.head.revision,
          tracking_status: one.prepared.head.tracking_status,
          sha256: one.document.sha256,
          issued_at: one.prepared.head.issued_at,
          changes: changes.changes,
          changes_left_out: changes.leftOut,
          changed_targets: changes.targets,
          holds,
        })),
      ),
      context.now,
    ],
  });
}
