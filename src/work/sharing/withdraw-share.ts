import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { notify } from '#work/notifications/notify.ts';

/** One record, or several of one kind, as they were shared. */
export interface SharedRecords {
  readonly ownerId: string;
  /** Register id, `case`, `deliverable` or `evidence`, and its table. */
  readonly kind: string;
  readonly table: string;
  readonly recordIds: readonly string[];
}

/** What the recipient is told of a withdrawal, beside when. */
export interface Withdrawal {
  readonly organisationId: string;
  readonly because: string;
  /** The withdrawal of the case that it hangs on, which alone stands in the recipient's list. */
  readonly withinId?: string | null;
}

/** Kinds whose reference is metadata that the recipient keeps. */
const withReference: readonly string[] = ['case', 'deliverable', 'evidence'];

/** Offices of the recipient that are told of a withdrawal, beside those of the case. */
export const toldOfWithdrawal: readonly string[] = ['npm', 'niso', 'liso', 'security-manager'];

/**
 * Ends what an organisation may see of records: the reasons stay with the instant until which they held and why, the records leave its own list
 * with the tasks about them, whose subjects say what they are, and that they were told and withdrawn stays with it as a fact without content. Doing it again changes nothing. Returns the withdrawals by record.
 */
export async function endShares(
  context: WriteContext,
  { ownerId, kind, table, recordIds }: SharedRecords,
  { organisationId, because, withinId = null }: Withdrawal,
): Promise<ReadonlyMap<string, { readonly id: string; readonly reference: string }>> {
  if (recordIds.length === 0) return new Map();
  const reference = withReference.includes(kind) ? 'r.reference' : `''`;
  const drafts = recordIds.map((recordId) => ({ id: newId(), record_id: recordId }));
  const details = { withdrawn: { because, by: context.principal.personId } };
  const { rows } = await context.client.query<{ id: string; recordId: string; reference: string }>({
    text: `
with narrowed as (
  update ${table} set audience = array_remove(audience, $3) where owner_id = $1 and id = any ($2::uuid[])
), ended as (
  update audience_entry set until = $5, detail = detail || $6::jsonb where owner_id = $1 and record_id = any ($2::uuid[])
    and organisation_id = $3 and kind = $4 and (until is null or until > $5)
  returning record_id, since, detail - 'withdrawn' as detail
), left_list as (
  delete from shared_with_me where owner_id = $3 and kind = $4 and record_id = any ($2::uuid[])
), tasks as (
  update task set audience = array_remove(audience, $3), state = case state when 'open' then 'cancelled' else state end, version = version + 1
  where owner_id = $1 and organisation_id = $3 and (subject_id = any ($2::uuid[]) or case_id = any ($2::uuid[]))
  returning id
), left_tasks as (
  delete from shared_with_me where owner_id = $3 and kind = 'task' and record_owner_id = $1 and record_id in (select id from tasks)
)
insert into withdrawn_from_me (owner_id, id, kind, record_id, record_owner_id, within_id, reference, told_at, ground, withdrawn_at, because)
select $3, d.id, $4, d.record_id, $1, $8, ${reference}, e.since, e.ground, $5, $9
from jsonb_to_recordset($7::jsonb) as d (id uuid, record_id uuid)
join ${table} r on r.owner_id = $1 and r.id = d.record_id
join (select record_id, min(since) as since, coalesce((array_agg(detail order by since) filter (where detail ? 'terms'))[1], '{}') as ground
  from ended group by record_id) e on e.record_id = d.record_id
returning id, record_id as "recordId", reference`,
    values: [
      ...[ownerId, recordIds, organisationId, kind, context.now, JSON.stringify(details)],
      ...[JSON.stringify(drafts), withinId, because],
    ],
  });
  for (const { recordId } of rows) {
    context.record({
      ...{ ownerId, action: 'audience.narrow', kind, recordId, recordVersion: 0 },
      details: { organisation: organisationId, because },
    });
  }
  return new Map(rows.map((row) => [row.recordId, row]));
}

/**
 * Takes away from one organisation what it was shown, for what follows: an act of its own, which nothing else does. Its offices are told that it
 * was withdrawn, not what it said. Returns the id of the withdrawal; null when it was shown no longer.
 */
export async function withdrawShare(
  context: WriteContext,
  shared: {
    readonly ownerId: string;
    readonly kind: string;
    readonly table: string;
    readonly recordId: string;
    readonly organisationId: string;
    readonly because: string;
    /** Roles in the recipient that had to do with it. */
    readonly roles?: readonly string[];
  },
): Promise<string | null> {
  const { recordId, ownerId, kind } = shared;
  const ended = await endShares(context, { ...shared, recordIds: [recordId] }, shared);
  const withdrawal = ended.get(recordId);
  if (withdrawal === undefined) return null;
  notify(context, {
    ...{ ownerId, recordKind: kind, recordId, caseId: kind === 'case' ? recordId : null },
    // Whoever is told has no right to its content, its title among it.
    ...{ reference: withdrawal.reference, title: '', label: 'LIMITED', tlp: 'AMBER' },
    ...{ kind: 'access', about: 'withdrawn', organisationId: shared.organisationId },
    roles: [...new Set([...toldOfWithdrawal, ...(shared.roles ?? [])])],
  });
  context.emit({
    ...{ name: 'audience.withdrawn', ownerId, recordId },
    payload: { kind, organisation: shared.organisationId, because: shared.because },
  });
  return withdrawal.id;
}
