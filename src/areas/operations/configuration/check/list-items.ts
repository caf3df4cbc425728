import { type AssetContext, assetContexts } from '#areas/assets/queries/asset-context.ts';
import { assetsOfClass } from '#areas/assets/queries/assets-of-class.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { type AppError, conflict, invalidInput } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { profileOf, versionOf } from '../profile/facts.ts';
import { benchmarkFor } from './judge.ts';
import { keepStatus } from './statuses.ts';

const listText = `
with before as (
  update configuration_result set current = false
  where owner_id = $1 and asset = $3 and profile = $4 and current
  returning item, failing_since
)
insert into configuration_result (owner_id, id, case_id, label, tlp, code, title, asset, profile, item, result, standing, comparison, expected,
  failing_since, current, created_at, created_by, updated_at, updated_by)
select $1, w.id, $2, $5, $6, w.code, w.title, $3, $4, w.item, 'not-checked', 'open', w.comparison, w.expected,
  (select max(b.failing_since) from before b where b.item = w.item), true, $7, $8::uuid, $7, $8::uuid
from jsonb_to_recordset($9::jsonb) as w (id uuid, item uuid, code text, title text, comparison text, expected text)`;

type Profile = NonNullable<Awaited<ReturnType<typeof profileOf>>>;

/** What a check holds against what; a sentence where it cannot be held. */
async function subjectOf(
  context: WriteContext,
  { ownerId, fields }: CaseRow,
): Promise<
  | { readonly profile: Profile; readonly release: string; readonly asset: AssetContext }
  | { readonly refused: AppError }
> {
  const assetId = String(fields['asset']);
  const profile = await profileOf(context, ownerId, fields['profile']);
  if (profile?.release == null || profile.state !== 'released') {
    const message =
      'No version of this profile is in force: release one before assets are checked.';
    return { refused: conflict('profile-not-released', message) };
  }
  const { assetKind: kind, category, assetTag: tag, release } = profile;
  const [asset] = await assetContexts(context, ownerId, [assetId]);
  const among = { kind, category, tag, among: [assetId] };
  const suits = await assetsOfClass(context, ownerId, among);
  if (asset !== undefined && suits.length > 0) return { profile, release, asset };
  const message = 'The profile is for another class of assets.';
  return { refused: invalidInput([{ path: '/fields/asset', code: 'class', message }]) };
}

/** Whether the asset can still be checked: its profile is in force and for its class. */
export async function canBeChecked(context: WriteContext, row: CaseRow): Promise<boolean> {
  return !('refused' in (await subjectOf(context, row)));
}

/**
 * Writes what has to be looked at on the asset: each item of the version in force with what the benchmark expects of an asset of its
 * importance and environment. Earlier looks stay, no longer current; since when an item fails is carried on.
 * @throws 409 for a profile without a version in force or an asset that another check has, 422 for an asset of another class
 */
export async function listItems(
  context: WriteContext,
  row: CaseRow,
): Promise<Record<string, unknown>> {
  const { ownerId } = row;
  const subject = await subjectOf(context, row);
  if ('refused' in subject) throw subject.refused;
  const { profile, release, asset } = subject;
  const version = await versionOf(context, { ownerId, id: release });
  const about = { importance: asset.valueClass, environment: asset.environment };
  const rows = version.items.map(({ item, code, title }) => {
    const line = benchmarkFor(
      version.benchmarks.filter((one) => one.item === item),
      about,
    );
    return {
      id: newId(),
      ...{ item, code, title },
      comparison: line?.comparison ?? 'complies',
      expected: line?.expected ?? null,
    };
  });
  await keepStatus(context, {
    ...{ row, assetId: asset.assetId, assetName: asset.name, profileId: profile.id },
    number: profile.number,
  });
  await context.client.query({
    name: 'configuration-list-items',
    text: listText,
    values: [
      ownerId,
      row.id,
      asset.assetId,
      profile.id,
      row.label,
      row.tlp,
      context.now,
      context.principal.personId,
      JSON.stringify(rows),
    ],
  });
  return {
    number: profile.number,
    release,
    lookedAt: null,
    passed: null,
    failed: null,
    undetermined: null,
    notApplicable: null,
    failingItems: null,
  };
}
