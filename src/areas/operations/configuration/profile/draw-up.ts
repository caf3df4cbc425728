import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, notFound } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { configuredKinds } from '../choices.ts';
import { profileOf } from './facts.ts';
import { itemsModule, profileItemsModule } from './lines.ts';

interface Copied {
  readonly item: string;
  readonly lines: readonly {
    readonly importance: string;
    readonly environment: string;
    readonly comparison: string;
    readonly expected: string | null;
    readonly reason: string | null;
  }[];
}

/** Items of a released version that a case has not got yet, with what is expected of each. */
async function missingItems(
  context: WriteContext,
  row: CaseRow,
  release: string,
): Promise<readonly Copied[]> {
  const { rows } = await context.client.query<Copied>({
    name: 'configuration-missing-items',
    text: `select p.item, coalesce((select jsonb_agg(jsonb_build_object('importance', b.importance, 'environment', b.environment,
          'comparison', b.comparison, 'expected', b.expected, 'reason', b.reason) order by b.id)
        from configuration_benchmark b where b.owner_id = $1 and b.case_id = $2 and b.item = p.item), '[]') as lines
      from configuration_profile_item p join configuration_item i on i.owner_id = p.owner_id and i.id = p.item
      where p.owner_id = $1 and p.case_id = $2 and i.state <> 'withdrawn'
        and not exists (select from configuration_profile_item o where o.owner_id = $1 and o.case_id = $3 and o.item = p.item)
      order by p.code, p.id`,
    values: [row.ownerId, release, row.id],
  });
  return rows;
}

const copyText = `
with items as (
  insert into configuration_profile_item (owner_id, id, case_id, label, tlp, item, code, title, created_at, created_by, updated_at, updated_by)
  select $1, w.id, $2, $3, $4, w.item, i.code, i.title, $5, $6::uuid, $5, $6::uuid
  from jsonb_to_recordset($7::jsonb) as w (id uuid, item uuid) join configuration_item i on i.owner_id = $1 and i.id = w.item
)
insert into configuration_benchmark (owner_id, id, case_id, label, tlp, code, item, importance, environment, comparison, expected, reason,
  created_at, created_by, updated_at, updated_by)
select $1, w.id, $2, $3, $4, i.code, w.item, w.importance, w.environment, w.comparison, w.expected, w.reason, $5, $6::uuid, $5, $6::uuid
from jsonb_to_recordset($8::jsonb)
    as w (id uuid, item uuid, importance text, environment text, comparison text, expected text, reason text)
  join configuration_item i on i.owner_id = $1 and i.id = w.item`;

async function copyItems(
  context: WriteContext,
  row: CaseRow,
  copied: readonly Copied[],
): Promise<void> {
  await context.client.query({
    name: 'configuration-copy-version',
    text: copyText,
    values: [
      row.ownerId,
      row.id,
      row.label,
      row.tlp,
      context.now,
      context.principal.personId,
      JSON.stringify(copied.map(({ item }) => ({ id: newId(), item }))),
      JSON.stringify(
        copied.flatMap(({ item, lines }) => lines.map((line) => ({ id: newId(), item, ...line }))),
      ),
    ],
  });
}

/**
 * Takes the version in force of a profile over into the case, beside what it has already. Returns the number that the case draws up.
 * @throws 404 for a profile that is not there, 409 for one that was withdrawn
 */
export async function carryOver(
  context: WriteContext,
  row: CaseRow,
  profileId: string,
): Promise<Record<string, unknown>> {
  const profile = await profileOf(context, row.ownerId, profileId);
  if (profile === null) throw notFound('configuration profile');
  if (profile.state === 'withdrawn') {
    throw conflict('profile-is-withdrawn', 'This profile was withdrawn: choose another one.');
  }
  if (profile.release !== null) {
    const missing = await missingItems(context, row, profile.release);
    if (missing.length > 0) await copyItems(context, row, missing);
  }
  return { baseNumber: profile.number, number: profile.number + 1 };
}

const parts = ['requirement', 'referenceMethod', 'checkConditions'] as const;

/** The kind that most of the assets have for which it is recommended. */
async function kindOf(context: WriteContext, { ownerId, fields }: CaseRow): Promise<string> {
  const assets = Array.isArray(fields['assets']) ? fields['assets'].map(String) : [];
  const contexts = await assetContexts(context, ownerId, assets);
  const kinds = contexts.map(({ kind }) => kind).filter((kind) => isConfigured(kind));
  const count = (kind: string) => kinds.filter((other) => other === kind).length;
  return kinds.sort((a, b) => count(b) - count(a))[0] ?? 'information-system';
}

const isConfigured = (kind: string): boolean => configuredKinds.some((known) => known === kind);

/** What was recommended with its three parts is an item of the case from the start; what lacks one, a person completes (R-CF-2). */
export async function collectRecommended(context: WriteContext, row: CaseRow): Promise<void> {
  const said = parts.map((part) => row.fields[part]);
  if (said.some((text) => typeof text !== 'string' || text.trim() === '')) return;
  const { recommendation, assetClass, origin } = row.fields;
  const common = { ownerId: row.ownerId, label: row.label, tlp: row.tlp };
  const item = await insertRecord(context, itemsModule, {
    ...common,
    computed: true,
    fields: {
      code: row.reference,
      title: row.title.slice(0, 200),
      ...Object.fromEntries(parts.map((part, index) => [part, said[index]])),
      assetKind: await kindOf(context, row),
      ...(typeof assetClass === 'string' ? { assetClass } : {}),
      source: typeof origin === 'string' ? origin : 'other',
      sourceReference: row.reference,
      ...(typeof recommendation === 'string' ? { recommendation } : {}),
      comparison: 'complies',
    },
  });
  await insertRecord(context, profileItemsModule, {
    ...common,
    caseId: row.id,
    fields: { item: item.id },
  });
}

/** A line for each item that has none for any importance and environment, as the item proposes it. */
export async function proposeBenchmark(context: WriteContext, row: CaseRow): Promise<void> {
  const { rows } = await context.client.query<{
    item: string;
    comparison: string;
    expected: string | null;
  }>({
    name: 'configuration-without-benchmark',
    text: `select i.id as item, coalesce(i.comparison, 'complies') as comparison, i.default_value as expected
      from configuration_profile_item p join configuration_item i on i.owner_id = p.owner_id and i.id = p.item
      where p.owner_id = $1 and p.case_id = $2 and not exists (select from configuration_benchmark b
        where b.owner_id = $1 and b.case_id = $2 and b.item = p.item and b.importance = 'any' and b.environment = 'any')
      order by i.code, i.id`,
    values: [row.ownerId, row.id],
  });
  if (rows.length === 0) return;
  const lines = rows.map((one) => ({
    id: newId(),
    ...one,
    importance: 'any',
    environment: 'any',
    reason: null,
  }));
  await context.client.query({
    name: 'configuration-copy-version',
    text: copyText,
    values: [
      row.ownerId,
      row.id,
      row.label,
      row.tlp,
      context.now,
      context.principal.personId,
      '[]',
      JSON.stringify(lines),
    ],
  });
}
