import { advisoryHead } from '#areas/operations/advisories/queries/advisory-head.ts';
import { aliasGroup } from '#areas/operations/advisories/queries/alias-group.ts';
import { assetsInPatches } from '#areas/operations/patch/queries/assets-in-patches.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { openCase } from '#work/cases/open-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, Catalogue, Reaction } from '#work/catalogue.ts';
import { notifyRoles } from '#work/notifications/notify.ts';
import { affectedByWarning, sourcesOf } from '../impact.ts';

interface Warning {
  id: string;
  state: string;
  closed: boolean;
  advisory: string;
  revision: string | null;
  fields: CaseRow['fields'];
}

/** The newest warning of the organisation about an advisory or its aliases, an open one first, and its own before theirs. Events about one advisory come one after the other. */
async function warningAbout(
  context: WriteContext,
  ownerId: string,
  advisory: string,
  group: readonly string[],
): Promise<Warning | null> {
  const { rows } = await context.client.query<Warning>({
    name: 'early-warning-about',
    text: `select id, state, closed_at is not null as closed, fields->>'advisory' as advisory, fields->>'advisoryRevision' as revision, fields
      from procedure_case
      where owner_id = $1 and procedure = 'early-warning' and fields->>'advisory' = any ($2::text[]) and state <> 'duplicate'
      order by closed_at is not null, fields->>'advisory' <> $3, state = 'collected', id desc limit 1`,
    values: [ownerId, group, advisory],
  });
  return rows[0] ?? null;
}

/** Assets are touched again that no patch looks after; those of a finished patch are reopened there. */
async function isUncared(
  context: WriteContext,
  ownerId: string,
  advisory: string,
  group: readonly string[],
): Promise<boolean> {
  const { assets } = await affectedByWarning(context, { ownerId, fields: { advisory } });
  const left = new Set(assets);
  for (const one of group) {
    for (const asset of await assetsInPatches(context, ownerId, one)) left.delete(asset);
  }
  return left.size > 0;
}

/**
 * An advisory matched assets of an organisation. The first time a warning opens. An unchanged revision does nothing; a changed one is noted
 * on the open warning, and raises it again only when the remediation for its assets changed; a warning that has ended is followed by a new
 * one only then, or when assets are touched again that no patch looks after. What another source says of the matter of an open warning is
 * noted on that.
 */
export const openOnMatch: Reaction = {
  id: 'early-warning-open-on-match',
  on: 'advisory.matched',
  run: async (context, event, catalogue) => {
    const advisory = String(event.payload['advisoryId'] ?? event.recordId);
    const head = await advisoryHead(context, advisory);
    if (head === null) return;
    const revision = head.revision ?? '';
    const group = await aliasGroup(context, advisory);
    const found = await warningAbout(context, event.ownerId, advisory, group);
    const changed = event.payload['remediationChanged'] === true;
    const returned = event.payload['kind'] === 'returned';
    if (found !== null && !found.closed && found.advisory !== advisory) {
      await recordSource(context, catalogue, event.ownerId, found, { advisory, revision, changed });
      return;
    }
    const isSame = found?.advisory === advisory;
    if (isSame && found.revision === revision && !returned) return;
    if (found !== null && !found.closed) {
      if (found.revision === revision) return;
      await recordRevision(context, catalogue, found.id, revision, changed);
      return;
    }
    if (found !== null && !changed && !(await isUncared(context, event.ownerId, advisory, group))) {
      return;
    }
    const opened = await openCase(context, catalogue, {
      procedure: 'early-warning',
      ownerId: event.ownerId,
      title: head.title,
      tlp: head.tlp ?? undefined,
      fields: {
        source: 'vendor',
        // Many sources name a matter and say no more.
        summary: head.summary?.trim() ? head.summary : head.title,
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

interface Said {
  readonly advisory: string;
  readonly revision: string;
  readonly changed: boolean;
}

/** Another source speaks of the same matter: it stands beside the first, and raises the warning again if it names more assets or another remedy. */
async function recordSource(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  found: Warning,
  { advisory, revision, changed }: Said,
): Promise<void> {
  const known = sourcesOf(found.fields).find((one) => one.advisory === advisory);
  if (known?.revision === revision) return;
  const before = new Set(
    (await affectedByWarning(context, { ownerId, fields: found.fields })).assets,
  );
  const perform = async (action: string, fields: Record<string, unknown>) => {
    const loaded = await loadCase(context, found.id, { lock: true });
    const bySystem = { actor: systemActor, comment: null };
    return performAction(context, catalogue, { ...bySystem, loaded, action, fields });
  };
  const noted = await perform('record-source', {
    sourceAdvisory: advisory,
    sourceRevision: revision,
  });
  const { assets } = await affectedByWarning(context, { ownerId, fields: noted.fields });
  const isNews = known === undefined ? assets.some((asset) => !before.has(asset)) : changed;
  if (!isNews || !raisable.includes(found.state)) return;
  await perform('raise-again', { advisoryRevision: found.revision ?? revision });
}
