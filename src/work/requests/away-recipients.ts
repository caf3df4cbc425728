import type { ReadContext } from '#kernel/command/context.ts';
import type { NobodyThere } from '#work/presence/contract.ts';
import { type Asked, presenceOf } from '#work/presence/presence.ts';
import type { RequestView } from './contract.ts';

/**
 * Says of each recipient who still owes an answer when nobody is there to give it, to those who wait for it: the case's owner and the sender. A
 * recipient is told nothing of another.
 */
export async function withAway(
  context: ReadContext,
  requests: readonly RequestView[],
): Promise<RequestView[]> {
  const reader: readonly string[] = context.scope.organisations;
  const owing = requests
    .filter(({ ownerId, senderId }) => reader.includes(ownerId) || reader.includes(senderId))
    .flatMap(({ caseId, recipients }) => recipients.map((one) => ({ caseId, one })))
    .filter(({ one }) => one.open && one.answeredAt === null);
  const presences = await presenceOf(
    context,
    owing.map(({ caseId, one: { organisationId, role, personId } }): Asked => {
      return { organisationId, roles: [role], personId, caseId };
    }),
  );
  const away = new Map<string, NobodyThere | null>();
  for (const [at, { one }] of owing.entries()) away.set(one.id, presences[at]?.nobody ?? null);
  return requests.map((request) => ({
    ...request,
    recipients: request.recipients.map((one) => ({ ...one, away: away.get(one.id) ?? null })),
  }));
}
