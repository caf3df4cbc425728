import { approvedExceptions } from '#areas/operations/advisories/queries/approved-exceptions.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { coveredUntil } from '#work/exceptions/exception-life.ts';

export type TargetState =
  | 'waiting'
  | 'in-change'
  | 'reported'
  | 'verified'
  | 'contradicted'
  | 'excepted'
  | 'released';

export interface TargetFact {
  readonly id: string;
  readonly asset: string;
  readonly state: TargetState;
}

export interface PatchFacts {
  readonly targets: readonly TargetFact[];
  /** Until when approved exceptions cover every asset that is still to be patched; null: not all of them. */
  readonly exceptionUntil: string | null;
}

/** Assets that a change still has to reach. */
export const openTargetStates: readonly TargetState[] = ['waiting', 'in-change', 'contradicted'];

/** Nothing is left to verify: each asset is verified, excepted or let go, and at least one is verified. */
export function areSettled(targets: readonly TargetFact[]): boolean {
  const are = (...states: TargetState[]) => targets.every(({ state }) => states.includes(state));
  if (targets.length === 0 || !are('verified', 'excepted', 'released')) return false;
  return targets.some(({ state }) => state === 'verified');
}

/** Every asset was let go: no inventory can show anything of them any more. */
export function areGone(targets: readonly TargetFact[]): boolean {
  return targets.length > 0 && targets.every(({ state }) => state === 'released');
}

export async function targetsOf(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<TargetFact[]> {
  const { rows } = await context.client.query<TargetFact>({
    name: 'patch-targets-of',
    text: 'select id, asset, state from patch_target where owner_id = $1 and case_id = $2 order by id',
    values: [row.ownerId, row.id],
  });
  return rows;
}

export async function patchFacts(context: ReadContext, row: CaseRow): Promise<PatchFacts> {
  if (row.closedAt !== null) return { targets: [], exceptionUntil: null };
  const targets = await targetsOf(context, row);
  if (row.state !== 'prioritised') return { targets, exceptionUntil: null };
  const open = targets.filter(({ state }) => state === 'waiting').map(({ asset }) => asset);
  return { targets, exceptionUntil: await exceptionUntil(context, row, open) };
}

/** The earliest instant at which one of the assets loses its last approved exception; null: not all of them are covered. */
export async function exceptionUntil(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'fields'>,
  assets: readonly string[],
): Promise<string | null> {
  if (assets.length === 0) return null;
  const exceptions = await approvedExceptions(context, row.ownerId, String(row.fields['advisory']));
  return coveredUntil(assets, (asset) =>
    exceptions.filter((exception) => exception.assets.includes(asset)),
  );
}
