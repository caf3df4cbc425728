import { advisoryHead } from '#areas/operations/advisories/queries/advisory-head.ts';
import { assetsInPatches } from '#areas/operations/patch/queries/assets-in-patches.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { openCase } from '#work/cases/open-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, Reaction } from '#work/catalogue.ts';
import { notifyRoles } from '#work/notifications/notify.ts';
import { affectedByWarning } from '../impact.ts';

interface Warning {
  id: string;
  state: string;
  closed: boolean;
  revision: string | null;
}

/** The newest warning of the organisation about an advisory, an open one first. Events about one advisory come one after the other. */
async function warningAbout(
  context: WriteContext,
  ownerId: string,
  advisory: string,
): Promise<Warning | null> {
  const { rows } = await context.client.query<Warning>({
    name: 'early-warning-about',
    text: `select id, state, closed_at is not null as closed, fields->>'advisoryRevision' as revision from procedure_case
      where owner_id = $1 and procedure = 'early-warning' and fields->>'advisory' = $2 and state <> 'duplicate'
      order by closed_at is not null, id desc limit 1`,
    values: [ownerId, advisory],
  });
  return rows[0] ?? null;
}

/** Assets are touched again that no patch looks after; those of a finished patch are reopened there. */
async function isUncared(
  context: WriteContext,
  ownerId: string,
  advisory: string,
): Promise<boolean> {
  const { assets } = await affectedByWarning(context, { ownerId, fields: { advisory } });
  const cared = await assetsInPatches(context, ownerId, advisory);
  return assets.some((asset) => !cared.has(asset));
}

/**
 * An advisory matched assets of an organisation. The first time a warning opens. An unchanged revision does nothing; a changed one is noted
 * on the open warning, and raises it again only when the remediation for its assets changed; a warning that has ended is followed by a new
 * one only then, or when assets are touched again that no patch looks after.
 */
export const openOnMatch: Reaction = {
  id: 'early-warning-open-on-match',
  on: 'advisory.matched',
  run: async (context, event, catalogue) => {
    const advisory = String(event.payload['advisoryId'] ?? event.recordId);
    const head = await advisoryHead(context, advisory);
    if (head === null) return;
    const revision = head.revision ?? '';
    const found = await warningAbout(context, event.ownerId, advisory);
    const changed = event.payload['remediationChanged'] === true;
    const returned = event.payload['kind'] === 'returned';
    if (found !== null && found.revision === revision && !returned) return;
    if (found !== null && !found.closed) {
      if (found.revision === revision) return;
      await recordRevision(context, catalogue, found.id, revision, changed);
      return;
    }
    if (found !== null && !changed && !(await isUncared(context, event.ownerId, advisory))) return;
    const opened = await openCase(context, catalogue, {
      procedure: 'early-warning',
      ownerId: event.ownerId,
      title: head.title,
      tlp: head.tlp ?? undefined,
      fields: {
        source: 'vendor',
        summary: head.summary ?? head.title,
        advisory,
        advisoryRevision: revision,
        knownExploited: head.exploited,
        ...(found === null ? {} : { previousWarning: found.id }),
      },
      actor: systemActor,
    });
    await notifyRoles(context, opened, ['isirt'], 'action:open');
  },
};

const raisable = ['judged', 'reporting', 'reported', 'reviewing', 'tracking'];

async function recordRevision(
  context: WriteContext,
  catalogue: Catalogue,
  caseId: string,
  revision: string,
  remediationChanged: boolean,
): Promise<void> {
  const loaded = await loadCase(context, caseId, { lock: true });
  const raise = remediationChanged && raisable.includes(loaded.row.state);
  await performAction(context, catalogue, {
    loaded,
    actor: systemActor,
    action: raise ? 'raise-again' : 'record-revision',
    comment: null,
    fields: raise
      ? { advisoryRevision: revision }
      : { advisoryRevision: revision, remediationChanged },
  });
}
