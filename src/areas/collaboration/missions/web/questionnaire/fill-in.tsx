import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { standingFor, startStanding } from '#ui/act/on-behalf.ts';
import { changed } from '#ui/act/use-act.ts';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { useConfirm } from '#ui/feedback/confirm.tsx';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { RecipientView, RequestDetail } from '#work/requests/contract.ts';
import type { QuestionnaireDraft } from '../../contract.ts';
import {
  askedQuestions,
  faultsOfAnswers,
  type Question,
  type QuestionFault,
} from '../../questionnaire/contract.ts';
import { anchorOf, anchorOfPart, partsOf } from './parts.ts';
import { Progress } from './progress.tsx';
import { QuestionField } from './question-field.tsx';
import classes from './questionnaire.module.css';
import { type DraftInUse, useDraft } from './use-draft.ts';

interface FillInProps {
  readonly detail: RequestDetail;
  readonly mine: RecipientView;
  readonly questions: readonly Question[];
  readonly start: QuestionnaireDraft;
}

/** The long form: parts one below the other, progress beside them, everything kept as it is typed, handed in when it is whole. */
export function FillIn({ detail, mine, questions, start }: FillInProps) {
  const { t } = useTexts();
  const draft = useDraft(start);
  const to = { caseId: detail.request.caseId, recipientId: mine.id };
  const [looked, setLooked] = useState(false);
  const answers = [...draft.answers.values()];
  const asked = askedQuestions(questions, answers);
  const faults = faultsOfAnswers(
    questions,
    answers.filter(({ number }) => asked.some((one) => one.number === number)),
  );
  const shown = new Map((looked ? faults : wrongNow(faults)).map((one) => [one.number, one]));
  return (
    <div className={classes.columns}>
      <Progress questions={asked} answers={draft.answers} draft={draft} />
      <div className={classes.main}>
        {draft.merged && (
          <Notice tone="note" title={t('questionnaire.merged')}>
            <p>{t('questionnaire.merged.help')}</p>
          </Notice>
        )}
        {partsOf(asked).map(([part, own], at) => (
          <section key={part} className={classes.part} aria-labelledby={anchorOfPart(at)}>
            <h2 id={anchorOfPart(at)}>{part}</h2>
            {own.map((question) => (
              <QuestionField
                key={question.number}
                to={to}
                question={question}
                answer={draft.answers.get(question.number)}
                fault={shown.get(question.number)}
                onChange={(change) => draft.set(question.number, change)}
              />
            ))}
          </section>
        ))}
        <HandIn
          {...{ detail, mine, draft, faults, looked }}
          onLook={() => setLooked(true)}
          asked={asked}
        />
      </div>
    </div>
  );
}

/** What is missing is told when it is handed in; what does not fit is told at once. */
const wrongNow = (faults: readonly QuestionFault[]) =>
  faults.filter(({ code }) => code !== 'required');

interface HandInProps {
  readonly detail: RequestDetail;
  readonly mine: RecipientView;
  readonly draft: DraftInUse;
  readonly asked: readonly Question[];
  readonly faults: readonly QuestionFault[];
  readonly looked: boolean;
  readonly onLook: () => void;
}

function HandIn({ detail, mine, draft, asked, faults, looked, onLook }: HandInProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const confirm = useConfirm();
  const { request } = detail;
  const standing = standingFor({ roles: [mine.role] }, request.caseId, useMe().roles);
  const hand = useMutation({
    mutationFn: async () => {
      const numbers = new Set(asked.map(({ number }) => number));
      const answers = [...draft.answers.values()].filter(({ number }) => numbers.has(number));
      return send('POST', `/requests/${request.id}/recipients/${mine.id}/actions/answer`, {
        fields: { answers },
        onBehalfOf: startStanding(standing),
      });
    },
    onSuccess: async () => {
      draft.forget();
      showToast({ tone: 'done', text: t('questionnaire.handed-in') });
      await changed(client, `requests/${request.id}`);
    },
  });
  const start = async () => {
    onLook();
    const [first] = faults;
    if (first !== undefined) {
      document.getElementById(anchorOf(first.number))?.scrollIntoView({ block: 'center' });
      document.getElementById(anchorOf(first.number))?.focus({ preventScroll: true });
      return;
    }
    const sure = await confirm({
      title: t('questionnaire.hand-in'),
      consequence: t('questionnaire.hand-in.consequence'),
      verb: t('questionnaire.hand-in'),
    });
    if (sure) hand.mutate();
  };
  return (
    <div className={classes.end}>
      {looked && faults.length > 0 && (
        <Notice tone="warning" title={t('questionnaire.faults', { count: faults.length })}>
          <p className={classes.faults}>
            {faults.map(({ number }) => (
              <a key={number} href={`#${anchorOf(number)}`}>
                {number}
              </a>
            ))}
          </p>
        </Notice>
      )}
      {hand.isError && <ProblemNotice error={hand.error} />}
      <Button variant="filled" onClick={start} loading={hand.isPending}>
        {t('questionnaire.hand-in')}
      </Button>
      <span className={classes.sub}>{t('questionnaire.hand-in.help')}</span>
    </div>
  );
}
