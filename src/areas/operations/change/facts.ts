import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { planOfModel } from './models.ts';

/** A freeze or another change that touches the same assets or services in the change's window. */
export interface WindowConflict {
  readonly kind: 'freeze' | 'change';
  readonly id: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly assets: readonly string[];
  readonly services: readonly string[];
  readonly emergenciesPass: boolean;
}

export interface ChangeFacts {
  /** A standard change names a model that is in force today. */
  readonly modelInForce: boolean;
  /** Freezes and changes of the owner that have not ended; few, because windows are short. */
  readonly conflicts: readonly WindowConflict[];
}

/** One statement: freezes that have not ended, and other changes with a window ahead that are authorised or under way. */
const conflictsText = `
select 'freeze' as kind, f.id, f.title, f.starts_at, f.ends_at, coalesce(f.assets, '{}') as assets,
  coalesce(f.services, '{}') as services, f.emergencies_pass
from freeze_period f where f.owner_id = $1 and f.ends_at > $3
union all
select 'change', c.id, c.reference || ' ' || c.title, (c.fields->>'windowStart')::timestamptz, (c.fields->>'windowEnd')::timestamptz,
  array(select jsonb_array_elements_text(coalesce(c.fields->'assets', '[]'))::uuid),
  array(select jsonb_array_elements_text(coalesce(c.fields->'services', '[]'))::uuid), false
from procedure_case c
where c.owner_id = $1 and c.procedure = 'change' and c.state = any ('{authorised,implementing}') and c.id <> $2
  and c.fields ? 'windowStart'
limit 500`;

interface ConflictRow {
  kind: 'freeze' | 'change';
  id: string;
  title: string;
  starts_at: Date;
  ends_at: Date;
  assets: string[];
  services: string[];
  emergencies_pass: boolean;
}

/** States in which a window matters; elsewhere nothing needs to be read. */
const statesWithWindow = new Set([
  'request-for-change',
  'planned',
  'tested',
  'authorised',
  'rolled-back',
]);

export async function changeFacts(context: ReadContext, row: CaseRow): Promise<ChangeFacts> {
  if (!statesWithWindow.has(row.state)) return { conflicts: [], modelInForce: false };
  const standard = row.state === 'request-for-change' && row.fields['variant'] === 'standard';
  const modelInForce = standard && (await planOfModel(context, row)) !== null;
  const { rows } = await context.client.query<ConflictRow>({
    name: 'change-conflicts',
    text: conflictsText,
    values: [row.ownerId, row.id, context.now],
  });
  return {
    modelInForce,
    conflicts: rows.map((conflict) => ({
      kind: conflict.kind,
      id: conflict.id,
      title: conflict.title,
      startsAt: conflict.starts_at.toISOString(),
      endsAt: conflict.ends_at.toISOString(),
      assets: conflict.assets,
      services: conflict.services,
      emergenciesPass: conflict.emergencies_pass,
    })),
  };
}

export interface Window {
  readonly start: string;
  readonly end: string;
  readonly assets: readonly string[];
  readonly services: readonly string[];
  readonly emergency: boolean;
}

/** The conflicts that stand in the way of a window: overlapping in time, and touching something in common. */
export function conflictsWith(facts: ChangeFacts, window: Window): readonly WindowConflict[] {
  return facts.conflicts.filter((conflict) => {
    if (window.emergency && conflict.emergenciesPass) return false;
    if (conflict.startsAt >= window.end || conflict.endsAt <= window.start) return false;
    const everything =
      conflict.kind === 'freeze' && conflict.assets.length + conflict.services.length === 0;
    return (
      everything ||
      conflict.assets.some((asset) => window.assets.includes(asset)) ||
      conflict.services.some((service) => window.services.includes(service))
    );
  });
}
