import type { IncomingMessage } from '#kernel/mail/incoming-message.ts';
import type { IncidentReportInput } from '../contract.ts';
import { categories } from '../fields.ts';

type Message = Pick<IncomingMessage, 'subject' | 'text' | 'from' | 'sentAt' | 'receivedAt'>;

/** What a line of a report is called, in the three languages, in lower case. */
const names: Readonly<Record<string, keyof typeof readers>> = {
  ticket: 'ticket',
  'numéro de ticket': 'ticket',
  ticketnummer: 'ticket',
  'ticket system': 'ticketSystem',
  'système de tickets': 'ticketSystem',
  ticketsystem: 'ticketSystem',
  reporter: 'reporter',
  'signalé par': 'reporter',
  'gemeldet von': 'reporter',
  category: 'category',
  catégorie: 'category',
  kategorie: 'category',
  'managed item': 'managedItem',
  'élément géré': 'managedItem',
  'verwaltetes element': 'managedItem',
  occurred: 'occurredAt',
  'survenu le': 'occurredAt',
  'eingetreten am': 'occurredAt',
  detected: 'detectedAt',
  'détecté le': 'detectedAt',
  'entdeckt am': 'detectedAt',
};

/** An instant with its zone; without one it would say nothing sure, and stays in the text. */
const instantOf = (text: string): string | undefined => {
  const found =
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?\s?(?:Z|[+-]\d\d:?\d\d)$/i.exec(text);
  const at = new Date((found?.[0] ?? '').replace(' ', 'T').replaceAll(' ', ''));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const readers = {
  ticket: (text: string) => text.slice(0, 100) || undefined,
  ticketSystem: (text: string) => text.slice(0, 100) || undefined,
  reporter: (text: string) => text.slice(0, 200) || undefined,
  category: (text: string) => {
    const id = text.toLowerCase().replaceAll(/\s+/g, '-');
    return categories.find((one) => one === id);
  },
  managedItem: (text: string) => {
    if (/^(?:no|non|nein)$/i.test(text)) return false;
    return /^(?:yes|oui|ja)$/i.test(text) ? true : undefined;
  },
  occurredAt: instantOf,
  detectedAt: instantOf,
};

/** Lines at the beginning of a text that may be named ones. */
const mostLines = 40;

/** A ticket that a service desk writes into its subjects: `[SD-1234]`, `[#1234]`. */
const inSubject = /\[(?:ticket\s*)?#?\s*([A-Za-z]{0,12}[-_]?\d[\w.-]{0,40})\]/i;

/**
 * The report of an incident as a message says it: named lines at the beginning of its text (`Ticket: SD-1234`, `Category: intrusion`), the
 * ticket also in brackets in the subject; the whole text stays the summary. What is not said has the careful value: category `other`, a
 * managed item, so that the two hours of AD2 Annex 12 count.
 */
export function reportOfMail(message: Message): IncidentReportInput {
  const said: Record<string, unknown> = {};
  for (const line of message.text.split('\n', mostLines)) {
    const [, name = '', value = ''] =
      /^[\s>*-]*([\p{L} ]{3,30}?)\s*:\s*(\S.*)$/u.exec(line.slice(0, 500)) ?? [];
    const field = names[name.toLowerCase()];
    if (field === undefined || said[field] !== undefined) continue;
    said[field] = readers[field](value.trim());
  }
  const ticket = said['ticket'] ?? inSubject.exec(message.subject)?.[1];
  const title = message.subject
    .replace(inSubject, '')
    .replace(/^(?:\s*(?:re|fwd?|aw|wg|tr|réf)\s*:)+/i, '')
    .trim();
  const { from, sentAt, receivedAt } = message;
  return {
    category: 'other',
    managedItem: true,
    reporter: from === null ? null : ([from.name, from.address].find((one) => one !== '') ?? null),
    ...said,
    title: (title || String(ticket ?? from?.address ?? 'Mail')).slice(0, 300),
    summary: (message.text || title || '–').slice(0, 20_000),
    ...(ticket === undefined ? {} : { ticket: String(ticket) }),
    // A clock of the sender that is ahead does not report what has not come yet.
    reportedAt: sentAt === null || sentAt > receivedAt ? receivedAt : sentAt,
  };
}
