import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { checkFunctions } from '../functions.ts';
import { assetChecks } from '../registers.ts';

/** Assets of one campaign; a larger register is checked in several. */
const maxAssets = 5000;

/** Least value that a scope asks for; `due` asks for the date instead. */
const leastValue: Readonly<Record<string, number>> = {
  due: 1,
  all: 0,
  'important-and-above': 3,
  'critical-and-above': 4,
};

/** Writes one check for each asset in the campaign's scope, soonest due first. Returns how many. */
export async function listAssets(context: WriteContext, campaign: CaseRow): Promise<number> {
  const scope = String(campaign.fields['scope']);
  const { rows } = await context.client.query<{
    id: string;
    name: string;
    value_class: string | null;
    next_check_at: Date | null;
  }>({
    name: 'asset-check-scope',
    text: `select id, name, value_class, next_check_at from asset
      where owner_id = $1 and state in ('valued', 'check-pending') and value >= $2
        and ($3::timestamptz is null or next_check_at <= $3)
      order by next_check_at, id limit $4`,
    values: [
      campaign.ownerId,
      leastValue[scope] ?? 0,
      scope === 'due' ? campaign.fields['dueBy'] : null,
      maxAssets,
    ],
  });
  for (const asset of rows) {
    await insertRecord(
      context,
      { register: assetChecks, functions: checkFunctions },
      {
        ownerId: campaign.ownerId,
        caseId: campaign.id,
        label: campaign.label,
        tlp: campaign.tlp,
        fields: {
          asset: asset.id,
          assetName: asset.name,
          ...(asset.value_class === null ? {} : { valueClass: asset.value_class }),
          ...(asset.next_check_at === null ? {} : { dueAt: asset.next_check_at.toISOString() }),
        },
      },
    );
  }
  return rows.length;
}
