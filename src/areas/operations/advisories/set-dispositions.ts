import { authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { type DispositionInput, dispositionInput } from './contract.ts';
import { defaultDueAt } from './due-dates.ts';

const roles = ['isirt', 'isirt-lead', 'security-manager', 'patch-manager'];

const writeText = `
insert into disposition as d (owner_id, id, asset_id, advisory_id, kind, due_at, justification, reason, requirement_id, exception_id,
  created_at, created_by, updated_at, updated_by)
select $1, w.id, w.asset_id, $2, $4, coalesce($5::timestamptz, g.due_at, $11::timestamptz), $6, $7, $8::uuid, $9::uuid, $10, $12::uuid, $10, $12::uuid
from unnest($3::uuid[], $13::uuid[]) as w (asset_id, id) left join finding_group g on g.owner_id = $1 and g.advisory_id = $2
on conflict (owner_id, asset_id, advisory_id) do update set kind = excluded.kind, due_at = coalesce($5::timestamptz, least(d.due_at, excluded.due_at)),
  justification = excluded.justification, reason = excluded.reason, requirement_id = excluded.requirement_id,
  exception_id = excluded.exception_id, version = d.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
returning d.id, d.asset_id, d.version`;

/**
 * Decides what is done about one advisory on some assets: each finding keeps exactly one disposition and one due date. Not affected needs
 * a justification, an exception an approved one that covers the assets, a requirement an open one of the advisory that names them.
 * @throws 409 `requirement`, `exception`, `due-too-late` for a day after the default one, which only an exception gives
 */
export const setDispositions = defineCommand<DispositionInput, { changed: number }>({
  id: 'findings.dispositions',
  input: dispositionInput,
  authorise: (principal, input) =>
    authorise(principal, {
      permission: 'findings:decide',
      roles,
      organisationId: input.ownerId ?? principal.organisationId,
    }),
  run: async (context, input) => {
    checkInput(input);
    const ownerId = context.scope.organisations[0] ?? '';
    await checkAssets(context, ownerId, input.assetIds);
    if (input.kind === 'requirement') await checkRequirement(context, ownerId, input);
    const dueAt = await dueAtOf(context, ownerId, input);
    const { rows } = await context.client.query<{ id: string; asset_id: string; version: number }>({
      name: 'disposition-write',
      text: writeText,
      values: [
        ownerId,
        input.advisoryId,
        input.assetIds,
        input.kind,
        dueAt,
        input.justification ?? null,
        input.reason ?? null,
        input.requirementId ?? null,
        input.exceptionId ?? null,
        context.now,
        unratedDueAt(context),
        context.principal.personId,
        input.assetIds.map(() => newId()),
      ],
    });
    for (const row of rows) {
      context.record({
        ownerId,
        action: 'dispositions.decide',
        kind: 'dispositions',
        recordId: row.id,
        recordVersion: row.version,
        details: { ...input, assetIds: [row.asset_id] },
      });
    }
    context.emit({
      name: 'findings.decided',
      ownerId,
      recordId: input.advisoryId,
      payload: { advisoryId: input.advisoryId, kind: input.kind, assets: rows.length },
    });
    return { changed: rows.length };
  },
});

/** @throws 422 naming what a decision of this kind lacks */
function checkInput(input: DispositionInput): void {
  const lacking =
    input.kind === 'not-affected' && input.justification === undefined
      ? 'justification'
      : input.kind === 'exception' && input.exceptionId === undefined
        ? 'exceptionId'
        : input.kind === 'requirement' && input.requirementId === undefined
          ? 'requirementId'
          : null;
  if (lacking === null) return;
  const message = `A decision of the kind "${input.kind}" needs it.`;
  throw invalidInput([{ path: `/${lacking}`, code: 'required', message }]);
}

async function checkAssets(
  context: WriteContext,
  ownerId: string,
  assetIds: readonly string[],
): Promise<void> {
  const { rows } = await context.client.query<{ n: number }>({
    name: 'disposition-assets',
    text: 'select count(*)::integer as n from asset where owner_id = $1 and id = any ($2::uuid[])',
    values: [ownerId, assetIds],
  });
  if (rows[0]?.n !== new Set(assetIds).size) throw notFound('asset');
}

/**
 * A patch says by itself which advisory it is of, a configuration by the warning that asked for it.
 * @throws 409 for what is no open requirement of this advisory on these assets
 */
async function checkRequirement(
  context: WriteContext,
  ownerId: string,
  { requirementId, advisoryId, assetIds }: DispositionInput,
): Promise<void> {
  const { rowCount } = await context.client.query({
    name: 'disposition-requirement',
    text: `select 1 from procedure_case c
      where c.owner_id = $1 and c.id = $2 and c.closed_at is null and c.fields->'assets' ?& $4::text[]
        and (c.procedure = 'patch' and c.fields->>'advisory' = $3
          or c.procedure = 'configuration' and exists (select from hand_off h join procedure_case w on w.owner_id = h.owner_id
            and w.id = h.from_case_id where h.owner_id = $1 and h.to_case_id = c.id and w.fields->>'advisory' = $3))`,
    values: [ownerId, requirementId, advisoryId, assetIds],
  });
  if (rowCount !== 0) return;
  throw conflict(
    'requirement',
    'This is no open patch or configuration of this advisory that names these assets.',
  );
}

/** The day named, or that of the exception. */
async function dueAtOf(
  context: WriteContext,
  ownerId: string,
  input: DispositionInput,
): Promise<string | null> {
  if (input.kind !== 'exception') {
    await refuseLate(context, ownerId, input);
    return input.dueAt ?? null;
  }
  const { rows } = await context.client.query<{ expires_at: Date; covered: boolean }>({
    name: 'disposition-exception',
    text: `select expires_at, assets @> $4::uuid[] as covered from finding_exception
      where owner_id = $1 and id = $2 and advisory_id = $3 and state = 'approved' and expires_at > $5`,
    values: [ownerId, input.exceptionId, input.advisoryId, input.assetIds, context.now],
  });
  const found = rows[0];
  if (found?.covered !== true) {
    throw conflict(
      'exception',
      'There is no approved exception for this advisory and these assets.',
    );
  }
  return found.expires_at.toISOString();
}

/** Later than the default day is what exceptions are for: another person decides about them, and they end. @throws 409 */
async function refuseLate(
  context: WriteContext,
  ownerId: string,
  { advisoryId, dueAt }: DispositionInput,
): Promise<void> {
  if (dueAt === undefined) return;
  const { rows } = await context.client.query<{ due_at: Date }>({
    name: 'disposition-default-due',
    text: 'select due_at from finding_group where owner_id = $1 and advisory_id = $2',
    values: [ownerId, advisoryId],
  });
  const latest = rows[0]?.due_at.toISOString() ?? unratedDueAt(context);
  if (Date.parse(dueAt) <= Date.parse(latest)) return;
  throw conflict(
    'due-too-late',
    `It is due on ${latest} at the latest. A later day needs an exception that another person approves.`,
    { latest },
  );
}

function unratedDueAt(context: WriteContext): string {
  const unrated = { severity: null, exploited: false, kevDueDate: null };
  return defaultDueAt(context.now.toISOString(), unrated);
}
