import type { Block } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import type { MeetingData } from './meeting-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<MeetingData>;

/** A day and its time in UTC, as the language writes days. */
export function momentOf(instant: string, language: Input['language']): string {
  return `${formatDate(instant.slice(0, 10), language)}, ${instant.slice(11, 16)} UTC`;
}

function chairOf({ chairedBy, deputy }: MeetingData, { say }: Speaker): string {
  return chairedBy === 'deputy' ? say('chair.deputy', { name: deputy ?? '' }) : say('chair.liso');
}

/** What the meeting is, whom it invites, when and where. */
export function particulars({ data, language }: Input): Block {
  const speaker = speakerOf(language);
  const { say } = speaker;
  const held =
    data.openedAt === null || data.endedAt === null
      ? null
      : `${momentOf(data.openedAt, language)} – ${data.endedAt.slice(11, 16)} UTC`;
  const planned = data.startsAt === null ? say('notFixed') : momentOf(data.startsAt, language);
  const rows: [string, string][] = [
    [say('meeting'), `${data.reference} ${data.title}`],
    [say('purpose'), data.purpose],
    held === null ? [say('when'), planned] : [say('from'), held],
    [say('place'), data.place ?? say('notFixed')],
    [say('chair'), chairOf(data, speaker)],
    [say('invited'), data.invited.join(', ')],
  ];
  return {
    kind: 'table',
    id: 'table-meeting',
    caption: say('particulars'),
    rowHeads: true,
    columns: [
      { head: say('particular'), width: 26 },
      { head: say('detail'), width: 74 },
    ],
    rows,
  };
}

/** When each topic starts, from the planned start on; empty while that is not fixed. */
export function startsOf(data: Pick<MeetingData, 'startsAt' | 'topics'>): (string | null)[] {
  const { startsAt, topics } = data;
  if (startsAt === null) return topics.map(() => null);
  let at = Date.parse(startsAt);
  return topics.map(({ durationMinutes }) => {
    const start = new Date(at).toISOString().slice(11, 16);
    at += durationMinutes * 60_000;
    return start;
  });
}

function agenda(input: Input): Block[] {
  const { data, language } = input;
  const { say } = speakerOf(language);
  const starts = startsOf(data);
  // A column of dashes says nothing: without a start there are no times.
  const planned = data.startsAt !== null;
  const total = data.topics.reduce((sum, { durationMinutes }) => sum + durationMinutes, 0);
  if (data.topics.length === 0) return [];
  return [
    particulars(input),
    {
      kind: 'table',
      id: 'table-agenda',
      caption: say('agendaTable'),
      columns: [
        { head: say('number'), width: 6, align: 'end' },
        { head: say('topic'), width: 45 },
        { head: say('presenter'), width: 27 },
        { head: say('minutes'), width: 8, align: 'end' },
        ...(planned ? [{ head: say('starts'), width: 14, align: 'end' as const }] : []),
      ],
      rows: [
        ...data.topics.map((topic, index) => [
          String(index + 1),
          topic.topic,
          topic.presenter,
          String(topic.durationMinutes),
          ...(planned ? [starts[index] ?? '–'] : []),
        ]),
        [
          '',
          [{ text: say('total'), bold: true }],
          '',
          [{ text: String(total), bold: true }],
          ...(planned ? [''] : []),
        ],
      ],
    },
  ];
}

function documents({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const rows = data.topics.flatMap((topic, index) =>
    topic.documents.map(({ kind, title, reference, fileReference, fileName }) => [
      String(index + 1),
      option('kind', kind),
      title,
      [reference, fileReference === undefined ? null : `${fileReference} ${fileName}`]
        .filter((part) => part != null && part !== '')
        .join(', ') || '–',
    ]),
  );
  if (rows.length === 0) return [{ kind: 'paragraph', text: say('noDocuments') }];
  return [
    {
      kind: 'table',
      id: 'table-documents',
      caption: say('documentsTable'),
      columns: [
        { head: say('item'), width: 8, align: 'end' },
        { head: say('kind'), width: 18 },
        { head: say('document'), width: 44 },
        { head: say('reference'), width: 30 },
      ],
      rows,
    },
  ];
}

export const agendaSections = { agenda, documents };
