import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import {
  changesOfInventory,
  type InventoryChange,
  inventoriesOf,
  inventoryOf,
} from '#areas/assets/queries/changes-of-inventory.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Reaction, ReactionEvent } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import {
  explainTask,
  unauthorisedChanges,
  unauthorisedChangesModule,
} from './unauthorised-changes.ts';

/** So many changes are told in words; the inventory keeps all. */
const told = 50;

/**
 * A change that was carried out on the asset between two inventories: from the start of its window until it was reported as done or rolled
 * back, or its window ends. Whatever changed in between is taken to be its doing.
 */
const coveringText = `
select 1 from procedure_case c
where c.owner_id = $1 and c.procedure = 'change' and c.state = any ('{implementing,implemented,closed,rolled-back}')
  and (c.closed_at is null or c.closed_at >= $3) and c.fields->'assets' ? $2
  and (c.fields->>'windowStart')::timestamptz <= $4 and case c.state
    when 'implementing' then (c.fields->>'windowEnd')::timestamptz
    when 'rolled-back' then c.updated_at
    else coalesce((c.fields->>'implementedAt')::timestamptz, (c.fields->>'windowEnd')::timestamptz) end >= $3
limit 1`;

async function report(context: WriteContext, event: ReactionEvent): Promise<void> {
  const { ownerId, payload } = event;
  const assetId = String(payload['assetId'] ?? event.recordId);
  const inventory = await inventoryOf(context, ownerId, String(payload['inventoryId']));
  if (inventory === null || inventory.baseline) return;
  if (inventory.added + inventory.removed + inventory.changed === 0) return;
  const [earlier] = await inventoriesOf(context, ownerId, assetId, {
    before: inventory.inventoryId,
    limit: 1,
    present: true,
  });
  if (earlier === undefined) return;
  const { rows } = await context.client.query({
    name: 'change-covering-inventory',
    text: coveringText,
    values: [ownerId, assetId, earlier.takenAt, inventory.takenAt],
  });
  if (rows.length > 0) return;
  const [asset] = await assetContexts(context, ownerId, [assetId]);
  const changes = await changesOfInventory(context, ownerId, inventory.inventoryId, {
    limit: told,
  });
  const counts = `+${inventory.added} −${inventory.removed} ~${inventory.changed}`;
  const name = asset?.name ?? assetId;
  const record = await insertRecord(context, unauthorisedChangesModule, {
    ownerId,
    fields: {
      asset: assetId,
      inventory: inventory.inventoryId,
      summary: `${name.slice(0, 260)}: ${counts}`,
      what: changes.map(lineOf).join('\n'),
      notBefore: earlier.takenAt,
      seenAt: inventory.takenAt,
    },
  });
  await insertTasks(context, [
    {
      ownerId,
      organisationId: ownerId,
      caseId: null,
      procedure: 'change',
      task: explainTask,
      role: 'change-manager',
      required: false,
      subject: `${name}: ${counts}`,
      subjectKind: unauthorisedChanges.id,
      subjectId: record.id,
      form: {},
      clause: unauthorisedChanges.clause,
      dueAt: addDuration(context.now.toISOString(), 'P3D'),
    },
  ]);
}

function lineOf({ change, name, beforeVersion, afterVersion }: InventoryChange): string {
  const versions = [beforeVersion, afterVersion].filter((version) => version !== null);
  return `${{ added: '+', removed: '−', changed: '~' }[change]} ${name} ${versions.join(' → ')}`;
}

/** A first inventory does not count; what changed since under no change is reported as unauthorised (X.1052 §12.2.4 f). */
export const reportUnauthorised: Reaction = {
  id: 'change-report-unauthorised',
  on: 'inventory.replaced',
  run: report,
};
