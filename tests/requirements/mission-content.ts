import { readFileSync } from 'node:fs';
import type { Question } from '#areas/collaboration/missions/questionnaire/contract.ts';

type Named = { readonly organisation?: 'de' | 'host' };

interface Content {
  readonly questions: readonly (Question & { readonly answer: string; readonly remark?: string })[];
  readonly objectives: readonly object[];
  readonly controls: readonly { readonly control: string }[];
  readonly contacts: readonly Named[];
  readonly access: readonly (Named & { readonly inDays: number })[];
  readonly interviews: readonly (Named & {
    readonly interviewee: string;
    readonly topics: string;
  })[];
  readonly findings: readonly { readonly title: string; readonly control: string }[];
}

/** A mission of real size: 60 questions, 12 findings, 6 interviews. Everything is invented. */
export const content: Content = JSON.parse(
  readFileSync(new URL('mission-content.json', import.meta.url), 'utf8'),
);

/** The questionnaire as the action `set-questions` takes it. */
export const questionnaire = content.questions.map(
  ({ answer: _answer, remark: _remark, ...question }) => question,
);

/** What the administration answers, whole; files are sent by hand. */
export const answersOfAdministration = content.questions
  .filter(({ kind }) => kind !== 'file')
  .map(({ number, answer, remark }) => ({
    ...{ number, value: answer },
    ...(remark === undefined ? {} : { remark }),
  }));

/** What the third party answers to its part. */
export const answersOfThirdParty = answersOfAdministration.slice(10, 20);

/** Minutes of some length, a paragraph a line. */
export const minutesOf = (interviewee: string, topics: string): string =>
  [
    `${interviewee.split(',')[0]} described the present state and showed the records that bear it out. Topics were: ${topics}`,
    'The procedure is written and known to those who work with it. Where it is not followed, the reason is nearly always that the hosting company works by its own.',
    'Asked for the last three cases, the interviewee opened the tickets: two were complete, in one the approval came after the act. This is known and will be discussed in the next service meeting.',
    'Open: the interviewee sends the list of accounts with privileges and the report of the last exercise by the end of the week.',
  ].join('\n');
