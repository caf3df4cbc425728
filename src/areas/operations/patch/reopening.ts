import type { WriteContext } from '#kernel/command/context.ts';
import { openCase } from '#work/cases/open-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { notifyRoles } from '#work/notifications/notify.ts';
import type { patchFields } from './fields.ts';

interface Done {
  id: string;
  title: string;
  label: string;
  tlp: string;
  reference: string;
  fields: CaseRow['fields'];
  assets: string[];
}

/**
 * Opens a new patch case for assets of a finished one on which the weakness is there again (or still, once an exception has ended). It
 * names the finished case; assets that an open patch case for the same advisory has already are left to that.
 * Returns the ids of the cases opened.
 */
export async function reopenFor(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  advisory: string,
  assets: readonly string[],
): Promise<string[]> {
  if (assets.length === 0) return [];
  const { rows } = await context.client.query<Done>({
    name: 'patch-done-for-assets',
    text: `
with latest as (
  select distinct on (t.asset) t.asset, c.id, c.title, c.label, c.tlp, c.reference, c.fields
  from patch_target t join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
  where t.owner_id = $1 and t.asset = any ($2::uuid[]) and c.state = 'done' and c.fields->>'advisory' = $3
    and t.state = any ('{verified,excepted}')
    and not exists (select from patch_target o join procedure_case p on p.owner_id = o.owner_id and p.id = o.case_id
      where o.owner_id = $1 and o.asset = t.asset and o.state <> 'released' and p.closed_at is null and p.fields->>'advisory' = $3)
    and not exists (select from procedure_case p where p.owner_id = $1 and p.procedure = 'patch' and p.closed_at is null
      and p.fields->>'advisory' = $3 and p.fields->'assets' ? t.asset::text)
  order by t.asset, c.closed_at desc, c.id desc
)
select id, title, label, tlp, reference, fields, array_agg(asset order by asset) as assets
from latest group by id, title, label, tlp, reference, fields order by id`,
    values: [ownerId, assets, advisory],
  });
  const opened: string[] = [];
  for (const done of rows) {
    const again = await openCase(context, catalogue, {
      procedure: 'patch',
      ownerId,
      title: done.title,
      label: done.label,
      tlp: done.tlp,
      fields: { ...requirementOf(done.fields), assets: done.assets, reopenedFrom: done.id },
      actor: systemActor,
    });
    await notifyRoles(context, again, ['patch-manager'], 'action:open');
    opened.push(again.id);
  }
  return opened;
}

/** What is required stays; what came of it begins anew. */
function requirementOf(fields: CaseRow['fields']): Record<string, unknown> {
  const kept = [
    'requirement',
    'origin',
    'advisory',
    'package',
    'fixedVersion',
    'cvssScore',
    'knownExploited',
    'kevDueDate',
    'assetValue',
    'exposure',
  ] satisfies (keyof typeof patchFields)[];
  return Object.fromEntries(
    kept.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}
