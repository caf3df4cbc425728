import type { ActorView, RecordView } from '#engine/decision.ts';
import { type Principal, rolesFor } from '#kernel/access/principal.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { AppError, notFound } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { qualityAssurance } from './comment-actions.ts';
import { threadsOf } from './comments.ts';
import { composeCopy, missingSections } from './compose-model.ts';
import { type DeliverableModule, isLeftBy } from './definition.ts';
import type { DeliverableFacts } from './deliverable-guards.ts';
import { isIntact } from './freeze-effects.ts';
import type { FrozenCopy, LoadedDeliverable } from './load-deliverable.ts';

/** @throws Error when the type is not declared any more. */
export function moduleOfType(catalogue: Catalogue, type: string): DeliverableModule {
  const module = catalogue.deliverables.get(type);
  if (module === undefined) throw new Error(`no definition of the deliverable ${type}`);
  return module;
}

/** The case of a deliverable, or null for whoever sees the deliverable only. */
export async function caseOfDeliverable(
  context: ReadContext,
  loaded: LoadedDeliverable,
): Promise<LoadedCase | null> {
  try {
    return await loadCase(context, loaded.row.caseId, { lock: false });
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  }
}

/** The document as it stands: frozen, or composed now while it is written. Null for a reader without its case and nothing frozen. */
export async function copyOf(
  context: ReadContext,
  module: DeliverableModule,
  loaded: LoadedDeliverable,
  loadedCase: LoadedCase | null,
): Promise<FrozenCopy | null> {
  if (loaded.row.frozen !== null) return loaded.row.frozen;
  if (loadedCase === null) return null;
  return composeCopy(context, module, {
    row: loaded.row,
    case: loadedCase.row,
    history: loaded.history,
    recipients: loaded.recipients,
  });
}

export function factsOf(
  module: DeliverableModule,
  loaded: LoadedDeliverable,
  copy: FrozenCopy | null,
  loadedCase: LoadedCase | null,
): DeliverableFacts {
  return {
    isLeft: loadedCase === null || isLeftBy(module, loadedCase.row),
    missing: copy === null ? [] : missingSections(module, copy.model),
    intact: isIntact(loaded.row),
    submittedBefore: loaded.row.edition > 0,
    recipients: loaded.recipients.map((recipient) => ({
      withheld: recipient.withheld !== null,
      organisationId: recipient.organisationId,
      personId: recipient.personId,
      manual: recipient.manual,
      acknowledged: recipient.acknowledgedAt !== null,
    })),
    comments: threadsOf(loaded.comments).map(({ head, standing }) => ({
      id: head.id,
      standing,
      organisationId: head.organisationId,
    })),
  };
}

/** The deliverable as the engine sees it; who performed what on it comes from its trail. */
export function engineViewOf(loaded: LoadedDeliverable, loadedCase: LoadedCase | null): RecordView {
  const { row } = loaded;
  return {
    state: row.state,
    fields: {
      frozenHash: row.frozenHash,
      tlp: row.tlp,
      agreed: row.fields.agreed ?? false,
      returnedFrom: row.fields.returnedFrom ?? null,
    },
    openedBy: row.createdBy,
    performed: loaded.performed.map((entry) => ({ ...entry, organisation: row.ownerId })),
    tasks: [],
    handOffs: [],
    approvals: loaded.approvals.map((approval) => ({ ...approval, onBehalfOf: null })),
    parties: loadedCase?.view.parties ?? [row.ownerId],
  };
}

/** Roles come from the case; a member of an organisation that it was sent to is a recipient too. */
export function actorOf(
  principal: Principal,
  loaded: LoadedDeliverable,
  loadedCase: LoadedCase | null,
  onBehalfOf: string | null,
): ActorView {
  const actor: ActorView =
    loadedCase === null
      ? {
          person: principal.personId,
          via: principal.kind === 'system' ? 'system' : 'person',
          onBehalfOf: null,
          organisation: principal.organisationId,
          roles: [],
        }
      : actorFor(principal, loadedCase, onBehalfOf);
  const receives = loaded.recipients.some(
    (one) => one.sentAt !== null && one.organisationId === principal.organisationId,
  );
  const more = [
    ...(receives ? ['recipient'] : []),
    ...(assuresQuality(principal, loaded) ? [qualityAssurance] : []),
  ];
  return more.length === 0 ? actor : { ...actor, roles: [...new Set([...actor.roles, ...more])] };
}

/** True for whoever holds the role in an organisation that the document was given to. */
function assuresQuality(principal: Principal, loaded: LoadedDeliverable): boolean {
  return (
    isReader(principal.organisationId, loaded) &&
    rolesFor(principal, { organisationIds: [principal.organisationId ?? ''] }).some(
      ({ role }) => role === qualityAssurance,
    )
  );
}

/** True for an organisation that the document was given to for quality assurance. */
function isReader(organisationId: string | null, loaded: LoadedDeliverable): boolean {
  return loaded.readers.some((reader) => reader.organisationId === organisationId);
}

/** True for a member of the owner, and for a party of the case: whoever sees how it is made, not only what was sent. */
export function seesMaking(context: ReadContext, loaded: LoadedDeliverable): boolean {
  return context.scope.organisations.includes(loaded.row.ownerId);
}

/**
 * What was never sent to them, nor submitted to them for review, is not there for others.
 * @throws 404
 */
export function assertSent(
  context: ReadContext,
  loaded: LoadedDeliverable,
  loadedCase: LoadedCase | null,
): void {
  if (seesMaking(context, loaded) || loadedCase !== null) return;
  const { principal } = context;
  const sent = loaded.recipients.some(
    (one) =>
      one.sentAt !== null &&
      one.organisationId === principal.organisationId &&
      (loaded.row.tlp !== 'RED' || one.personId === principal.personId),
  );
  const given = loaded.row.tlp !== 'RED' && isReader(principal.organisationId, loaded);
  if (!sent && !given) throw notFound('deliverable');
}
