import type { Block, Inline } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { askedQuestions, linesOf, progressOf, type Question } from '../questionnaire/contract.ts';
import { dayOf, lines, momentOf, paragraph, particulars, spaced } from './blocks.ts';
import type { MissionInterview } from './mission-data.ts';
import { answerWord, partsOf } from './programme-sections.ts';
import type { FilledQuestionnaire, ReportData } from './report-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<ReportData>;
type Language = Input['language'];

const held = ({ heldAt }: MissionInterview) => heldAt !== null;
const filled = ({ answers }: FilledQuestionnaire) => answers.length > 0;

function evidences({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  return [
    paragraph(
      say('evidencesIntro', {
        interviews: data.interviews.filter(held).length,
        questionnaires: data.questionnaires.filter(filled).length,
        access: data.accessGiven.length,
      }),
    ),
  ];
}

function minutes({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  const dropped = data.interviews.filter(({ droppedBecause }) => droppedBecause !== null);
  const blocks: Block[] = data.interviews.filter(held).map((one) => interview(one, language));
  if (blocks.length === 0) blocks.push(paragraph(say('noInterviews')));
  if (dropped.length > 0) {
    blocks.push({
      kind: 'table',
      id: 'table-dropped-interviews',
      caption: say('droppedTable'),
      columns: [
        { head: say('interviewee'), width: 40 },
        { head: say('note'), width: 60 },
      ],
      rows: dropped.map((one) => [one.interviewee, lines(one.droppedBecause ?? '')]),
    });
  }
  return blocks;
}

function interview(one: MissionInterview, language: Language): Block {
  const { say } = speakerOf(language);
  const caption = say('interviewTable', { number: one.number, name: one.interviewee });
  return particulars(
    `table-interview-${one.number}`,
    caption,
    [say('particular'), say('detail')],
    [
      [say('organisation'), one.organisation],
      [say('heldAt'), one.heldAt === null ? '–' : momentOf(one.heldAt, language)],
      [say('attendees'), lines(one.attendees ?? '–')],
      [say('minutes'), spaced(one.minutes ?? '–')],
      [say('confirmation'), confirmation(one, language, say)],
    ],
  );
}

function confirmation(one: MissionInterview, language: Language, say: Speaker['say']): string {
  if (one.confirmedAt !== null)
    return say('confirmedOn', { date: dayOf(one.confirmedAt, language) });
  return one.correction === null
    ? say('notConfirmed')
    : say('correctionWas', { text: one.correction });
}

function questionnaires({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  if (data.questionnaires.length === 0) return [paragraph(say('noQuestionnaires'))];
  return data.questionnaires.flatMap((one, at) => questionnaire(one, at + 1, language));
}

function questionnaire(one: FilledQuestionnaire, at: number, language: Language): Block[] {
  const { say } = speakerOf(language);
  const { reference, organisation } = one;
  if (!filled(one)) {
    const comment = one.comment ?? '';
    return [paragraph(say('questionnaireDeclined', { reference, organisation, comment }))];
  }
  const { asked, answered } = progressOf(one.questions, one.answers);
  const date = dayOf(one.answeredAt, language);
  return [
    paragraph(say('questionnaireIntro', { reference, organisation, date, asked, answered })),
    ...partsOf(askedQuestions(one.questions, one.answers)).map(
      ([part, questions], index): Block => ({
        kind: 'table',
        id: `table-answers-${at}-${index + 1}`,
        caption: say('answersTable', { organisation, part }),
        columns: [
          { head: say('number'), width: 7, align: 'end' },
          { head: say('question'), width: 46 },
          { head: say('answer'), width: 47 },
        ],
        rows: questions.map((question) => [
          String(question.number),
          lines(question.question),
          answerOf(question, one, language),
        ]),
      }),
    ),
  ];
}

function answerOf(
  question: Question,
  { answers }: FilledQuestionnaire,
  language: Language,
): Inline {
  const { say } = speakerOf(language);
  const answer = answers.find(({ number }) => number === question.number);
  const value = (answer?.value ?? '').trim();
  const said: Inline =
    value === ''
      ? [{ text: say('notAnswered'), italic: true }]
      : lines(linesOf(written(question, value, language)).join('\n'));
  const remark = (answer?.remark ?? '').trim();
  if (remark === '') return said;
  return [
    ...[said].flat(),
    { lineBreak: true },
    { text: say('remark', { text: remark }), italic: true },
  ];
}

function written(question: Question, value: string, language: Language): string {
  if (question.kind === 'yes-no') return answerWord(value, language);
  if (question.kind === 'date') return dayOf(value, language);
  if (question.kind === 'number' && typeof question.unit === 'string')
    return `${value} ${question.unit}`;
  return value;
}

const outcomes: Readonly<Record<string, 'provided' | 'refused'>> = {
  done: 'provided',
  verified: 'provided',
  declined: 'refused',
  released: 'refused',
};

function other({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const blocks: Block[] = [];
  if (data.accessGiven.length > 0) {
    blocks.push({
      kind: 'table',
      id: 'table-access',
      caption: say('accessTable'),
      columns: [
        { head: say('item'), width: 34 },
        { head: say('organisation'), width: 24 },
        { head: say('outcome'), width: 42 },
      ],
      rows: data.accessGiven.map((one) => {
        const outcome = outcomes[one.state] ?? 'open';
        const detail = outcome === 'provided' ? one.where : one.comment;
        return [
          one.item,
          one.organisation,
          [
            { text: option('access', outcome), bold: true },
            ...(detail === null ? [] : [{ lineBreak: true } as const, ...[lines(detail)].flat()]),
          ],
        ];
      }),
    });
  }
  const cited = data.findings.flatMap(({ number, evidence }) =>
    evidence
      .filter(({ kind }) => kind === 'document' || kind === 'observation')
      .map((one) => ({ ...one, number })),
  );
  if (cited.length > 0) blocks.push(citedTable(cited, language));
  if (data.kept.length > 0) blocks.push(keptTable(data.kept, language));
  return blocks.length === 0 ? [paragraph(say('noOther'))] : blocks;
}

function keptTable(kept: ReportData['kept'], language: Language): Block {
  const { say } = speakerOf(language);
  return {
    kind: 'table',
    id: 'table-kept',
    caption: say('keptTable'),
    columns: [
      { head: say('evidence'), width: 36 },
      { head: say('organisation'), width: 26 },
      { head: say('digest'), width: 38 },
    ],
    rows: kept.map((one) => [
      [{ text: one.title, bold: true }, { lineBreak: true }, one.reference],
      one.organisation,
      [{ text: one.sha256, code: true }],
    ]),
  };
}

function citedTable(
  cited: readonly (ReportData['findings'][number]['evidence'][number] & { number: number })[],
  language: Language,
): Block {
  const { say, option } = speakerOf(language);
  return {
    kind: 'table',
    id: 'table-cited',
    caption: say('documentsTable'),
    columns: [
      { head: say('finding'), width: 12, align: 'end' },
      { head: say('kind'), width: 16 },
      { head: say('evidence'), width: 36 },
      { head: say('digest'), width: 36 },
    ],
    rows: cited.map((one) => [
      String(one.number),
      option('evidence', one.kind),
      one.reference,
      typeof one.digest === 'string' ? [{ text: one.digest, code: true }] : '–',
    ]),
  };
}

export const evidenceSections = { evidences, minutes, questionnaires, other };
