import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { get } from '#ui/api/client.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due, Instant } from '#ui/mark/due.tsx';
import { Marking } from '#ui/mark/label-badge.tsx';
import { Organisation } from '#ui/mark/party.tsx';
import { caseCrumb } from '#ui/page/case-crumb.ts';
import { Page } from '#ui/page/page.tsx';
import { requestQuery } from '#ui/request/request-queries.ts';
import { RequestState } from '#ui/request/request-state.tsx';
import { useSeen } from '#ui/request/use-seen.ts';
import type { RecipientView, RequestDetail } from '#work/requests/contract.ts';
import type { QuestionnaireDraft } from '../../contract.ts';
import type { Question, QuestionAnswer } from '../../questionnaire/contract.ts';
import { FillIn } from './fill-in.tsx';
import { answersOf } from './merge-answers.ts';
import classes from './questionnaire.module.css';
import { ReadAnswers } from './read-answers.tsx';

/** A questionnaire as whoever was asked fills it in, or reads again what was handed in. */
export function QuestionnairePage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(requestQuery(id));
  if (query.isSuccess) return <Loaded key={id} detail={query.data} />;
  return (
    <Page title={t('questionnaire.title')}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={14} />
      )}
    </Page>
  );
}

const owing = ['sent', 'seen', 'acknowledged', 'accepted', 'in-progress', 'returned'];

function Loaded({ detail }: { detail: RequestDetail }) {
  const { t } = useTexts();
  const { request, titles } = detail;
  const mine = request.recipients.find((one) => one.mine);
  const shown = mine === undefined ? request.recipients : [mine];
  const questions = request.fields['questions'] as readonly Question[];
  const owes = mine !== undefined && owing.includes(mine.state);
  useSeen(detail);

  return (
    <Page
      title={request.subject}
      actions={
        <Button component={Link} to={`/requests/${request.id}`}>
          {t('questionnaire.request')}
        </Button>
      }
      crumbs={[{ title: t('nav.cases'), to: '/cases' }, ...caseCrumb(request.caseId, titles)]}
      meta={
        <>
          <span>{request.reference}</span>
          <span>{t('questionnaire.title')}</span>
          {mine !== undefined && <RequestState state={mine.state} open={mine.open} />}
          <Organisation id={request.senderId} titles={titles} link />
          {owes && request.dueAt !== null && <Due at={request.dueAt} />}
          <Marking label={request.label} tlp={request.tlp} />
        </>
      }
    >
      {mine !== undefined && owes ? (
        <Owed detail={detail} mine={mine} questions={questions} />
      ) : (
        shown.map((one) => (
          <Handed key={one.id} recipient={one} questions={questions} titles={titles} />
        ))
      )}
    </Page>
  );
}

function Owed({
  detail,
  mine,
  questions,
}: {
  detail: RequestDetail;
  mine: RecipientView;
  questions: readonly Question[];
}) {
  const { t } = useTexts();
  const draft = useQuery({
    queryKey: ['questionnaire-draft', mine.id],
    queryFn: ({ signal }) =>
      get<QuestionnaireDraft>(`/questionnaires/${mine.id}/draft`, {}, signal),
    // It is read once; from then on what is typed leads, and a colleague's version is merged when it is saved.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (draft.isPending) return <Placeholder lines={14} />;
  if (draft.isError) return <ProblemNotice error={draft.error} retry={() => draft.refetch()} />;
  return (
    <>
      <p className={classes.words}>{detail.request.text}</p>
      {mine.state === 'returned' && (
        <Notice tone="warning" title={t('questionnaire.returned')}>
          <p>{mine.comment}</p>
        </Notice>
      )}
      <FillIn detail={detail} mine={mine} questions={questions} start={draft.data} />
    </>
  );
}

function Handed({
  recipient,
  questions,
  titles,
}: {
  recipient: RecipientView;
  questions: readonly Question[];
  titles: RequestDetail['titles'];
}) {
  const { t } = useTexts();
  const answers = (recipient.answer?.['answers'] ?? []) as readonly QuestionAnswer[];
  return (
    <>
      <h2 className={classes.who}>
        <Organisation id={recipient.organisationId} titles={titles} link />
        <RequestState state={recipient.state} open={recipient.open} />
        {recipient.answeredAt !== null && <Instant at={recipient.answeredAt} />}
      </h2>
      {answers.length === 0 ? (
        <p className={classes.words}>{recipient.comment ?? t('questionnaire.no-answers')}</p>
      ) : (
        <ReadAnswers questions={questions} answers={answersOf(answers)} />
      )}
    </>
  );
}
