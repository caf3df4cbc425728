import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { progressOf, type Question } from '../../questionnaire/contract.ts';
import type { Answers } from './merge-answers.ts';
import { anchorOfPart, partsOf } from './parts.ts';
import classes from './questionnaire.module.css';
import type { DraftInUse } from './use-draft.ts';

interface ProgressProps {
  readonly questions: readonly Question[];
  readonly answers: Answers;
  readonly draft: DraftInUse;
}

/** How far it is, part by part, and whether what was typed is kept. */
export function Progress({ questions, answers, draft }: ProgressProps) {
  const { t } = useTexts();
  const all = [...answers.values()];
  const whole = progressOf(questions, all);
  return (
    <nav className={classes.progress} aria-label={t('questionnaire.parts')}>
      <p className={classes.count} id="questionnaire-progress">
        {t('questionnaire.progress', { done: whole.answered, all: whole.asked })}
      </p>
      <progress
        aria-labelledby="questionnaire-progress"
        value={whole.answered}
        max={Math.max(1, whole.asked)}
      />
      <Keeping draft={draft} />
      <ol>
        {partsOf(questions).map(([part, own], at) => {
          const done = own.filter(
            ({ number }) => (answers.get(number)?.value ?? '').trim() !== '',
          ).length;
          return (
            <li key={part} data-whole={done === own.length || undefined}>
              <a href={`#${anchorOfPart(at)}`}>{part}</a>
              <span className={classes.sub}>
                {done}/{own.length}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Keeping({ draft: { keeping, savedAt } }: { draft: DraftInUse }) {
  const { t } = useTexts();
  return (
    <p className={classes.keeping} data-keeping={keeping} role="status">
      {t(`questionnaire.${savedAt === null && keeping === 'saved' ? 'empty' : keeping}`)}{' '}
      {keeping === 'saved' && savedAt !== null && <Ago at={savedAt} />}
    </p>
  );
}
