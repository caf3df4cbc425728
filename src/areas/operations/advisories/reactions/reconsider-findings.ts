import type { WriteContext } from '#kernel/command/context.ts';
import { notify } from '#work/notifications/notify.ts';
import { defaultDueAt } from '../due-dates.ts';
import { advisoryHead } from '../queries/advisory-head.ts';

/** Advisories among them of which the organisation decided something not to be affected: mostly none. */
const decidedText = `
select distinct d.advisory_id as id from advisory_package p join disposition d on d.owner_id = $1 and d.advisory_id = p.advisory_id
where p.id = any ($2::integer[]) and d.kind = 'not-affected'`;

const text = `
update disposition d set kind = 'waiting', justification = null, due_at = $5, version = d.version + 1, updated_at = $6, updated_by = null
from (
  select s.asset_id from asset_match s join advisory_package p on p.id = s.advisory_package_id
  where s.owner_id = $1 and p.advisory_id = $2 and p.stands and p.id = any ($3::integer[])
  union
  select c.asset_id from advisory_package p join match m on m.advisory_package_id = p.id and m.confidence >= 2
    join installed_component c on c.owner_id = $1 and c.package_version_id = m.package_version_id
  where p.advisory_id = $2 and p.stands and p.id = any ($3::integer[])
) t
where d.owner_id = $1 and d.advisory_id = $2 and d.asset_id = t.asset_id and d.kind = 'not-affected' and d.updated_at <= $4
returning d.id, d.asset_id as asset, d.version`;

/**
 * A revision that says something else of what an asset has asks again whether it is not affected: that was decided about other words. Such
 * findings wait, due as new ones, each with its trail entry, and those who decide are told. Findings of other assets keep their decision.
 * @param targets rows of advisories whose statements changed
 * @param revisedAt ISO 8601 UTC; what was decided later knew the revision
 */
export async function reconsiderFindings(
  context: WriteContext,
  ownerId: string,
  targets: readonly number[],
  revisedAt: string,
): Promise<void> {
  if (targets.length === 0) return;
  const { rows } = await context.client.query<{ id: string }>({
    name: 'findings-decided-of-targets',
    text: decidedText,
    values: [ownerId, targets],
  });
  for (const { id } of rows) await reconsider(context, ownerId, id, targets, revisedAt);
}

async function reconsider(
  context: WriteContext,
  ownerId: string,
  advisoryId: string,
  targets: readonly number[],
  revisedAt: string,
): Promise<void> {
  const head = await advisoryHead(context, advisoryId);
  if (head === null) return;
  const dueAt = defaultDueAt(context.now.toISOString(), head);
  const { rows } = await context.client.query<{ id: string; asset: string; version: number }>({
    name: 'findings-reconsider',
    text,
    values: [ownerId, advisoryId, targets, revisedAt, dueAt, context.now],
  });
  if (rows.length === 0) return;
  const { revision } = head;
  for (const { id, asset, version } of rows) {
    context.record({
      ...{ ownerId, action: 'dispositions.decide', kind: 'dispositions', recordId: id },
      recordVersion: version,
      details: { advisoryId, assetIds: [asset], kind: 'waiting', because: 'revised', revision },
    });
  }
  const payload = { advisoryId, kind: 'waiting', because: 'revised', assets: rows.length };
  context.emit({ name: 'findings.decided', ownerId, recordId: advisoryId, payload });
  notify(context, {
    ...{ ownerId, recordKind: 'advisories', recordId: advisoryId, kind: 'case' },
    ...{ about: 'reconsider-findings', title: `${head.sourceId} ${head.title}`.slice(0, 300) },
    ...{ label: 'LIMITED', tlp: head.tlp ?? 'AMBER', roles: ['isirt', 'security-manager'] },
  });
}
