import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { CaseRow, Reaction, ReactionEvent } from '#work/catalogue.ts';
import { defaultDueAt } from '../due-dates.ts';

interface Decided {
  readonly id: string;
  readonly asset_id: string;
  readonly version: number;
}

/** What a person decided, and an approved exception, stand; so does an open requirement of another case. */
const requireText = `
insert into disposition as d (owner_id, id, asset_id, advisory_id, kind, due_at, requirement_id, created_at, created_by, updated_at, updated_by)
select $1, w.id, a.id, $2, 'requirement', coalesce($6::timestamptz, g.due_at, $7::timestamptz), $3, $8, $9::uuid, $8, $9::uuid
from unnest($4::uuid[], $5::uuid[]) as w (asset_id, id) join asset a on a.owner_id = $1 and a.id = w.asset_id
left join finding_group g on g.owner_id = $1 and g.advisory_id = $2
on conflict (owner_id, asset_id, advisory_id) do update set kind = 'requirement', due_at = coalesce($6::timestamptz, d.due_at),
  justification = null, exception_id = null, requirement_id = excluded.requirement_id, version = d.version + 1,
  updated_at = excluded.updated_at, updated_by = excluded.updated_by
where (d.kind = 'waiting' or d.kind = 'requirement' and (d.requirement_id = $3 or not exists (
    select from procedure_case c where c.owner_id = $1 and c.id = d.requirement_id and c.closed_at is null)))
  and (d.kind, d.requirement_id, d.due_at) is distinct from ('requirement', $3::uuid, coalesce($6::timestamptz, d.due_at))
returning d.id, d.asset_id, d.version`;

const releaseText = `
update disposition set kind = 'waiting', requirement_id = null, version = version + 1, updated_at = $4, updated_by = $5::uuid
where owner_id = $1 and requirement_id = $2 and kind = 'requirement' and asset_id <> all ($3::uuid[])
returning id, asset_id, version`;

/**
 * The findings of the assets that a patch names have that patch as their requirement while it is under way and after it is done; when it
 * ends without its patch, or names an asset no more, they wait for a decision again.
 */
async function keepRequirements(context: WriteContext, event: ReactionEvent): Promise<void> {
  const { row } = await loadCase(context, event.recordId, { lock: true });
  const { advisory, assets, dueBy } = row.fields;
  if (typeof advisory !== 'string' || row.state === 'done') return;
  const named = Array.isArray(assets) && row.closedAt === null ? assets.map(String) : [];
  const released = await context.client.query<Decided>({
    name: 'disposition-release',
    text: releaseText,
    values: [row.ownerId, row.id, named, context.now, context.principal.personId],
  });
  const required = await context.client.query<Decided>({
    name: 'disposition-require',
    text: requireText,
    values: [
      row.ownerId,
      advisory,
      row.id,
      named,
      named.map(() => newId()),
      typeof dueBy === 'string' ? dueBy : null,
      defaultDueAt(context.now.toISOString(), {
        severity: null,
        exploited: false,
        kevDueDate: null,
      }),
      context.now,
      context.principal.personId,
    ],
  });
  tell(context, row, 'waiting', released.rows);
  tell(context, row, 'requirement', required.rows);
}

function tell(
  context: WriteContext,
  row: CaseRow,
  kind: string,
  decided: readonly Decided[],
): void {
  const { ownerId } = row;
  const advisoryId = String(row.fields['advisory']);
  for (const { id, asset_id, version } of decided) {
    context.record({
      ownerId,
      action: 'dispositions.decide',
      kind: 'dispositions',
      recordId: id,
      recordVersion: version,
      details: { advisoryId, assetIds: [asset_id], kind, requirementId: row.id },
    });
  }
  if (decided.length === 0) return;
  context.emit({
    name: 'findings.decided',
    ownerId,
    recordId: advisoryId,
    payload: { advisoryId, kind, assets: decided.length },
  });
}

/** Everything that begins, ends or changes what a patch asks for. */
const events = [
  'open',
  'revise-requirement',
  'prioritise',
  'prioritise-again',
  'exception-expires',
  'reopen-deferred',
  'resume',
  'choose-alternative',
  'mark-not-applicable',
  'let-assets-go',
] as const;

export const followPatches: readonly Reaction[] = events.map((action) => ({
  id: `advisories-follow-patch-${action}`,
  on: `patch.${action}`,
  run: keepRequirements,
}));
