/** A question as it was sent. */
export interface Question {
  readonly number: number;
  readonly section: string;
  readonly question: string;
  readonly kind:
    | 'yes-no'
    | 'single-choice'
    | 'multiple-choice'
    | 'text'
    | 'number'
    | 'date'
    | 'file';
  readonly options?: string | null;
  readonly required?: boolean | null;
  readonly help?: string | null;
  readonly unit?: string | null;
  readonly dependsOn?: number | null;
  readonly dependsOnAnswer?: string | null;
}

export interface QuestionAnswer {
  readonly number: number;
  readonly value?: string | null | undefined;
  readonly remark?: string | null | undefined;
}

/** What is wrong with one question or answer. */
export interface QuestionFault {
  readonly number: number;
  readonly code:
    | 'number-twice'
    | 'options-missing'
    | 'condition-unknown'
    | 'condition-later'
    | 'unknown-question'
    | 'required'
    | 'not-an-option'
    | 'not-a-number'
    | 'not-a-date'
    | 'not-a-file'
    | 'not-asked';
}

export const linesOf = (text: string | null | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A file that a question was answered with: the reference of the evidence, and its name. */
export interface FileAnswer {
  readonly reference: string;
  readonly fileName: string;
}

/** Files of an answer, one a line; null for a line that names none. */
export function filesOf(value: string | null | undefined): (FileAnswer | null)[] {
  return linesOf(value).map((line) => {
    const [, reference, fileName] = /^(\S+) (.+)$/.exec(line) ?? [];
    return reference === undefined || fileName === undefined ? null : { reference, fileName };
  });
}

export function lineOfFile({ reference, fileName }: FileAnswer): string {
  return `${reference} ${fileName}`;
}

/** What may be said to a question of a choice; null: anything. */
export function optionsOf(question: Question): readonly string[] | null {
  if (question.kind === 'yes-no') return ['yes', 'no'];
  return question.kind === 'single-choice' || question.kind === 'multiple-choice'
    ? linesOf(question.options)
    : null;
}

/** Faults of a questionnaire before it is sent: a number twice, a choice without options, a condition on no earlier question. */
export function faultsOfQuestions(questions: readonly Question[]): QuestionFault[] {
  const seen = new Map<number, Question>();
  const faults: QuestionFault[] = [];
  const known = new Set(questions.map(({ number }) => number));
  for (const question of [...questions].sort((a, b) => a.number - b.number)) {
    const { number, dependsOn } = question;
    if (seen.has(number)) faults.push({ number, code: 'number-twice' });
    const options = optionsOf(question);
    if (options !== null && options.length < 2) faults.push({ number, code: 'options-missing' });
    if (typeof dependsOn === 'number') {
      const earlier = seen.get(dependsOn);
      if (earlier === undefined) {
        faults.push({
          number,
          code: known.has(dependsOn) ? 'condition-later' : 'condition-unknown',
        });
      } else if (!couldBe(earlier, question.dependsOnAnswer)) {
        faults.push({ number, code: 'condition-unknown' });
      }
    }
    seen.set(number, question);
  }
  return faults;
}

function couldBe(question: Question, answer: string | null | undefined): boolean {
  const options = optionsOf(question);
  return options === null ? (answer ?? '') !== '' : options.includes(answer ?? '');
}

const answered = (answer: QuestionAnswer | undefined): boolean =>
  (answer?.value ?? '').trim() !== '';

/** The questions that are asked, given what was answered so far: a condition that does not hold takes its question, and those on it, away. */
export function askedQuestions(
  questions: readonly Question[],
  answers: readonly QuestionAnswer[],
): Question[] {
  const byNumber = new Map(answers.map((answer) => [answer.number, answer]));
  const asked = new Set<number>();
  return [...questions]
    .sort((a, b) => a.number - b.number)
    .filter((question) => {
      const { number, dependsOn, dependsOnAnswer } = question;
      const holds =
        typeof dependsOn !== 'number' ||
        (asked.has(dependsOn) &&
          linesOf(byNumber.get(dependsOn)?.value).includes((dependsOnAnswer ?? '').trim()));
      if (holds) asked.add(number);
      return holds;
    });
}

/** How far a questionnaire is: of those that are asked, how many must be answered and are. */
export function progressOf(questions: readonly Question[], answers: readonly QuestionAnswer[]) {
  const byNumber = new Map(answers.map((answer) => [answer.number, answer]));
  const asked = askedQuestions(questions, answers);
  const done = asked.filter(({ number }) => answered(byNumber.get(number)));
  const missing = asked.filter(
    ({ number, required }) => required === true && !answered(byNumber.get(number)),
  );
  return {
    asked: asked.length,
    answered: done.length,
    missing: missing.map(({ number }) => number),
  };
}

/** What is wrong with answers that are handed in: a required one is missing, a value does not fit its question, nobody asked. */
export function faultsOfAnswers(
  questions: readonly Question[],
  answers: readonly QuestionAnswer[],
): QuestionFault[] {
  const asked = new Map(askedQuestions(questions, answers).map((one) => [one.number, one]));
  const known = new Set(questions.map(({ number }) => number));
  const faults: QuestionFault[] = [];
  for (const answer of answers) {
    const { number } = answer;
    const question = asked.get(number);
    if (!known.has(number)) faults.push({ number, code: 'unknown-question' });
    else if (question === undefined && answered(answer)) faults.push({ number, code: 'not-asked' });
    else if (question !== undefined && answered(answer)) {
      const code = misfit(question, answer.value ?? '');
      if (code !== null) faults.push({ number, code });
    }
  }
  for (const number of progressOf(questions, answers).missing) {
    faults.push({ number, code: 'required' });
  }
  return faults.sort((a, b) => a.number - b.number);
}

function misfit(question: Question, value: string): QuestionFault['code'] | null {
  const options = optionsOf(question);
  if (options !== null) {
    const said = linesOf(value);
    const fits = said.every((one) => options.includes(one));
    const many = question.kind === 'multiple-choice';
    return fits && (many || said.length === 1) ? null : 'not-an-option';
  }
  if (question.kind === 'number') {
    return /^-?\d+([.]\d+)?$/.test(value.trim()) ? null : 'not-a-number';
  }
  if (question.kind === 'date') {
    const day = value.trim();
    return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))
      ? null
      : 'not-a-date';
  }
  if (question.kind === 'file') return filesOf(value).includes(null) ? 'not-a-file' : null;
  return null;
}
