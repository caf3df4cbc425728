import { changesOfInventory } from '#areas/assets/queries/changes-of-inventory.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Reaction, ReactionEvent } from '#work/catalogue.ts';
import { refreshAssetMatches } from '../mapping/asset-matches.ts';
import { matchVersions } from '../matching/match-versions.ts';
import { refreshGroups, tellGroups } from './finding-groups.ts';
import { keepObservations } from './finding-states.ts';

interface Delta {
  readonly before: number[];
  readonly after: number[];
}

/** How many of each list an event names; the rest is asked for. */
const named = 100;

/**
 * After an inventory: versions that nobody had before are matched, what left is verified as fixed by this observation, what came back is
 * reopened, and the organisation is told of advisories that touch it for the first time.
 */
export const followInventory: Reaction = {
  id: 'advisories-follow-inventory',
  on: 'inventory.replaced',
  run: async (context, event) => {
    const { ownerId } = event;
    const assetId = String(event.payload['assetId']);
    const inventoryId = String(event.payload['inventoryId']);
    const takenAt = String(event.payload['takenAt'] ?? event.at);
    const delta = await deltaOf(context, event, assetId, inventoryId);
    await matchVersions(context, delta.after);
    const ties = await refreshAssetMatches(context, ownerId, { asset: assetId });
    const concerned = await advisoriesOf(context, [...delta.before, ...delta.after]);
    const tied = ties.before.union(ties.after);
    const changes = await refreshGroups(context, ownerId, [...tied.union(new Set(concerned))]);
    const seen = await keepObservations(context, {
      ownerId,
      assetId,
      inventoryId,
      takenAt,
      observed: event.payload['observed'] !== false,
      before: delta.before,
      after: delta.after,
      tiedBefore: ties.before,
      tiedAfter: ties.after,
    });
    tellGroups(context, ownerId, changes);
    context.emit({
      name: 'findings.changed',
      ownerId,
      recordId: assetId,
      payload: {
        assetId,
        inventoryId,
        takenAt,
        verified: seen.verified.slice(0, named),
        reopened: seen.reopened.slice(0, named),
        verifiedCount: seen.verified.length,
        reopenedCount: seen.reopened.length,
        appearedCount: changes.filter(({ kind }) => kind === 'appeared').length,
      },
    });
  },
};

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number).filter(Number.isInteger) : [];
}

/** Version ids that left and came; a first inventory lists no changes, so all that the asset has came. */
async function deltaOf(
  context: WriteContext,
  event: ReactionEvent,
  assetId: string,
  inventoryId: string,
): Promise<Delta> {
  const { payload, ownerId } = event;
  if (payload['baseline'] === true) {
    const { rows } = await context.client.query<{ id: number }>({
      name: 'inventory-versions',
      text: 'select distinct package_version_id as id from installed_component where owner_id = $1 and asset_id = $2',
      values: [ownerId, assetId],
    });
    return { before: [], after: rows.map(({ id }) => id) };
  }
  if (payload['large'] !== true) {
    const changed = Array.isArray(payload['changed']) ? payload['changed'] : [];
    return {
      before: [...numbers(payload['removed']), ...numbers(changed.map(({ before }) => before))],
      after: [...numbers(payload['added']), ...numbers(changed.map(({ after }) => after))],
    };
  }
  const delta: Delta = { before: [], after: [] };
  for (let after = 0; ; ) {
    const page = await changesOfInventory(context, ownerId, inventoryId, { after, limit: 1000 });
    for (const { beforeVersionId, afterVersionId } of page) {
      if (beforeVersionId !== null) delta.before.push(beforeVersionId);
      if (afterVersionId !== null) delta.after.push(afterVersionId);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < 1000) return delta;
    after = last.sequence;
  }
}

async function advisoriesOf(
  context: WriteContext,
  versionIds: readonly number[],
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'advisories-of-versions',
    text: `select distinct p.advisory_id as id from match m join advisory_package p on p.id = m.advisory_package_id
      where m.package_version_id = any ($1::integer[]) and m.confidence >= 2`,
    values: [versionIds],
  });
  return rows.map(({ id }) => id);
}
