import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';

export interface Sharing {
  readonly ownerId: string;
  /** Register id, `case`, `task` or `deliverable`. */
  readonly kind: string;
  readonly table: string;
  readonly recordId: string;
  /** Sort key of the recipient's list; for cases the id. */
  readonly sortKey: string;
  readonly organisations: readonly string[];
  readonly reason:
    | 'party'
    | 'distribution'
    | 'terms'
    | 'decision'
    | 'hand-off'
    | 'subscription'
    | 'request';
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly until?: Date | null;
}

/** The only place that writes an audience: the column, the reason, and the recipient's own list, in one statement. */
export async function shareRecord(context: WriteContext, sharing: Sharing): Promise<void> {
  const others = [...new Set(sharing.organisations)].filter((id) => id !== sharing.ownerId);
  if (others.length === 0) return;
  await context.client.query({
    text: `
with recipient as (select * from jsonb_to_recordset($3::jsonb) as r (entry_id uuid, organisation_id uuid)),
widened as (
  update ${sharing.table} set audience = (select array_agg(distinct o) from unnest(audience || (select array_agg(organisation_id) from recipient)) as o)
  where owner_id = $1 and id = $2
), reasons as (
  insert into audience_entry (owner_id, id, kind, record_id, organisation_id, reason, detail, since, until)
  select $1, entry_id, $4, $2, organisation_id, $5, $6::jsonb, $7, $8 from recipient
)
insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
select organisation_id, $4, $9, $2, $1, $7 from recipient
on conflict (owner_id, kind, sort_key, record_id) do nothing`,
    values: [
      sharing.ownerId,
      sharing.recordId,
      JSON.stringify(others.map((id) => ({ entry_id: newId(), organisation_id: id }))),
      sharing.kind,
      sharing.reason,
      JSON.stringify(sharing.detail ?? {}),
      context.now,
      sharing.until ?? null,
      sharing.sortKey,
    ],
  });
  context.record({
    ownerId: sharing.ownerId,
    action: 'audience.widen',
    kind: sharing.kind,
    recordId: sharing.recordId,
    recordVersion: 0,
    details: { organisations: others, reason: sharing.reason, ...sharing.detail },
  });
}

/** Makes organisations parties of a case: they may act in the role, and see the case, for being a party or for what terms or a decision say. */
export async function addParties(
  context: WriteContext,
  row: { readonly ownerId: string; readonly id: string },
  parties: readonly { readonly organisationId: string; readonly role: string }[],
  because: Pick<Sharing, 'reason' | 'detail'> = { reason: 'party' },
): Promise<void> {
  if (parties.length === 0) return;
  await context.client.query({
    text: `insert into case_party (owner_id, case_id, organisation_id, role, since)
      select $1, $2, p.organisation_id, p.role, $4 from jsonb_to_recordset($3::jsonb) as p (organisation_id uuid, role text)
      on conflict do nothing`,
    values: [
      row.ownerId,
      row.id,
      JSON.stringify(
        parties.map((party) => ({ organisation_id: party.organisationId, role: party.role })),
      ),
      context.now,
    ],
  });
  context.record({
    ownerId: row.ownerId,
    action: 'case.add-parties',
    kind: 'case',
    recordId: row.id,
    recordVersion: 0,
    details: { parties },
  });
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: 'case',
    table: 'procedure_case',
    recordId: row.id,
    sortKey: row.id,
    organisations: parties.map((party) => party.organisationId),
    ...because,
  });
}

/**
 * Waives the part of an organisation in one role: its agreement is no longer waited for. It stays a party and sees the case; the reason stands with it.
 * @throws 404 when it takes no such part, or its part was waived before
 */
export async function waiveParty(
  context: WriteContext,
  row: { readonly ownerId: string; readonly id: string },
  waived: { readonly organisationId: string; readonly role: string; readonly reason: string },
): Promise<void> {
  const { rowCount } = await context.client.query({
    name: 'case-waive-party',
    text: `update case_party set waived_at = $5, waived_reason = $6
      where owner_id = $1 and case_id = $2 and organisation_id = $3 and role = $4 and waived_at is null`,
    values: [row.ownerId, row.id, waived.organisationId, waived.role, context.now, waived.reason],
  });
  if (rowCount === 0) throw notFound('party');
}
