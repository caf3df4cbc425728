import type { Answer, CalendarPerson } from '#formats/icalendar/event.ts';
import { writeCalendar } from '#formats/icalendar/write-calendar.ts';
import type { MailDraft, MailText } from '#kernel/mail/queue-mail.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { MailLocale } from '#work/notifications/notice-texts.ts';
import type { Invitee } from './attendees.ts';
import type { EventContent } from './case-event.ts';
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };
import fr from './texts/fr.json' with { type: 'json' };

/** What a mail about an event says: come, it has changed, it is off, or you are not expected any longer. */
export type EventNews = 'invited' | 'changed' | 'cancelled' | 'withdrawn';

export interface EventMail {
  readonly case: Pick<CaseRow, 'id' | 'ownerId' | 'label' | 'tlp'>;
  readonly uid: string;
  readonly sequence: number;
  readonly content: EventContent;
  readonly organiser: CalendarPerson;
  readonly baseUrl: string;
  readonly now: Date;
}

const catalogues: Readonly<Record<MailLocale, Readonly<Record<string, string>>>> = { en, fr, de };

/**
 * The mail to one person, in the person's language. Nobody else is named in it: answers and addresses of one administration are not told to
 * another. Its neutral form says that there is something to read, and not what.
 */
export function mailOfEvent(
  mail: EventMail,
  news: EventNews,
  person: Invitee & { readonly answer: Answer | null },
): MailDraft {
  const { content } = mail;
  const link = `${mail.baseUrl}/cases/${mail.case.id}`;
  const values = {
    name: person.name,
    title: content.summary,
    when: whenOf(content, person.locale),
    place: content.place ?? fill(person.locale, 'calendar.mail.no-place', {}),
    description: content.description,
    link,
  };
  const off = news === 'cancelled' || news === 'withdrawn';
  return {
    personId: person.personId,
    organisationId: person.organisationId,
    to: person.address,
    label: mail.case.label,
    tlp: mail.case.tlp,
    full: textOf(person.locale, news, values),
    neutral: textOf(person.locale, 'neutral', {
      name: person.name,
      link: `${mail.baseUrl}/calendar`,
    }),
    calendar: {
      method: off ? 'CANCEL' : 'REQUEST',
      text: writeCalendar(off ? 'CANCEL' : 'REQUEST', [
        {
          uid: mail.uid,
          sequence: mail.sequence,
          stamp: mail.now.toISOString(),
          startsAt: content.startsAt,
          endsAt: content.endsAt,
          summary: content.summary,
          description: `${content.description}\n\n${link}`,
          place: content.place,
          url: link,
          status: off ? 'cancelled' : content.standing,
          organiser: mail.organiser,
          attendees: [{ name: person.name, address: person.address, answer: person.answer }],
        },
      ]),
    },
  };
}

/** The time in words: in UTC, because who is invited sits in several zones; a calendar program shows it in that of its reader. */
function whenOf({ startsAt, endsAt }: EventContent, locale: MailLocale): string {
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const start = new Date(startsAt);
  const range =
    endsAt === null ? format.format(start) : format.formatRange(start, new Date(endsAt));
  return `${range} UTC`;
}

function textOf(
  locale: MailLocale,
  news: EventNews | 'neutral',
  values: Readonly<Record<string, string>>,
): MailText {
  return {
    subject: fill(locale, `calendar.mail.${news}.subject`, values),
    text: fill(locale, `calendar.mail.${news}.text`, values),
  };
}

/** @throws Error for a text that the language lacks */
function fill(locale: MailLocale, key: string, values: Readonly<Record<string, string>>): string {
  const text = catalogues[locale][key];
  if (text === undefined) throw new Error(`no text ${key} in ${locale}`);
  return text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}
