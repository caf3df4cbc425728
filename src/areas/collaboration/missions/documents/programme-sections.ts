import type { Block, Inline } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { dayOf, hoursOf, lines, momentOf, paragraph } from './blocks.ts';
import type { MissionData, MissionQuestion } from './mission-data.ts';
import { objectives, scope, subject } from './mission-sections.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<MissionData>;

/** Hours of a person's working day, for person-days. */
const hoursOfDay = 8;

function planning(input: Input): Block[] {
  const { data, language } = input;
  const { say, option } = speakerOf(language);
  const blocks: Block[] = [
    paragraph(
      data.startsOn === null || data.endsOn === null
        ? say('planningOpen')
        : say('planningIntro', {
            from: dayOf(data.startsOn, language),
            to: dayOf(data.endsOn, language),
          }),
    ),
  ];
  if (data.interviews.length > 0) blocks.push(interviewTable(input));
  if (data.questions.length > 0) {
    const parts = partsOf(data.questions);
    blocks.push({
      kind: 'table',
      id: 'table-questionnaire-parts',
      caption: say('questionsTable'),
      columns: [
        { head: say('part'), width: 56 },
        { head: say('addressee'), width: 28 },
        { head: say('questions'), width: 16, align: 'end' },
      ],
      rows: [
        ...parts.map(([part, questions]) => [
          part,
          [...new Set(questions.map(({ addressee }) => option('addressee', addressee)))].join(', '),
          String(questions.length),
        ]),
        [
          [{ text: say('total'), bold: true }],
          '',
          [{ text: String(data.questions.length), bold: true }],
        ],
      ],
    });
  }
  return blocks;
}

function interviewTable({ data, language }: Input): Block {
  const { say } = speakerOf(language);
  return {
    kind: 'table',
    id: 'table-planned-interviews',
    caption: say('interviewsTable'),
    columns: [
      { head: say('number'), width: 6, align: 'end' },
      { head: say('interviewee'), width: 25 },
      { head: say('topics'), width: 42 },
      { head: say('when'), width: 27 },
    ],
    rows: data.interviews.map((one) => [
      String(one.number),
      [{ text: one.interviewee, bold: true }, { lineBreak: true }, one.organisation],
      lines(one.topics),
      one.plannedAt === null
        ? say('toBeAgreed')
        : lines([momentOf(one.plannedAt, language), one.place ?? ''].join('\n')),
    ]),
  };
}

/** Questions by their part, parts in the order of their first question. */
export function partsOf<T extends { readonly section: string }>(
  questions: readonly T[],
): [string, T[]][] {
  return [...Map.groupBy(questions, ({ section }) => section)];
}

function contacts({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (data.contacts.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-contacts',
      caption: say('contactsTable'),
      rowHeads: true,
      columns: [
        { head: say('name'), width: 28 },
        { head: say('contactRole'), width: 32 },
        { head: say('organisation'), width: 40 },
      ],
      rows: data.contacts.map((one) => [
        one.name,
        one.contactRole,
        one.thirdParty === null
          ? one.organisation
          : lines(`${one.organisation}\n(${option('thirdParty', one.thirdParty)})`),
      ]),
    },
  ];
}

function workload({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  if (data.contacts.length === 0) return [];
  const hours = (value: number) => hoursOf(value, language);
  const counted = (one: MissionData['contacts'][number]) => one.correctedHours ?? one.hours;
  const byOrganisation = [...Map.groupBy(data.contacts, ({ organisation }) => organisation)];
  const sum = data.contacts.reduce((total, one) => total + counted(one), 0);
  const row = (name: string, people: number, total: number): Inline[] => [
    name,
    String(people),
    hours(total),
    hours(total / hoursOfDay),
  ];
  return [
    paragraph(say('workloadIntro')),
    {
      kind: 'table',
      id: 'table-workload',
      caption: say('workloadTable'),
      rowHeads: true,
      columns: [
        { head: say('name'), width: 30 },
        { head: say('estimated'), width: 15, align: 'end' },
        { head: say('corrected'), width: 15, align: 'end' },
        { head: say('reason'), width: 40 },
      ],
      rows: data.contacts.map((one) => [
        one.name,
        hours(one.hours),
        one.correctedHours === null ? '–' : hours(one.correctedHours),
        one.correctionReason === null ? '–' : lines(one.correctionReason),
      ]),
    },
    {
      kind: 'table',
      id: 'table-workload-organisations',
      caption: say('workloadByOrganisation'),
      rowHeads: true,
      columns: [
        { head: say('organisation'), width: 52 },
        { head: say('people'), width: 16, align: 'end' },
        { head: say('hours'), width: 14, align: 'end' },
        { head: say('days'), width: 18, align: 'end' },
      ],
      rows: [
        ...byOrganisation.map(([name, people]) =>
          row(
            name,
            people.length,
            people.reduce((total, one) => total + counted(one), 0),
          ),
        ),
        row(say('total'), data.contacts.length, sum).map((cell, index) =>
          index === 0 ? cell : [{ text: String(cell), bold: true }],
        ),
      ],
    },
  ];
}

function information({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (data.access.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-information',
      caption: say('informationTable'),
      columns: [
        { head: say('item'), width: 44 },
        { head: say('kind'), width: 15 },
        { head: say('provider'), width: 26 },
        { head: say('due'), width: 15 },
      ],
      rows: data.access.map((one) => [
        one.detail === null
          ? [{ text: one.item, bold: true }]
          : [{ text: one.item, bold: true }, { lineBreak: true }, ...[lines(one.detail)].flat()],
        option('kind', one.kind),
        lines(`${one.provider}\n${one.organisation ?? say('eachAdministration')}`),
        dayOf(one.dueOn, language),
      ]),
    },
  ];
}

function questionnaire({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  return partsOf(data.questions).map(([part, questions], index) => ({
    kind: 'table',
    id: `table-questions-${index + 1}`,
    caption: part,
    columns: [
      { head: say('number'), width: 7, align: 'end' },
      { head: say('question'), width: 58 },
      { head: say('answerForm'), width: 35 },
    ],
    rows: questions.map((one) => [
      String(one.number),
      questionText(one, language),
      formOf(one, language),
    ]),
  }));
}

function questionText(question: MissionQuestion, language: Input['language']): Inline {
  const { say } = speakerOf(language);
  const { dependsOn } = question;
  if (dependsOn === null) return lines(question.question);
  const answer = answerWord(question.dependsOnAnswer ?? '', language);
  return [
    ...[lines(question.question)].flat(),
    { lineBreak: true },
    { text: say('onlyIf', { number: dependsOn, answer }), italic: true },
  ];
}

/** Yes and no in words; everything else as it was said. */
export function answerWord(value: string, language: Input['language']): string {
  const { say } = speakerOf(language);
  return value === 'yes' || value === 'no' ? say(value) : value;
}

function formOf(question: MissionQuestion, language: Input['language']): string {
  const { option } = speakerOf(language);
  const options = (question.options ?? '').split('\n').join(', ');
  return option('form', question.kind).replace('{options}', options);
}

export const programmeSections = {
  subject,
  objectives,
  scope,
  planning,
  contacts,
  workload,
  information,
  questionnaire,
};
