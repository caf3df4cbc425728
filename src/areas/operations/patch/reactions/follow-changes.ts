import type { WriteContext } from '#kernel/command/context.ts';
import { type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction, ReactionEvent } from '#work/catalogue.ts';
import { giveBack, type HandedOff } from '#work/hand-offs/give-back.ts';
import { endWithoutAssets } from '../assets-gone.ts';
import { targetsOf } from '../facts.ts';
import { reopenFor } from '../reopening.ts';
import { keepTargets } from '../targets.ts';
import { verifyTargets } from '../verification.ts';

interface Origin {
  readonly handedOff: HandedOff;
  readonly loaded: LoadedCase;
}

/** The patch case whose latest change this is, locked; null for a change with another origin, or one that was tried again since. */
async function originOf(context: WriteContext, event: ReactionEvent): Promise<Origin | null> {
  const { ownerId, recordId: toCaseId } = event;
  const { rows } = await context.client.query<{ from_case_id: string }>({
    name: 'patch-of-change',
    text: `select h.from_case_id from hand_off h join procedure_case c on c.owner_id = h.owner_id and c.id = h.from_case_id
      where h.owner_id = $1 and h.to_case_id = $2 and c.procedure = 'patch' and not exists (select from hand_off l
        where l.owner_id = h.owner_id and l.from_case_id = h.from_case_id and l.hand_off = h.hand_off and l.id > h.id)`,
    values: [ownerId, toCaseId],
  });
  const fromCaseId = rows[0]?.from_case_id;
  if (fromCaseId === undefined) return null;
  const loaded = await loadCase(context, fromCaseId, { lock: true });
  return { handedOff: { ownerId, fromCaseId, toCaseId }, loaded };
}

const bySystem = { actor: systemActor, comment: null };

/**
 * A change carried out gives its result back at once (H30): its assets are reported as patched, and inventories have the word from here. Its
 * reviews after 7 and 30 days go on in the change.
 */
export const receiveSuccess: Reaction = {
  id: 'patch-report-targets',
  on: 'change.report-success',
  run: async (context, event, catalogue) => {
    const origin = await originOf(context, event);
    if (origin?.loaded.row.state !== 'in-change') return;
    const status = { state: 'implemented' };
    if (!(await giveBack(context, origin.handedOff, 'achieved', status))) return;
    const loaded = await loadCase(context, origin.handedOff.fromCaseId, { lock: true });
    await performAction(context, catalogue, {
      ...{ ...bySystem, loaded, action: 'receive-result' },
      fields: { outcome: 'achieved', status: JSON.stringify(status) },
    });
  },
};

/**
 * A change taken back after it was carried out: nothing that it reported counts. A patch that waits for inventories goes back to its manager,
 * who raises another; one that is done is followed by a new one for its assets.
 */
export const takeBackSuccess: Reaction = {
  id: 'patch-take-back-targets',
  on: 'change.roll-back-afterwards',
  run: async (context, event, catalogue) => {
    const origin = await originOf(context, event);
    if (origin === null) return;
    const { row } = origin.loaded;
    if (row.state === 'done') {
      const assets = (await targetsOf(context, row)).map(({ asset }) => asset);
      await reopenFor(context, catalogue, row.ownerId, String(row.fields['advisory']), assets);
    }
    if (row.state !== 'verifying' && row.state !== 'contradicted') return;
    await performAction(context, catalogue, {
      ...{ ...bySystem, loaded: origin.loaded, action: 'take-back', fields: {} },
    });
  },
};

/** The change came back: inventories that arrived meanwhile may verify everything at once. */
export const verifyOnReturn: Reaction = {
  id: 'patch-verify-on-return',
  on: 'patch.receive-result',
  run: async (context, event, catalogue) => {
    await verifyTargets(context, catalogue, event.recordId, null);
    await endWithoutAssets(context, catalogue, event.recordId);
  },
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
