import { useTexts } from '#ui/i18n/texts-provider.tsx';
import {
  askedQuestions,
  linesOf,
  type Question,
  type QuestionAnswer,
} from '../../questionnaire/contract.ts';
import type { Answers } from './merge-answers.ts';
import { partsOf } from './parts.ts';
import classes from './questionnaire.module.css';

/** What was handed in, question by question. */
export function ReadAnswers({
  questions,
  answers,
}: {
  questions: readonly Question[];
  answers: Answers;
}) {
  const asked = askedQuestions(questions, [...answers.values()]);
  return partsOf(asked).map(([part, own]) => (
    <section key={part} className={classes.read}>
      <h3>{part}</h3>
      <dl>
        {own.map((question) => (
          <div key={question.number}>
            <dt>
              <span className={classes.number}>{question.number}</span>
              {question.question}
            </dt>
            <dd>
              <Said question={question} answer={answers.get(question.number)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

function Said({ question, answer }: { question: Question; answer: QuestionAnswer | undefined }) {
  const { t, formats } = useTexts();
  const said = linesOf(answer?.value).map((line) => {
    if (question.kind === 'yes-no') return t(`questionnaire.${line}`);
    return question.kind === 'date' ? formats.date(line) : line;
  });
  return (
    <>
      {said.length === 0 ? (
        <span className={classes.sub}>{t('questionnaire.not-answered')}</span>
      ) : (
        <span className={classes.words}>
          {said.join('\n')} {question.kind === 'number' && question.unit}
        </span>
      )}
      {(answer?.remark ?? '') !== '' && <span className={classes.sub}>{answer?.remark}</span>}
    </>
  );
}
