import type { WriteContext } from '#kernel/command/context.ts';
import { defaultDueAt } from '../due-dates.ts';

/** What an organisation has of an advisory now, beside what it was told of it. */
interface Touch {
  readonly advisory_id: string;
  readonly digest: string | null;
  readonly told_digest: string | null;
  readonly cleared: boolean | null;
  readonly severity: string | null;
  readonly exploited: boolean;
  readonly kev_due_date: string | null;
}

export interface GroupChange {
  readonly advisoryId: string;
  /** `appeared` and `returned`: assets are touched that were not; `changed`: what is said of them changed; `cleared`: none is touched any more. */
  readonly kind: 'appeared' | 'returned' | 'changed' | 'cleared';
}

/**
 * The digest is over what the advisory says of the packages that the organisation has, in the versions that it affects: a revision that says the
 * same of them leaves it as it is. Possible matches do not count, a person decides about them.
 */
const touchText = `
select w.advisory_id, t.digest, g.told_digest, g.cleared_at is not null as cleared, a.severity, coalesce(a.exploited, false) as exploited,
  a.kev_due_date
from unnest($2::uuid[]) as w (advisory_id)
join advisory a on a.id = w.advisory_id
cross join lateral (
  select md5(string_agg(p.digest, ' ' order by p.id)) as digest from advisory_package p
  where p.advisory_id = w.advisory_id and p.stands and (
    exists (select from match m join installed_component c on c.owner_id = $1 and c.package_version_id = m.package_version_id
      where m.advisory_package_id = p.id and m.confidence >= 2)
    or exists (select from asset_match s where s.owner_id = $1 and s.advisory_package_id = p.id))
) t
left join finding_group g on g.owner_id = $1 and g.advisory_id = w.advisory_id`;

const writeText = `
insert into finding_group as g (owner_id, advisory_id, first_seen_at, due_at, told_digest, cleared_at)
select $1, w.advisory_id, $2, w.due_at, w.digest, case when w.cleared then $2::timestamptz end
from jsonb_to_recordset($3::jsonb) as w (advisory_id uuid, due_at timestamptz, digest text, cleared boolean)
on conflict (owner_id, advisory_id) do update set told_digest = excluded.told_digest, cleared_at = excluded.cleared_at,
  first_seen_at = case when g.cleared_at is null then g.first_seen_at else excluded.first_seen_at end,
  due_at = case when g.cleared_at is null then g.due_at else excluded.due_at end`;

/**
 * Brings an organisation's list of advisories that touch it up to date for these advisories, and says what changed. Runs under the scope of
 * that organisation. An advisory whose statements about what the organisation has are the same as before changes nothing.
 */
export async function refreshGroups(
  context: WriteContext,
  ownerId: string,
  advisoryIds: readonly string[],
): Promise<GroupChange[]> {
  if (advisoryIds.length === 0) return [];
  const { rows } = await context.client.query<Touch>({
    name: 'finding-touch',
    text: touchText,
    values: [ownerId, advisoryIds],
  });
  const changes = rows.flatMap((row): (GroupChange & { readonly touch: Touch })[] => {
    const kind = kindOf(row);
    return kind === null ? [] : [{ advisoryId: row.advisory_id, kind, touch: row }];
  });
  if (changes.length === 0) return [];
  const now = context.now.toISOString();
  await context.client.query({
    name: 'finding-group-write',
    text: writeText,
    values: [
      ownerId,
      context.now,
      JSON.stringify(
        changes.map(({ advisoryId, kind, touch }) => ({
          advisory_id: advisoryId,
          due_at: defaultDueAt(now, { ...touch, kevDueDate: touch.kev_due_date }),
          digest: touch.digest ?? touch.told_digest ?? '',
          cleared: kind === 'cleared',
        })),
      ),
    ],
  });
  return changes.map(({ advisoryId, kind }) => ({ advisoryId, kind }));
}

function kindOf({ digest, told_digest, cleared }: Touch): GroupChange['kind'] | null {
  if (digest === null) return told_digest === null || cleared === true ? null : 'cleared';
  if (told_digest === null) return 'appeared';
  if (cleared === true) return 'returned';
  return told_digest === digest ? null : 'changed';
}

/** Tells an organisation of advisories that appeared, came back, changed for it or no longer touch it. */
export function tellGroups(
  context: WriteContext,
  ownerId: string,
  changes: readonly GroupChange[],
): void {
  for (const { advisoryId, kind } of changes) {
    const name = kind === 'cleared' ? 'advisory.cleared' : 'advisory.matched';
    const payload = { advisoryId, kind, remediationChanged: kind === 'changed' };
    context.emit({ name, ownerId, recordId: advisoryId, payload });
  }
}
