import type { Block, Inline } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { particulars } from './agenda-sections.ts';
import type { ActionPointLine, MeetingData, ReviewLine, TopicLine } from './meeting-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<MeetingData>;

const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });

function dueOf(due: string | null, { say }: Speaker, language: Input['language']): string {
  return due === null ? say('notSet') : formatDate(due, language);
}

function ownerOf(
  { owner, organisation }: Pick<ReviewLine, 'owner' | 'organisation'>,
  { say }: Speaker,
): Inline {
  if (owner === null) return organisation ?? say('notSet');
  return organisation === null ? owner : [owner, { lineBreak: true }, organisation];
}

function statusOf(line: ReviewLine, speaker: Speaker, language: Input['language']): Inline {
  const { say, option } = speaker;
  const parts: Exclude<Inline, string>[number][] = [
    { text: option('status', line.status ?? 'none'), bold: true },
  ];
  if (line.newDueDate !== null) {
    const date = formatDate(line.newDueDate, language);
    parts.push({ lineBreak: true }, say('newDue', { date }));
  }
  if (line.remark !== null && line.remark !== '') parts.push({ lineBreak: true }, line.remark);
  return parts;
}

/** Every action point that was open, with what the meeting found of it. */
function previous({ data, language }: Input): Block[] {
  const speaker = speakerOf(language);
  const { say } = speaker;
  const { reviews } = data;
  if (reviews.length === 0) return [paragraph(say('noPrevious'))];
  const having = (status: string) => reviews.filter((one) => one.status === status).length;
  const counts = {
    count: reviews.length,
    closed: having('closed'),
    carried: having('carried-over'),
  };
  return [
    paragraph(say(reviews.length === 1 ? 'reviewedOne' : 'reviewed', counts)),
    {
      kind: 'table',
      id: 'table-previous',
      caption: say('reviewTable'),
      columns: [
        { head: say('meeting'), width: 15 },
        { head: say('actionPoint'), width: 33 },
        { head: say('owner'), width: 22 },
        { head: say('due'), width: 12 },
        { head: say('status'), width: 28 },
      ],
      rows: reviews.map((one) => [
        one.meeting,
        one.title,
        ownerOf(one, speaker),
        dueOf(one.dueDate, speaker, language),
        statusOf(one, speaker, language),
      ]),
    },
  ];
}

function attendance({ attendances }: MeetingData, { say, option }: Speaker): Block[] {
  if (attendances.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-attendance',
      caption: say('attendanceTable'),
      columns: [
        { head: say('organisation'), width: 32 },
        { head: say('name'), width: 24 },
        { head: say('capacity'), width: 30 },
        { head: say('presence'), width: 14 },
      ],
      rows: attendances.map((one) => [
        one.organisation,
        one.name,
        one.delegateFor === null
          ? option('capacity', one.capacity)
          : `${option('capacity', one.capacity)} ${say('delegateFor', { name: one.delegateFor })}`,
        option('presence', one.presence),
      ]),
    },
  ];
}

/** Minutes as they were typed: an empty line ends a paragraph, a line that begins with a dash is an entry of a list. */
export function minutesBlocks(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): Block => {
      const lines = part.split('\n').map((line) => line.trim());
      if (lines.every((line) => /^[-–•] /.test(line))) {
        const items = lines.map((line) => ({ text: line.replace(/^[-–•] /, '') }));
        return { kind: 'list', ordered: false, items };
      }
      const runs = lines.flatMap((line, index) =>
        index === 0 ? [line] : [{ lineBreak: true as const }, line],
      );
      return { kind: 'paragraph', text: runs };
    });
}

function topicBlocks(topic: TopicLine, index: number, { say }: Speaker): Block[] {
  const by =
    topic.presentedBy === null
      ? say('planned', { name: topic.presenter })
      : say('presentedBy', { name: topic.presentedBy });
  const head: Inline = [
    { text: `${say('item')} ${index + 1}: ${topic.topic}`, bold: true },
    { lineBreak: true },
    { text: by, italic: true },
  ];
  return [paragraph(head), ...minutesBlocks(topic.minutes ?? say('noMinutes'))];
}

function topics(input: Input): Block[] {
  const speaker = speakerOf(input.language);
  const { data } = input;
  if (data.topics.length === 0) return [];
  return [
    particulars(input),
    ...attendance(data, speaker),
    ...data.topics.flatMap((topic, index) => topicBlocks(topic, index, speaker)),
  ];
}

function whatOf(
  one: ActionPointLine,
  { say }: Speaker,
  { language, procedureTitle }: Input,
): Inline {
  const parts: Exclude<Inline, string>[number][] = [{ text: one.title, bold: true }];
  if (one.description !== null && one.description !== '') {
    parts.push({ lineBreak: true }, one.description);
  }
  if (one.becomes !== null) {
    const text = say('becomes', { procedure: procedureTitle(language, one.becomes) });
    parts.push({ lineBreak: true }, { text, italic: true });
  }
  return parts;
}

function fresh(input: Input): Block[] {
  const { data, language } = input;
  const speaker = speakerOf(language);
  const { say } = speaker;
  const { actionPoints } = data;
  if (actionPoints.length === 0) return [paragraph(say('noNew'))];
  return [
    {
      kind: 'table',
      id: 'table-new',
      caption: say('newTable'),
      columns: [
        { head: say('number'), width: 6, align: 'end' },
        { head: say('actionPoint'), width: 52 },
        { head: say('owner'), width: 28 },
        { head: say('due'), width: 14 },
      ],
      rows: actionPoints.map((one, index) => [
        String(index + 1),
        whatOf(one, speaker, input),
        ownerOf(one, speaker),
        dueOf(one.dueDate, speaker, language),
      ]),
    },
  ];
}

export const reportSections = { previous, topics, new: fresh };
