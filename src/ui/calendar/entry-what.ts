import type { CalendarEntry } from '#work/calendar/contract.ts';
import type { Names, Owner } from '../i18n/names.ts';
import { taskName } from '../i18n/task-name.ts';
import type { Translator } from '../i18n/translator.ts';

/** `procedure.meeting` without its first part. */
const idOf = (owner: string): string => owner.slice(owner.indexOf('.') + 1);

/** What the entry is, in the words of whoever declared it: `Meeting`, `Agreement on the agenda`, `Action point: due`. */
export function whatOf(
  { kind, owner, name, due }: Pick<CalendarEntry, 'kind' | 'owner' | 'name' | 'due'>,
  names: Names,
  t: Translator['t'],
): string {
  if (owner === null || name === null) {
    return owner === null ? t(`calendar.kind.${kind}`) : names.procedure(idOf(owner));
  }
  const of = owner as Owner;
  switch (kind) {
    case 'event':
      return names.field(of, name);
    case 'deadline':
      return names.deadline(of, name);
    case 'record':
      return due
        ? t('labelled', { label: names.one(idOf(owner)), value: names.field(of, name) })
        : names.one(idOf(owner));
    case 'request':
      return names.request(of, name);
    default:
      return taskName(of, name, names, t);
  }
}
