import { latestChange } from '#areas/operations/change/queries/latest-change.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, Reaction, ReactionEvent } from '#work/catalogue.ts';
import { openChecks } from '../check/open-checks.ts';
import { configurationFacts } from '../profile/facts.ts';

/** Assets are looked at once their change is back: that it was carried out is no proof (R-CF-6). */
export const checkAfterChange: Reaction = {
  id: 'configuration-check-after-change',
  on: 'configuration.receive-result',
  run: async (context, event, catalogue) => {
    const { row } = await loadCase(context, event.recordId, { lock: true });
    const { profile } = row.fields;
    if (row.state !== 'verifying' || typeof profile !== 'string') return;
    const change = await latestChange(context, row);
    await openChecks(context, catalogue, {
      ...{ ownerId: row.ownerId, profileId: profile, purpose: 'after-change', assets: null },
      notBefore: change?.implementedAt ?? null,
    });
    // Statuses of assets that had been checked against this version already may settle it at once.
    await settle(context, catalogue, row.id);
  },
};

/** A version is in force when each asset of its class complies with it, or is excepted. Doing it again changes nothing. */
async function settle(context: WriteContext, catalogue: Catalogue, caseId: string): Promise<void> {
  const loaded = await loadCase(context, caseId, { lock: true });
  if (loaded.row.state !== 'verifying') return;
  const { checks } = await configurationFacts(context, loaded.row);
  if (checks.total === 0 || checks.open > 0) return;
  await performAction(context, catalogue, {
    ...{ loaded, actor: systemActor, action: 'verify', comment: null, fields: {} },
  });
}

async function settleAfterCheck(
  context: WriteContext,
  event: ReactionEvent,
  catalogue: Catalogue,
): Promise<void> {
  const { row } = await loadCase(context, event.recordId, { lock: false });
  const { release } = row.fields;
  if (typeof release === 'string') await settle(context, catalogue, release);
}

/** Whatever may end the wait for the checks of a version. */
export const settleAfterChecks: readonly Reaction[] = [
  'evaluate',
  'take-results',
  'except',
  'let-go',
].map((action) => ({
  id: `configuration-settle-after-${action}`,
  on: `configuration-check.${action}`,
  run: settleAfterCheck,
}));

/** The duty of every month, done: the assets of the profile are being checked (R-CF-6). */
export const checkOnDuty: Reaction = {
  id: 'configuration-check-on-duty',
  on: 'task.duty:monitoring.complete',
  run: async (context, event, catalogue) => {
    const { subjectId } = event.payload;
    if (typeof subjectId !== 'string') return;
    await openChecks(context, catalogue, {
      ...{ ownerId: event.ownerId, profileId: subjectId, purpose: 'monitoring', assets: null },
    });
  },
};
