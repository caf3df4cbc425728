import type { WriteContext } from '#kernel/command/context.ts';
import { notify } from '#work/notifications/notify.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { eventHandlers, securityEvents } from '../registers.ts';

interface NoticedEvent {
  readonly ownerId: string;
  readonly label: string;
  readonly tlp: string;
  readonly title: string;
  /** What the notice is about: `notification.security.<about>` of the texts. */
  readonly about: string;
  /** What else the record says. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Records a security event of an organisation and tells whoever handles events there (X.1052 §13.1). */
export async function recordEvent(
  context: WriteContext,
  { ownerId, label, tlp, title, about, fields }: NoticedEvent,
): Promise<void> {
  const record = await insertRecord(
    context,
    { register: securityEvents },
    { ownerId, label, tlp, computed: true, fields: { title: title.slice(0, 400), ...fields } },
  );
  notify(context, {
    ...({ ownerId, title, label, tlp, kind: 'security', about } as const),
    ...{ roles: [...eventHandlers], recordKind: securityEvents.id, recordId: record.id },
  });
}
