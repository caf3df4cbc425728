import { randomBytes } from 'node:crypto';
import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { newId } from '#kernel/database/ids.ts';
import type { TrailHeader } from '#kernel/trail/tables.ts';
import type { Drafts } from './command.ts';
import type { TrailDraft, WriteContext } from './context.ts';

/** Columns of many rows travel as one JSON parameter, so that the statement's text (and its plan) is always the same. */
const flushText = `
with entries as (
  insert into trail_entry (owner_id, id, at, person_id, on_behalf_of, via, action, kind, record_id, record_version, header, details, salt, from_address)
  select * from jsonb_to_recordset($1::jsonb) as e (owner_id uuid, id uuid, at timestamptz, person_id uuid, on_behalf_of uuid, via text,
    action text, kind text, record_id uuid, record_version integer, header jsonb, details jsonb, salt text, from_address text)
  returning owner_id, id
), pending as (
  insert into trail_pending (owner_id, id) select owner_id, id from entries
), events as (
  insert into outbox_event (owner_id, id, name, record_id, payload, at, actor)
  select * from jsonb_to_recordset($2::jsonb) as o (owner_id uuid, id uuid, name text, record_id uuid, payload jsonb, at timestamptz, actor jsonb)
)
insert into job_request (id, kind, payload, start_after, singleton_key, at)
select * from jsonb_to_recordset($3::jsonb) as j (id uuid, kind text, payload jsonb, start_after timestamptz, singleton_key text, at timestamptz)`;

/** Writes trail entries, events and jobs of a command in one statement, with the command's own transaction. */
export async function flush(context: WriteContext, drafts: Drafts): Promise<void> {
  if (drafts.trail.length + drafts.events.length + drafts.jobs.length === 0) return;
  const at = context.now.toISOString();
  const actor = {
    person: context.principal.personId,
    kind: context.principal.kind,
    name: context.principal.name,
  };
  await context.client.query({
    name: 'flush-drafts',
    text: flushText,
    values: [
      JSON.stringify(drafts.trail.map((draft) => trailRow(context, draft, at))),
      JSON.stringify(
        drafts.events.map((event) => ({
          owner_id: event.ownerId,
          id: newId(),
          name: event.name,
          record_id: event.recordId,
          payload: event.payload,
          at,
          actor,
        })),
      ),
      JSON.stringify(
        drafts.jobs.map((job) => ({
          id: newId(),
          kind: job.kind,
          payload: job.payload,
          start_after: job.startAfter?.toISOString() ?? null,
          singleton_key: job.key ?? null,
          at,
        })),
      ),
    ],
  });
}

function trailRow(context: WriteContext, draft: TrailDraft, at: string) {
  const { principal } = context;
  const salt = randomBytes(16).toString('hex');
  // Details pass through JSON once, so that what is hashed is exactly what is stored.
  const details = JSON.parse(JSON.stringify(draft.details)) as Record<string, unknown>;
  const header: TrailHeader = {
    id: newId(),
    owner: draft.ownerId,
    at,
    person: principal.personId,
    onBehalfOf: draft.onBehalfOf ?? null,
    via: principal.kind,
    action: draft.action,
    kind: draft.kind,
    record: draft.recordId,
    version: draft.recordVersion,
    details: sha256Hex(salt + canonicalJson(details)),
  };
  return {
    owner_id: header.owner,
    id: header.id,
    at,
    person_id: header.person,
    on_behalf_of: header.onBehalfOf,
    via: header.via,
    action: header.action,
    kind: header.kind,
    record_id: header.record,
    record_version: header.version,
    header,
    details,
    salt,
    from_address: principal.from,
  };
}
