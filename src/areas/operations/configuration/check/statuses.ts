import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { Compliance } from '../choices.ts';

const keepText = `
insert into configuration_status as s (owner_id, id, label, tlp, asset_name, asset, profile, number, compliance, open_check, created_at,
  created_by, updated_at, updated_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'not-checked', $9, $10, $11::uuid, $10, $11::uuid)
on conflict (owner_id, profile, asset) do update set number = excluded.number, asset_name = excluded.asset_name,
  compliance = case when s.number is distinct from excluded.number or s.compliance = any ('{let-go,excepted}') then 'not-checked'
    else s.compliance end,
  open_check = excluded.open_check, version = s.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
where s.open_check is null or s.open_check = excluded.open_check
returning s.id`;

/** The row of profile and asset, with the check that is open now. @throws 409 when another check is */
export async function keepStatus(
  context: WriteContext,
  of: {
    readonly row: CaseRow;
    readonly assetId: string;
    readonly assetName: string;
    readonly profileId: string;
    readonly number: number;
  },
): Promise<void> {
  const { row } = of;
  const { rowCount } = await context.client.query({
    name: 'configuration-status-keep',
    text: keepText,
    values: [
      row.ownerId,
      newId(),
      row.label,
      row.tlp,
      of.assetName,
      of.assetId,
      of.profileId,
      of.number,
      row.id,
      context.now,
      context.principal.personId,
    ],
  });
  if (rowCount === 0) {
    throw conflict(
      'check-is-open',
      'This asset is being checked against this profile already: go on with that check.',
    );
  }
}

const judgeText = `
update configuration_status set compliance = $3, failing = coalesce($4, failing), undetermined = coalesce($5, undetermined),
  checked_at = coalesce($6, checked_at),
  non_compliant_since = case when $3 = 'compliant' then null when $3 = 'non-compliant' then coalesce(non_compliant_since, $7)
    else non_compliant_since end,
  open_check = case when $8 then null else open_check end, version = version + 1, updated_at = $7, updated_by = $9::uuid
where owner_id = $1 and open_check = $2`;

/** What the check found of its asset. `ends`: the check is over. */
export async function judgeStatus(
  context: WriteContext,
  row: CaseRow,
  found: {
    readonly compliance: Compliance;
    readonly failing?: number;
    readonly undetermined?: number;
    readonly lookedAt?: string;
    readonly ends: boolean;
  },
): Promise<void> {
  await context.client.query({
    name: 'configuration-status-judge',
    text: judgeText,
    values: [
      row.ownerId,
      row.id,
      found.compliance,
      found.failing ?? null,
      found.undetermined ?? null,
      found.lookedAt ?? null,
      context.now,
      found.ends,
      context.principal.personId,
    ],
  });
}
