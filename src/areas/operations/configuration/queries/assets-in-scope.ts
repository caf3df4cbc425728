import { assetsOfClass } from '#areas/assets/queries/assets-of-class.ts';
import type { ReadContext } from '#kernel/command/context.ts';

/** What a profile is for: a class of assets. */
export interface ProfileClass {
  readonly id: string;
  readonly name: string;
  readonly assetKind: string;
  /** Category of the organisation's schemes, by item or by process; null: any. */
  readonly category: string | null;
  readonly assetTag: string | null;
  /** The case that released the version in force; null before the first. */
  readonly release: string | null;
}

/** Assets of a profile's class that are in use, by id. */
export async function assetsInScope(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  profile: ProfileClass,
): Promise<readonly string[]> {
  return assetsOfClass(context, ownerId, {
    kind: profile.assetKind,
    category: profile.category,
    tag: profile.assetTag,
    among: null,
  });
}
