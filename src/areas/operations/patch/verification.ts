import { newestObservation } from '#areas/assets/queries/changes-of-inventory.ts';
import { affectedAssets } from '#areas/operations/advisories/queries/affected-assets.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { areGone, areSettled, type TargetFact, targetsOf } from './facts.ts';
import { moveTargets } from './targets.ts';

interface Seen {
  readonly target: TargetFact;
  /** When the machine was looked at, which is after the change was carried out. */
  readonly inventoryAt: string;
}

/**
 * Looks at what inventories newer than the change say about its targets: the weakness gone verifies a target, still (or again) there
 * contradicts it; a version that cannot be told leaves it where it is, and its manager is told so. Then the case follows: all verified ends
 * it, a contradiction brings it back to a person. Nobody can do this by a click, and doing it again changes nothing.
 * @param onlyAsset the asset whose inventory is new; null: all
 */
export async function verifyTargets(
  context: WriteContext,
  catalogue: Catalogue,
  caseId: string,
  onlyAsset: string | null,
): Promise<void> {
  const loaded = await loadCase(context, caseId, { lock: true });
  const { row } = loaded;
  if (row.state !== 'verifying') return;
  const unreadable = await lookAtTargets(context, row, onlyAsset);
  if (unreadable.length > 0) {
    await act(context, catalogue, loaded, 'report-unreadable', { unreadable });
  }
  const action = nextAction(await targetsOf(context, row));
  if (action === null) return;
  await act(context, catalogue, await loadCase(context, caseId, { lock: true }), action, {});
}

async function act(
  context: WriteContext,
  catalogue: Catalogue,
  loaded: LoadedCase,
  action: string,
  fields: Record<string, unknown>,
): Promise<void> {
  await performAction(context, catalogue, {
    ...{ loaded, actor: systemActor, action, comment: null, fields },
  });
}

function nextAction(targets: readonly TargetFact[]): string | null {
  if (targets.some(({ state }) => state === 'contradicted')) return 'report-contradiction';
  if (areGone(targets)) return 'let-assets-go';
  return areSettled(targets) ? 'verify' : null;
}

/** Returns the assets of which the inventory does not tell: neither repaired nor vulnerable, and still to be verified. */
async function lookAtTargets(
  context: WriteContext,
  row: CaseRow,
  onlyAsset: string | null,
): Promise<string[]> {
  const seen = await seenSinceChange(context, row, onlyAsset);
  if (seen.length === 0) return [];
  const { vulnerable, unknown } = await conditionOfAssets(context, row);
  const unreadable: string[] = [];
  for (const { target, inventoryAt } of seen) {
    if (vulnerable.has(target.asset)) {
      await moveTargets(context, [target], 'contradict', ['reported', 'verified'], { inventoryAt });
    } else if (!unknown.has(target.asset)) {
      await moveTargets(context, [target], 'verify', ['reported', 'contradicted'], { inventoryAt });
    } else if (target.state !== 'verified') {
      await moveTargets(context, [target], 'leave', ['reported', 'contradicted'], { inventoryAt });
      unreadable.push(target.asset);
    }
  }
  return unreadable;
}

async function seenSinceChange(
  context: WriteContext,
  row: CaseRow,
  onlyAsset: string | null,
): Promise<Seen[]> {
  const { rows } = await context.client.query<TargetFact & { since: Date | null }>({
    name: 'patch-targets-to-verify',
    text: `select id, asset, state, greatest(implemented_at, inventory_at) as since from patch_target
      where owner_id = $1 and case_id = $2 and state = any ('{reported,verified,contradicted}')
        and ($3::uuid is null or asset = $3) order by id`,
    values: [row.ownerId, row.id, onlyAsset],
  });
  const seen: Seen[] = [];
  for (const { since, ...target } of rows) {
    const newest = await newestObservation(context, row.ownerId, target.asset);
    if (newest === null || since === null) continue;
    // Newer than the change, and than what was looked at before.
    if (newest.takenAt > since.toISOString()) seen.push({ target, inventoryAt: newest.takenAt });
  }
  return seen;
}

interface Condition {
  readonly vulnerable: ReadonlySet<string>;
  /** Neither: no version is known that could be compared with what the advisory says. */
  readonly unknown: ReadonlySet<string>;
}

async function conditionOfAssets(
  context: WriteContext,
  row: Pick<CaseRow, 'ownerId' | 'fields'>,
): Promise<Condition> {
  const found = await affectedAssets(context, row.ownerId, String(row.fields['advisory']));
  const having = (...verdicts: string[]) =>
    new Set(
      found.filter(({ verdict }) => verdicts.includes(verdict)).map(({ assetId }) => assetId),
    );
  return { vulnerable: having('affected', 'no-fix'), unknown: having('unknown') };
}

/** Assets of the owner on which the weakness is found now, with or without a fix. */
export async function vulnerableAssets(
  context: WriteContext,
  row: Pick<CaseRow, 'ownerId' | 'fields'>,
): Promise<ReadonlySet<string>> {
  return (await conditionOfAssets(context, row)).vulnerable;
}
