import type { Notification } from '#ui/api/types.ts';
import type { Translator } from '#ui/i18n/translator.ts';

type Told = Pick<Notification, 'kind' | 'about' | 'procedure'>;

const record = 'register.deliverables';

/** What happened, in one sentence: the deadline, task or action that a notice is about, by its name. */
export function noticeWords({ kind, about, procedure }: Told, { t, find }: Translator): string {
  const owner = procedure === null ? '' : `procedure.${procedure}`;
  const named = (part: string, of = owner) =>
    about === null ? null : find([`${of}.${part}.${about}`, `${part}.${about}`]);
  switch (kind) {
    case 'case': {
      if (about === 'open') return t('notification.case.opened');
      const what = named('action');
      return what === null ? t('notification.case') : t('notification.case.what', { what });
    }
    case 'reminder':
    case 'deadline':
    case 'escalation': {
      const what = named('deadline');
      return what === null ? t(`notification.${kind}`) : t(`notification.${kind}.what`, { what });
    }
    case 'task': {
      const what = named('task') ?? named('duty');
      return what === null ? t('notification.task') : t('notification.task.what', { what });
    }
    case 'deliverable': {
      const what = named('action', record);
      return what === null
        ? t('notification.deliverable')
        : t('notification.deliverable.what', { what });
    }
    case 'request': {
      const kind = named('request');
      if (kind !== null) return t('notification.request.what', { what: kind });
      const what = named('action', 'register.requests');
      return what === null ? t('notification.request') : t('notification.request.done', { what });
    }
    default:
      return t([`notification.${kind}.${about}`, `notification.${kind}`, 'notification.other']);
  }
}

type Place = Pick<Notification, 'kind' | 'caseId' | 'recordId' | 'register'>;

/** Where the thing that it is about is shown; null where it has no page. */
export function noticePath(
  { kind, caseId, recordId, register }: Place,
  isRegister: (id: string) => boolean,
): string | null {
  if ((kind === 'deliverable' || register === 'deliverable') && recordId !== null)
    return `/deliverables/${recordId}`;
  if (register === 'evidence' && recordId !== null) return `/evidence/${recordId}`;
  if (register === 'request' && recordId !== null) return `/requests/${recordId}`;
  if (caseId !== null) return `/cases/${caseId}`;
  if (kind === 'task') return '/';
  if (register === null || recordId === null || !isRegister(register)) return null;
  return `/registers/${register}/${recordId}`;
}
