import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { type TargetFact, type TargetState, targetsOf } from './facts.ts';
import { patchTargets } from './registers.ts';

export const targetsModule: RegisterModule = { register: patchTargets };

/**
 * One target for each asset that the requirement names: new ones are added, those of assets no longer named are released. The case is
 * locked by whoever calls, so two callers never write the same target twice.
 */
export async function keepTargets(
  context: WriteContext,
  row: CaseRow,
  assets: readonly string[],
): Promise<TargetFact[]> {
  const present = await targetsOf(context, row);
  const known = new Set(
    present.filter(({ state }) => state !== 'released').map(({ asset }) => asset),
  );
  const missing = assets.filter((asset) => !known.has(asset));
  const contexts = await assetContexts(context, row.ownerId, missing);
  for (const { assetId, name } of contexts) {
    await insertRecord(context, targetsModule, {
      ownerId: row.ownerId,
      caseId: row.id,
      label: row.label,
      tlp: row.tlp,
      fields: { asset: assetId, name },
    });
  }
  const dropped = present.filter(({ asset }) => !assets.includes(asset));
  await moveTargets(context, dropped, 'release', ['waiting', 'excepted']);
  return targetsOf(context, row);
}

/** Moves those of the targets that stand in one of the states. */
export async function moveTargets(
  context: WriteContext,
  targets: readonly TargetFact[],
  action: string,
  from: readonly TargetState[],
  fields: Record<string, unknown> = {},
): Promise<void> {
  for (const { id, state } of targets) {
    if (!from.includes(state)) continue;
    const found = await findRecord(context, patchTargets, id, { lock: true });
    await actOnRecord(context, targetsModule, found, {
      action,
      comment: null,
      fields,
      actor: systemActor,
    });
  }
}
