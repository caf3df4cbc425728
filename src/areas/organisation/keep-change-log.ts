import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordChange } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { referenceChanges } from './standard-registers.ts';

type Values = Readonly<Record<string, unknown>>;

function differing(before: Values, after: Values): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .sort();
}

/** Keeps the change log of a shared register of reference data: what changed, in which edition, when. */
export async function keepChangeLog(context: WriteContext, change: RecordChange): Promise<void> {
  const kind = change.register.id;
  const now = change.after ?? change.before;
  if (now === null) return;
  const changedFields = differing(change.before ?? {}, change.after ?? {});
  if (changedFields.length === 0) return;
  const ended = change.kind === 'delete' || changedFields.includes('effectiveTo');
  await insertRecord(
    context,
    { register: referenceChanges },
    {
      ownerId: null,
      fields: {
        subject: String(now['title'] ?? now['name'] ?? change.id).slice(0, 300),
        subjectKind: kind,
        ...(change.kind === 'delete'
          ? {}
          : { [kind === 'systems' ? 'systemId' : 'standardId']: change.id }),
        act: change.kind === 'create' ? 'entered' : ended ? 'ended' : 'changed',
        ...(change.kind === 'create' ? {} : { changedFields }),
        ...(typeof now['edition'] === 'string' ? { edition: now['edition'] } : {}),
        at: context.now.toISOString(),
      },
    },
  );
}
