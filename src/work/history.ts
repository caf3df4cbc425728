import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { type HistoryEntry, type HistoryPage, id, listInput } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { endsByProcedure, holdsIn, tellingsOf, withdrawers } from '#work/sharing/withdrawers.ts';
import { notFoundOrWithdrawn } from '#work/sharing/withdrawn.ts';

interface EntryRow {
  id: string;
  at: Date;
  person_id: string | null;
  on_behalf_of: string | null;
  via: string;
  action: string;
  kind: string;
  record_id: string;
  record_version: number;
  details: Record<string, unknown> | null;
  leaf_index: number | null;
}

/**
 * The trail of one record, newest first. Shared and platform records keep their trail with the organisation that changed them.
 * A record that was deleted keeps its history. Who has it shared reads what its owner and the reader's own people did, not what other
 * parties did or who they are.
 * @param find throws 404 for a record that is absent or not visible; asked when the trail holds nothing of it
 */
export function recordHistory(
  kind: string,
  find: (context: ReadContext, id: string) => Promise<unknown>,
) {
  return defineQuery({
    id: 'trail.of-record',
    input: listInput.extend({ recordId: id }),
    authorise: (principal) =>
      authorise(principal, { permission: 'trail:read', roles: [anyMember] }),
    run: async (context, input) => {
      const page = await historyOf(context, kind, input);
      if (page.items.length === 0 && input.after === undefined) await find(context, input.recordId);
      return page;
    },
  });
}

async function historyOf(
  context: ReadContext,
  kind: string,
  input: z.infer<typeof listInput> & { readonly recordId: string },
): Promise<HistoryPage> {
  const after = input.after === undefined ? null : decodeKey(input.after, 1)[0];
  const owners = await ownersOf(context, input.recordId);
  const { rows } = await context.client.query<EntryRow>({
    name: 'trail-of-record',
    text: `select e.id, e.at, e.person_id, e.on_behalf_of, e.via, e.action, e.kind, e.record_id, e.record_version, e.details,
          l.leaf_index
        from trail_entry e left join trail_leaf l on l.owner_id = e.owner_id and l.entry_id = e.id
        where e.owner_id = any ($1::uuid[]) and e.record_id = $2 and ($3::uuid is null or e.id < $3) and e.kind = $5
          and (e.owner_id = any ($6::uuid[]) or (e.action not in ('audience.widen', 'audience.narrow', 'case.add-parties') and not exists (select from person p
            where p.id = e.person_id and p.organisation_id <> e.owner_id and p.organisation_id <> all ($6::uuid[]))))
        order by e.id desc limit $4`,
    values: [owners, input.recordId, after, input.limit + 1, kind, context.scope.organisations],
  });
  const items = rows.slice(0, input.limit).map(
    (row): HistoryEntry => ({
      id: row.id,
      at: row.at.toISOString(),
      personId: row.person_id,
      onBehalfOf: row.on_behalf_of,
      via: row.via,
      action: row.action,
      kind: row.kind,
      recordId: row.record_id,
      recordVersion: row.record_version,
      details: row.details,
      leafIndex: row.leaf_index,
    }),
  );
  const last = items.at(-1);
  return {
    items,
    next: rows.length > input.limit && last !== undefined ? encodeKey([last.id]) : null,
    total: null,
    titles: await titlesOf(context, {
      people: items.flatMap((item) => [item.personId, item.onBehalfOf]),
    }),
  };
}

/** A record shared by another owner has its trail there: the decision to see it was made when it was shared. */
async function ownersOf(context: ReadContext, recordId: string): Promise<readonly string[]> {
  const { rows } = await context.client.query<{ owner_id: string }>({
    name: 'shared-owner',
    text: `select record_owner_id as owner_id from shared_with_me where owner_id = any ($1::uuid[]) and record_id = $2`,
    values: [context.scope.organisations, recordId],
  });
  const others = rows.map((row) => row.owner_id);
  if (others.length === 0) return context.scope.organisations;
  const owners = [...new Set([...context.scope.organisations, ...others])];
  await context.client.query('select access.set_context($1, $2)', [
    `{${owners.join(',')}}`,
    context.principal.personId ?? '',
  ]);
  return owners;
}

interface AudienceRow {
  organisation_id: string;
  name: string;
  reason: string;
  since: Date | null;
  until: Date | null;
  detail: Record<string, unknown>;
}

/**
 * Who can see a record, and why: its owner, and each organisation with the reason that was written when it was shared. The owner is told of
 * all of them, everybody else of himself and the owner.
 */
export function recordAudience(catalogue: Catalogue, kind: string) {
  return defineQuery({
    id: 'audience.of-record',
    input: z.strictObject({ recordId: id, ownerId: id }),
    authorise: (principal) =>
      authorise(principal, { permission: 'audience:read', roles: [anyMember] }),
    run: async (context, input) => {
      const reader = context.scope.organisations;
      if (!reader.includes(input.ownerId)) {
        const owners = await ownersOf(context, input.recordId);
        if (!owners.includes(input.ownerId)) {
          throw await notFoundOrWithdrawn(context, 'record', input.recordId);
        }
      }
      const { rows } = await context.client.query<AudienceRow>({
        name: 'audience-of-record',
        text: `select o.id as organisation_id, o.name, 'owner' as reason, null::timestamptz as since, null::timestamptz as until,
          '{}'::jsonb as detail
        from organisation o where o.id = $1
        union all
        select a.organisation_id, o.name, a.reason, a.since, a.until, a.detail from audience_entry a
        join organisation o on o.id = a.organisation_id where a.owner_id = $1 and a.record_id = $2
          and (a.until is null or a.until > $4) and (a.owner_id = any ($3::uuid[]) or a.organisation_id = any ($3::uuid[]))`,
        values: [input.ownerId, input.recordId, reader, context.now],
      });
      const takesPart = new Set(
        rows.flatMap((row) => (endsByProcedure.includes(row.reason) ? [row.organisation_id] : [])),
      );
      // A request is taken back by an action of its own.
      const mayWithdraw =
        kind !== 'request' && (await withdrawing(context, catalogue, kind, input));
      return {
        items: rows.map((row) => ({
          organisationId: row.organisation_id,
          name: row.name,
          reason: row.reason as 'owner',
          since: row.since?.toISOString() ?? null,
          until: row.until?.toISOString() ?? null,
          detail: row.detail,
          mayWithdraw: mayWithdraw && !takesPart.has(row.organisation_id),
        })),
      };
    },
  });
}

/** Whether the reader may withdraw what the owner shared. */
async function withdrawing(
  context: ReadContext,
  catalogue: Catalogue,
  kind: string,
  { ownerId, recordId }: { readonly ownerId: string; readonly recordId: string },
): Promise<boolean> {
  const { principal } = context;
  if (holdsIn(principal, ownerId, withdrawers)) return true;
  const { rows } = await context.client.query<{ procedure: string }>({
    name: 'procedure-of-case',
    text: 'select procedure from procedure_case where owner_id = $1 and id = $2',
    values: [ownerId, kind === 'case' ? recordId : null],
  });
  const tellings = tellingsOf(catalogue, kind, rows[0]?.procedure ?? null);
  return holdsIn(
    principal,
    ownerId,
    tellings.flatMap(({ roles }) => roles),
  );
}
