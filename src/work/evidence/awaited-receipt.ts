import type { EvidenceRule } from '#engine/evidence.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { presenceOf } from '#work/presence/presence.ts';
import type { EvidenceView } from './contract.ts';
import type { LoadedEvidence } from './load-evidence.ts';

/**
 * Says of evidence that is under way when none of those who hold an office for it is there to receive it, to those who wait for it: the case's owner,
 * who held it last, and the organisation itself. Every member may receive it: where nobody holds such an office, nothing is said.
 */
export async function withReceipts(
  context: ReadContext,
  rule: EvidenceRule | undefined,
  items: readonly LoadedEvidence[],
): Promise<EvidenceView[]> {
  const roles = rule === undefined ? [] : [...rule.custodians, ...rule.contributedBy];
  const waits = ({ ownerId, holderId, underWay }: LoadedEvidence) =>
    [ownerId, holderId, underWay?.to].some((one) =>
      context.scope.organisations.includes(one ?? ''),
    );
  const awaited = items.filter((one) => one.underWay !== null && waits(one));
  const presences = await presenceOf(
    context,
    awaited.map(({ caseId, underWay }) => ({
      ...{ organisationId: underWay?.to ?? '', roles, personId: null, caseId },
    })),
  );
  const away = new Map(
    awaited.map(({ id }, at) => {
      const presence = presences[at];
      const isHeld = presence !== undefined && presence.people.length > 0;
      return [id, isHeld ? presence.nobody : null];
    }),
  );
  return items.map(({ underWay, ...one }) => ({
    ...one,
    underWay: underWay === null ? null : { ...underWay, away: away.get(one.id) ?? null },
  }));
}
