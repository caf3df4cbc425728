import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import type { RecordActInput } from '#work/catalogue.ts';

function assetsOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Array.isArray(fields['assets']) ? fields['assets'].map(String) : [];
}

interface Decided {
  readonly id: string;
  readonly asset: string;
  readonly version: number;
}

/** Each finding's decision has its own trail entry, whoever took it. */
function recordEach(
  context: WriteContext,
  { id: exceptionId, ownerId, fields, action }: RecordActInput,
  kind: 'exception' | 'waiting',
  decided: readonly Decided[],
): void {
  if (ownerId === null) return;
  const advisoryId = fields['advisoryId'];
  for (const { id, asset, version } of decided) {
    context.record({
      ...{ ownerId, action: 'dispositions.decide', kind: 'dispositions', recordId: id },
      recordVersion: version,
      details: { advisoryId, assetIds: [asset], kind, exceptionId, because: action },
    });
  }
}

const coverText = `
insert into disposition as d (owner_id, id, asset_id, advisory_id, kind, due_at, reason, exception_id, created_at, created_by, updated_at, updated_by)
select $1, w.id, w.asset_id, $2, 'exception', $5, $6, $7, $8, $9::uuid, $8, $9::uuid
from unnest($3::uuid[], $4::uuid[]) as w (asset_id, id) join asset a on a.owner_id = $1 and a.id = w.asset_id
on conflict (owner_id, asset_id, advisory_id) do update set kind = excluded.kind, due_at = excluded.due_at, reason = excluded.reason,
  justification = null, exception_id = excluded.exception_id, version = d.version + 1, updated_at = excluded.updated_at,
  updated_by = excluded.updated_by
returning d.id, d.asset_id as asset, d.version`;

/** An approved exception becomes the disposition of its findings, due when it ends. */
async function coverFindings(
  context: WriteContext,
  input: RecordActInput,
): Promise<Record<string, unknown>> {
  const { id, ownerId, fields } = input;
  const assets = [...new Set(assetsOf(fields))];
  const { rows } = await context.client.query<Decided>({
    name: 'exception-cover',
    text: coverText,
    values: [
      ownerId,
      fields['advisoryId'],
      assets,
      assets.map(() => newId()),
      fields['expiresAt'],
      fields['reason'] ?? null,
      id,
      context.now,
      context.principal.personId,
    ],
  });
  recordEach(context, input, 'exception', rows);
  return { approvedAt: context.now.toISOString() };
}

/** An exception that ended covers nothing: its findings wait for a decision again and are due at once. */
async function uncoverFindings(context: WriteContext, input: RecordActInput): Promise<void> {
  const { id, ownerId, fields, action } = input;
  const { rows } = await context.client.query<Decided>({
    name: 'exception-uncover',
    text: `update disposition set kind = 'waiting', due_at = $3, exception_id = null, version = version + 1, updated_at = $3,
        updated_by = $4::uuid
      where owner_id = $1 and exception_id = $2 and kind = 'exception' returning id, asset_id as asset, version`,
    values: [ownerId, id, context.now, context.principal.personId],
  });
  if (ownerId === null || rows.length === 0) return;
  recordEach(context, input, 'waiting', rows);
  context.emit({
    name: 'findings.reopened',
    ownerId,
    recordId: String(fields['advisoryId']),
    payload: {
      advisoryId: fields['advisoryId'],
      exceptionId: id,
      because: action,
      assets: rows.map(({ asset }) => asset).slice(0, 500),
    },
  });
}

export const exceptionEffects = {
  'cover-findings': coverFindings,
  'uncover-findings': uncoverFindings,
};
