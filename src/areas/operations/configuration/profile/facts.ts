import { hashOf } from '#engine/canonical.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { Comparison } from '../choices.ts';
import { assetsInScope, type ProfileClass } from '../queries/assets-in-scope.ts';

export interface ItemOfVersion {
  readonly item: string;
  readonly code: string;
  readonly title: string;
  readonly requirement: string;
  readonly referenceMethod: string;
  readonly checkConditions: string;
  readonly assetKind: string;
  readonly state: string;
}

export interface BenchmarkLine {
  readonly item: string;
  readonly importance: string;
  readonly environment: string;
  readonly comparison: Comparison;
  readonly expected: string | null;
}

export interface ProfileFacts {
  readonly items: readonly ItemOfVersion[];
  readonly benchmarks: readonly BenchmarkLine[];
  /** The profile that the case draws up a version of, as it stands now. */
  readonly profile: (ProfileClass & { readonly number: number; readonly state: string }) | null;
  /** Assets of the class that are in use. */
  readonly assetsInScope: number;
  /** Assets of the class that were being checked, and those neither compliant with this version nor excepted. */
  readonly checks: { readonly total: number; readonly open: number };
}

export const noProfileFacts: ProfileFacts = {
  items: [],
  benchmarks: [],
  profile: null,
  assetsInScope: 0,
  checks: { total: 0, open: 0 },
};

type Owned = Pick<CaseRow, 'ownerId' | 'id'>;

/** Items and benchmark that a case has drawn up, in the order of their codes. */
export async function versionOf(
  context: Pick<ReadContext, 'client'>,
  row: Owned,
): Promise<Pick<ProfileFacts, 'items' | 'benchmarks'>> {
  const { rows } = await context.client.query<Pick<ProfileFacts, 'items' | 'benchmarks'>>({
    name: 'configuration-version',
    text: `select
      coalesce((select jsonb_agg(jsonb_build_object('item', i.id, 'code', i.code, 'title', i.title, 'requirement', i.requirement,
          'referenceMethod', i.reference_method, 'checkConditions', i.check_conditions, 'assetKind', i.asset_kind, 'state', i.state)
          order by i.code, i.id)
        from configuration_profile_item p join configuration_item i on i.owner_id = p.owner_id and i.id = p.item
        where p.owner_id = $1 and p.case_id = $2), '[]') as items,
      coalesce((select jsonb_agg(jsonb_build_object('item', b.item, 'importance', b.importance, 'environment', b.environment,
          'comparison', b.comparison, 'expected', b.expected) order by b.code, b.item, b.importance, b.environment, b.id)
        from configuration_benchmark b where b.owner_id = $1 and b.case_id = $2), '[]') as benchmarks`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? { items: [], benchmarks: [] };
}

export async function profileOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  profileId: unknown,
): Promise<ProfileFacts['profile']> {
  if (typeof profileId !== 'string') return null;
  const { rows } = await context.client.query<NonNullable<ProfileFacts['profile']>>({
    name: 'configuration-profile-of',
    text: `select id, name, asset_kind as "assetKind", category, asset_tag as "assetTag", coalesce(number, 0) as number, release, state
      from configuration_profile where owner_id = $1 and id = $2`,
    values: [ownerId, profileId],
  });
  return rows[0] ?? null;
}

async function checksOf(
  context: Pick<ReadContext, 'client'>,
  row: Owned,
  of: { readonly profile: string; readonly number: number; readonly assets: readonly string[] },
): Promise<ProfileFacts['checks']> {
  const { rows } = await context.client.query<ProfileFacts['checks']>({
    name: 'configuration-checks-of',
    text: `select count(*)::integer as total,
        count(*) filter (where number is distinct from $3 or compliance not in ('compliant', 'excepted'))::integer as open
      from configuration_status where owner_id = $1 and profile = $2 and asset = any ($4::uuid[])`,
    values: [row.ownerId, of.profile, of.number, of.assets],
  });
  return rows[0] ?? { total: 0, open: 0 };
}

const drafting = new Set(['collecting-items', 'profile-draft', 'benchmark-set']);

export async function configurationFacts(
  context: ReadContext,
  row: CaseRow,
): Promise<ProfileFacts> {
  const profile = await profileOf(context, row.ownerId, row.fields['profile']);
  if (drafting.has(row.state)) {
    return { ...noProfileFacts, ...(await versionOf(context, row)), profile };
  }
  if (profile === null) return noProfileFacts;
  const scope = await assetsInScope(context, row.ownerId, profile);
  const number = Number(row.fields['number'] ?? 0);
  return {
    ...noProfileFacts,
    profile,
    assetsInScope: scope.length,
    checks: await checksOf(context, row, { profile: profile.id, number, assets: scope }),
  };
}

/** A line of the benchmark with what its item says: what the owner approves. */
export interface SubmittedLine extends BenchmarkLine {
  readonly of: ItemOfVersion;
}

/** Lines of items that are in the version; a line of an item that was taken out counts no more. */
export function submittedRows({
  items,
  benchmarks,
}: Pick<ProfileFacts, 'items' | 'benchmarks'>): SubmittedLine[] {
  const known = new Map(items.map((one) => [one.item, one]));
  return benchmarks.flatMap((line) => {
    const of = known.get(line.item);
    return of === undefined ? [] : [{ ...line, of }];
  });
}

/** Hash of what a line and its item say: the owner's approval is bound to it. */
export function digestOfLine({ of: { state: _state, ...item }, ...line }: SubmittedLine): string {
  return hashOf({ ...line, of: item });
}
