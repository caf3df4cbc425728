import type { ReadContext } from '#kernel/command/context.ts';
import { nobodyThere, type WaitedFor } from '#work/cases/away-parties.ts';
import type { RequestView } from './contract.ts';

const keyOf = ({ organisationId, role, personId }: WaitedFor): string =>
  [organisationId, role, personId ?? ''].join(' ');

/**
 * Says of each recipient who still owes an answer when nobody is there to give it, to those who wait for it: the case's owner and the sender. A
 * recipient is told nothing of another.
 */
export async function withAway(
  context: ReadContext,
  requests: readonly RequestView[],
): Promise<RequestView[]> {
  const reader: readonly string[] = context.scope.organisations;
  const waits = ({ ownerId, senderId }: RequestView) =>
    reader.includes(ownerId) || reader.includes(senderId);
  const byCase = Map.groupBy(requests.filter(waits), ({ caseId }) => caseId);
  const away = new Map<string, { until: string | null }>();
  for (const [caseId, found] of byCase) {
    const owing = found
      .flatMap(({ recipients }) => recipients)
      .filter(({ open, answeredAt, organisationId }) => {
        return open && answeredAt === null && !reader.includes(organisationId);
      });
    const asked = new Map(owing.map((one) => [keyOf(one), one]));
    for (const one of await nobodyThere(context, caseId, [...asked.values()])) {
      away.set(`${caseId} ${keyOf(one)}`, { until: one.until });
    }
  }
  return requests.map((request) => ({
    ...request,
    recipients: request.recipients.map((one) => ({
      ...one,
      away:
        one.open && one.answeredAt === null && waits(request)
          ? (away.get(`${request.caseId} ${keyOf(one)}`) ?? null)
          : null,
    })),
  }));
}
