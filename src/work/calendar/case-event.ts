/** Holders of a role in an organisation, who are invited to the event of a case. */
export interface InvitedRole {
  readonly organisationId: string;
  readonly role: string;
}

/**
 * The event that a case is about, as people are invited to it. Instants are ISO 8601 in UTC. What it says goes by mail where the label of the
 * case allows it.
 */
export interface CaseEvent {
  readonly standing: 'confirmed' | 'tentative';
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly place: string | null;
  readonly description: string;
  readonly invited: readonly InvitedRole[];
}

/** What was told of an event: an equal content is not told again. */
export interface EventContent {
  readonly standing: CaseEvent['standing'];
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly place: string | null;
  readonly summary: string;
  readonly description: string;
}

/** What makes it another appointment: whoever answered answers anew (RFC 5546 §3.2.2.1). */
export function isMoved(before: EventContent, after: EventContent): boolean {
  return (
    before.startsAt !== after.startsAt ||
    before.endsAt !== after.endsAt ||
    before.place !== after.place
  );
}

/**
 * The UID of every message about the event of a case. It names owner and case, so that an answer is looked up under its owner; to everybody
 * else it is opaque.
 */
export function eventUid(ownerId: string, caseId: string, domain: string): string {
  return `${caseId}.${ownerId}@${domain}`;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const uidPattern = new RegExp(`^(${uuid})\\.(${uuid})@`);

/** Owner and case of a UID that the product made; null for any other. */
export function caseOfUid(uid: string): { caseId: string; ownerId: string } | null {
  const [, caseId, ownerId] = uidPattern.exec(uid) ?? [];
  return caseId === undefined || ownerId === undefined ? null : { caseId, ownerId };
}
