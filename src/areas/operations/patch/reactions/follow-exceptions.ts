import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, Catalogue, Reaction, ReactionEvent } from '#work/catalogue.ts';
import { exceptionUntil } from '../facts.ts';
import { reopenFor } from '../reopening.ts';
import { vulnerableAssets } from '../verification.ts';

interface Excepted {
  id: string;
  state: string;
  fields: CaseRow['fields'];
  assets: string[];
}

/** An exception that ended, by its day or by a person, reopens what it put off. */
async function reopenUncovered(
  context: WriteContext,
  event: ReactionEvent,
  catalogue: Catalogue,
): Promise<void> {
  const { ownerId } = event;
  const { rows } = await context.client.query<Excepted>({
    name: 'patch-excepted',
    text: `select c.id, c.state, c.fields, array_agg(t.asset order by t.asset) as assets
      from patch_target t join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
      where t.owner_id = $1 and t.state = 'excepted' and c.state = any ('{deferred,done}')
      group by c.id, c.state, c.fields order by c.id`,
    values: [ownerId],
  });
  const now = context.now.toISOString();
  for (const { id, state, fields, assets } of rows) {
    const until = await exceptionUntil(context, { ownerId, fields }, assets);
    if (until !== null && until > now) continue;
    if (state === 'deferred') await reopen(context, catalogue, id);
    else await reopenVulnerable(context, catalogue, ownerId, fields, assets);
  }
}

async function reopen(context: WriteContext, catalogue: Catalogue, caseId: string): Promise<void> {
  const loaded = await loadCase(context, caseId, { lock: true });
  if (loaded.row.state !== 'deferred') return;
  await performAction(context, catalogue, {
    loaded,
    actor: systemActor,
    action: 'reopen-deferred',
    comment: null,
    fields: {},
  });
}

async function reopenVulnerable(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  fields: CaseRow['fields'],
  assets: readonly string[],
): Promise<void> {
  const vulnerable = await vulnerableAssets(context, { ownerId, fields });
  const left = assets.filter((asset) => vulnerable.has(asset));
  await reopenFor(context, catalogue, ownerId, String(fields['advisory']), left);
}

export const reopenOnExpiry: Reaction = {
  id: 'patch-reopen-on-expiry',
  on: 'exceptions.expire',
  run: reopenUncovered,
};

export const reopenOnRevocation: Reaction = {
  id: 'patch-reopen-on-revocation',
  on: 'exceptions.revoke',
  run: reopenUncovered,
};
