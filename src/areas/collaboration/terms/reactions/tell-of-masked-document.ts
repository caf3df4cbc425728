import type { WriteContext } from '#kernel/command/context.ts';
import type { Reaction, ReactionEvent } from '#work/catalogue.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { clause } from '../fields.ts';

/** Told that there is a document which a clause lets it not see. */
export const maskedDocumentTask = 'ask-about-document';

interface Withheld {
  readonly organisation: string;
  readonly outcome: string;
}

async function tellOfMasked(context: WriteContext, { ownerId, payload }: ReactionEvent) {
  const withheld = Array.isArray(payload['withheld']) ? (payload['withheld'] as Withheld[]) : [];
  const masked = withheld.filter(({ outcome }) => outcome === 'mask');
  await insertTasks(
    context,
    [...new Set(masked.map(({ organisation }) => organisation))].map((organisationId) => ({
      ...{ ownerId, organisationId, caseId: null, procedure: 'terms-of-collaboration' },
      ...{ task: maskedDocumentTask, role: 'npm', required: false, dueAt: null },
      ...{ subject: String(payload['reference']), clause: clause.roles },
    })),
  );
}

/** A recipient that may not see a document by the terms is told that there is one, and nothing of it. */
export const maskedReactions: readonly Reaction[] = ['deliver', 'distribute'].map((act) => ({
  id: `terms-tell-of-masked-on-${act}`,
  on: `deliverable.${act}`,
  run: tellOfMasked,
}));
