import { createHash } from 'node:crypto';
import type { CalendarEvent } from '#formats/icalendar/event.ts';
import { writeCalendar } from '#formats/icalendar/write-calendar.ts';
import { mayMail } from '#kernel/mail/content-rule.ts';
import type { Kept } from '../list-calendar.ts';
import { idOf } from './feed-entries.ts';

export type FeedLocale = 'en' | 'fr' | 'de';

/** What an entry is, in the words of whoever declared it, such as `Agreement on the agenda`; and texts of this folder by key. */
export interface FeedWords {
  whatOf(entry: Kept['entry'], kind: Kept['kind']): string;
  text(key: string): string;
}

export interface FeedSettings {
  readonly baseUrl: string;
  /** Highest TLP of what may leave by mail (`MAIL_MAX_TLP`); a feed lies outside the house as mail does. */
  readonly maxTlp: string;
  /** Of the token: no id of a record can be told from the UID of an entry. */
  readonly salt: string;
  /** Stamp of every entry, an instant: changes once a day, so that a feed without news stays the same to the byte. */
  readonly day: string;
}

/**
 * Entries as an iCalendar object that a calendar subscribes to (RFC 5545, RFC 7986). What may leave by mail is told in full; of anything else
 * there is only its time and a pointer to the application, which names neither title, reference, case nor organisation (DESIGN §6).
 */
export function feedFile(
  entries: readonly Kept[],
  words: FeedWords,
  settings: FeedSettings,
): string {
  return writeCalendar(
    'PUBLISH',
    entries.map((one) => eventOf(one, words, settings)),
    { name: 'Commonward', refresh: 'PT1H' },
  );
}

function eventOf(one: Kept, words: FeedWords, settings: FeedSettings): CalendarEvent {
  const { entry, kind } = one;
  const { startsAt, endsAt, allDay } = entry;
  const common = {
    uid: `${createHash('sha256')
      .update(`${settings.salt} ${idOf(one)}`)
      .digest('hex')
      .slice(0, 32)}@commonward`,
    ...{ sequence: 0, stamp: settings.day, startsAt, endsAt, allDay },
    status: 'confirmed' as const,
  };
  if (!mayMail(entry.label, entry.tlp, settings.maxTlp)) {
    const url = `${settings.baseUrl}/calendar`;
    const said = words.text('calendar.feed.pointer.help');
    return {
      ...common,
      ...{ summary: words.text('calendar.feed.pointer'), url, description: `${said}\n\n${url}` },
    };
  }
  const url = `${settings.baseUrl}${pathOf(entry)}`;
  const what = words.whatOf(entry, kind);
  return {
    ...common,
    summary: entry.title === '' ? what : `${entry.title} (${what})`,
    ...{ url, description: [entry.reference, url].filter((part) => part !== null).join('\n\n') },
  };
}

/** Where the application shows what an entry is about. */
function pathOf({ recordKind, recordId }: Kept['entry']): string {
  if (recordKind === 'case') return `/cases/${recordId}`;
  if (recordKind === 'request') return `/requests/${recordId}`;
  return recordKind === 'task' ? '/' : `/registers/${recordKind}/${recordId}`;
}
