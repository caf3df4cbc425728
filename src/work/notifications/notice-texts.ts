import { type MailText, type OneTimeLink, oneTimeLinkMark } from '#kernel/mail/queue-mail.ts';
import de from '../texts/de.json' with { type: 'json' };
import en from '../texts/en.json' with { type: 'json' };
import fr from '../texts/fr.json' with { type: 'json' };
import type { Notice } from './notify.ts';

export type MailLocale = 'en' | 'fr' | 'de';

const catalogues: Readonly<Record<MailLocale, Readonly<Record<string, string>>>> = { en, fr, de };

/** The mail of a notice in the reader's language: in full, and without any content for labels that mail may not carry. */
export function mailOfNotice(
  notice: Notice,
  reader: { readonly name: string; readonly locale: MailLocale },
  baseUrl: string,
  oneTimeLink?: OneTimeLink,
): { full: MailText; neutral: MailText } {
  const values = {
    name: reader.name,
    reference: notice.reference,
    title: notice.title,
    due: notice.dueAt === null ? '' : dayOf(notice.dueAt, reader.locale),
  };
  const link = `${baseUrl}${pathOf(notice)}`;
  const end = (mail: MailText): MailText =>
    oneTimeLink === undefined ? mail : withAcknowledgement(mail, reader.locale, oneTimeLink);
  return {
    full: end(textOf(reader.locale, `notice.${notice.kind}`, { ...values, link })),
    // The link of the record would tell what it is about: the list of notices does not.
    neutral: end(
      textOf(reader.locale, 'mail.neutral', {
        name: reader.name,
        link: `${baseUrl}/notifications`,
      }),
    ),
  };
}

/** The way to acknowledge without signing in; it tells nothing of what is asked. */
function withAcknowledgement(mail: MailText, locale: MailLocale, link: OneTimeLink): MailText {
  const values = { link: oneTimeLinkMark, until: dayOf(link.expiresAt, locale) };
  const { subject, text } = textOf(locale, 'mail.acknowledge', values);
  return { subject: `${subject} ${mail.subject}`, text: `${mail.text}\n\n${text}` };
}

/** Where the application shows what a notice is about. */
export function pathOf(notice: Pick<Notice, 'caseId' | 'recordKind' | 'recordId'>): string {
  if (notice.recordKind === 'deliverable') return `/deliverables/${notice.recordId}`;
  if (notice.recordKind === 'request') return `/requests/${notice.recordId}`;
  if (notice.caseId !== null) return `/cases/${notice.caseId}`;
  if (notice.recordKind === 'task') return '/';
  return `/registers/${notice.recordKind}/${notice.recordId}`;
}

function textOf(
  locale: MailLocale,
  key: string,
  values: Readonly<Record<string, string>>,
): MailText {
  const fill = (part: 'subject' | 'text') => {
    const text = catalogues[locale][`${key}.${part}`];
    if (text === undefined) throw new Error(`no text ${key}.${part} in ${locale}`);
    return text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
  };
  return { subject: fill('subject').replaceAll(/ {2,}/g, ' ').trim(), text: fill('text') };
}

function dayOf(instant: string, locale: MailLocale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date(instant));
}
