import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { openCase } from '#work/cases/open-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { profileOf } from '../profile/facts.ts';
import { assetsInScope } from '../queries/assets-in-scope.ts';

export interface ChecksWanted {
  readonly ownerId: string;
  readonly profileId: string;
  readonly purpose: 'monitoring' | 'after-change';
  /** Only these assets of the class; null: all. */
  readonly assets: readonly string[] | null;
  /** When their change was carried out: what was seen before is no proof. */
  readonly notBefore?: string | null;
}

interface OpenCheck {
  readonly asset: string;
  readonly check: string | null;
  readonly number: number | null;
}

/**
 * Sees to it that each asset of a profile's class is being checked against the version in force: a check that is open for an older version
 * begins anew, the others stay, and missing ones are opened. Doing it again changes nothing. Returns the checks by asset.
 */
export async function openChecks(
  context: WriteContext,
  catalogue: Catalogue,
  { ownerId, profileId, purpose, assets: only, notBefore = null }: ChecksWanted,
): Promise<ReadonlyMap<string, string>> {
  const profile = await profileOf(context, ownerId, profileId);
  if (profile?.release == null || profile.state !== 'released') return new Map();
  const scope = await assetsInScope(context, ownerId, profile);
  const assets = only === null ? scope : scope.filter((asset) => only.includes(asset));
  const { rows } = await context.client.query<OpenCheck & { name: string }>({
    name: 'configuration-open-checks',
    text: `select a.id as asset, a.name, s.open_check as check, s.number from asset a
        left join configuration_status s on s.owner_id = a.owner_id and s.profile = $2 and s.asset = a.id
      where a.owner_id = $1 and a.id = any ($3::uuid[]) order by a.id`,
    values: [ownerId, profileId, assets],
  });
  const checks = new Map<string, string>();
  for (const { asset, name, check, number } of rows) {
    if (check === null) {
      const opened = await openCase(context, catalogue, {
        procedure: 'configuration-check',
        ownerId,
        title: `${profile.name}: ${name}`.slice(0, 200),
        fields: {
          ...{ profile: profileId, asset, purpose },
          ...(notBefore === null ? {} : { notBefore }),
        },
        actor: systemActor,
      });
      checks.set(asset, opened.id);
    } else {
      checks.set(asset, check);
      if (number !== profile.number) await renew(context, catalogue, check);
    }
  }
  return checks;
}

async function renew(context: WriteContext, catalogue: Catalogue, check: string): Promise<void> {
  const loaded = await loadCase(context, check, { lock: true });
  // While a change is under way it waits for it, and looks at the version in force then.
  if (loaded.row.state === 'in-change' || loaded.row.closedAt !== null) return;
  await performAction(context, catalogue, {
    ...{ loaded, actor: systemActor, action: 'renew', comment: null, fields: {} },
  });
}
