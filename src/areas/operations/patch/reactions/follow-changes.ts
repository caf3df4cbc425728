import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { CaseRow, Reaction, ReactionEvent } from '#work/catalogue.ts';
import { targetsOf } from '../facts.ts';
import { keepTargets, moveTargets } from '../targets.ts';
import { verifyTargets } from '../verification.ts';

/** The patch case that a change was raised by, locked; null for a change with another origin. */
async function patchOfChange(context: WriteContext, event: ReactionEvent): Promise<CaseRow | null> {
  const { rows } = await context.client.query<{ from_case_id: string }>({
    name: 'patch-of-change',
    text: `select h.from_case_id from hand_off h join procedure_case c on c.owner_id = h.owner_id and c.id = h.from_case_id
      where h.owner_id = $1 and h.to_case_id = $2 and c.procedure = 'patch' and h.state = 'accepted'`,
    values: [event.ownerId, event.recordId],
  });
  const id = rows[0]?.from_case_id;
  return id === undefined ? null : (await loadCase(context, id, { lock: true })).row;
}

/** A change carried out: its assets are reported as patched, which an inventory has to confirm. */
export const reportTargets: Reaction = {
  id: 'patch-report-targets',
  on: 'change.report-success',
  run: async (context, event, catalogue) => {
    const row = await patchOfChange(context, event);
    if (row?.state !== 'in-change') return;
    const targets = await targetsOf(context, row);
    await moveTargets(context, targets, 'report', ['in-change'], { implementedAt: event.at });
    await verifyTargets(context, catalogue, row.id, null);
  },
};

async function takeBack(context: WriteContext, event: ReactionEvent): Promise<void> {
  const row = await patchOfChange(context, event);
  if (row?.state !== 'in-change') return;
  const targets = await targetsOf(context, row);
  await moveTargets(context, targets, 'roll-back', ['reported', 'contradicted', 'verified']);
}

/** A change taken back: nothing that it reported counts. */
export const takeBackTargets: Reaction = {
  id: 'patch-take-back-targets',
  on: 'change.roll-back-afterwards',
  run: takeBack,
};

/** The change came back: inventories that arrived meanwhile may verify everything at once. */
export const verifyOnReturn: Reaction = {
  id: 'patch-verify-on-return',
  on: 'patch.receive-result',
  run: (context, event, catalogue) => verifyTargets(context, catalogue, event.recordId, null),
};

/** A person waits for another inventory: one may be there already. */
export const verifyOnAwaiting: Reaction = {
  id: 'patch-verify-on-awaiting',
  on: 'patch.await-inventory',
  run: (context, event, catalogue) => verifyTargets(context, catalogue, event.recordId, null),
};

/** Each asset of a new requirement is a target from the start. */
export const makeTargets: Reaction = {
  id: 'patch-make-targets',
  on: 'patch.open',
  run: async (context, event) => {
    const { row } = await loadCase(context, event.recordId, { lock: true });
    const { assets } = row.fields;
    if (row.closedAt === null && Array.isArray(assets)) {
      await keepTargets(context, row, assets.map(String));
    }
  },
};
