import type { ActorView } from '#engine/decision.ts';
import { type RequestKind, recipientRoles } from '#engine/request.ts';
import { type Principal, rolesFor } from '#kernel/access/principal.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import type { LoadedRecipient } from './load-recipient.ts';

type Asked = Pick<LoadedRecipient, 'caseId' | 'organisationId' | 'role' | 'personId'>;

/** Whether the principal may answer: he, or whom he stands in for, holds the role in the organisation that was asked, or was asked by name. */
export function answersFor(
  principal: Principal,
  asked: Asked,
  onBehalfOf: string | null = null,
): boolean {
  const holdings = rolesFor(principal, {
    organisationIds: [asked.organisationId],
    caseId: asked.caseId,
  }).filter(({ role }) => role === asked.role);
  const fitting =
    onBehalfOf === null
      ? holdings
      : holdings.filter(({ forPersonId }) => forPersonId === onBehalfOf);
  if (asked.personId === null) return fitting.length > 0;
  if (asked.personId === principal.personId) return onBehalfOf === null;
  return fitting.some(({ forPersonId }) => forPersonId === asked.personId);
}

/** The case as far as the reader sees it; null for a recipient who was asked and nothing more. */
export async function visibleCase(
  context: ReadContext,
  caseId: string,
): Promise<LoadedCase | null> {
  try {
    return await loadCase(context, caseId, { lock: false });
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  }
}

/** The principal as recipient, as sender (by the roles of the case), as both or as neither. */
export function actorOfRecipient(
  principal: Principal,
  asked: Asked,
  kind: RequestKind,
  loadedCase: LoadedCase | null,
  onBehalfOf: string | null,
): ActorView {
  const roles: string[] = [];
  if (answersFor(principal, asked, onBehalfOf)) roles.push(recipientRoles.recipient);
  if (loadedCase !== null) {
    const held = actorFor(principal, loadedCase, onBehalfOf).roles;
    if (kind.by.some((role) => held.includes(role))) roles.push(recipientRoles.sender);
  }
  return {
    person: principal.personId,
    via: principal.kind === 'system' ? 'system' : 'person',
    onBehalfOf,
    organisation: principal.organisationId,
    roles,
  };
}
