import type { Register } from '#engine/register.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { endShares } from '#work/sharing/withdraw-share.ts';

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Shares a record with the organisations that it now names, and takes it away from those that it names no more. */
export async function shareWith(
  context: WriteContext,
  register: Register,
  record: { readonly ownerId: string | null; readonly id: string },
  organisations: { readonly before: unknown; readonly after: unknown },
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { ownerId, id: recordId } = record;
  if (ownerId === null) return;
  const before = idsOf(organisations.before);
  const after = idsOf(organisations.after);
  const about = { ownerId, kind: register.id, table: register.table, recordId };
  for (const organisationId of before.filter((one) => !after.includes(one) && one !== ownerId)) {
    const because = 'The organisation shares it no longer.';
    await endShares(context, { ...about, recordIds: [recordId] }, { organisationId, because });
  }
  const more = after.filter((one) => !before.includes(one));
  await shareRecord(context, {
    ...{ ...about, sortKey: recordId, organisations: more, reason: 'decision', detail },
  });
}
