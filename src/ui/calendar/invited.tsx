import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AnswerInput, Invitations, InvitationView } from '#work/calendar/contract.ts';
import { apiUrl, send } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon, type IconName } from '../mark/icon.tsx';
import { Section } from '../page/page.tsx';
import { invitationsQuery } from './calendar-queries.ts';
import classes from './invited.module.css';

export interface InvitedProps {
  readonly caseId: string;
  /** What can be done with one of those invited. */
  readonly action?: (item: InvitationView) => ReactNode;
}

/** Who was invited to what the case is about, what each answered, and the reader's own answer. Nothing while nobody was. */
export function Invited({ caseId, action }: InvitedProps) {
  const { t } = useTexts();
  const query = useQuery(invitationsQuery(caseId));
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const { event, items, titles } = query.data ?? { event: null, items: [], titles: {} };
  if (event === null || items.length === 0) return null;
  const mine = items.find((item) => item.mine);
  return (
    <Section
      title={t('invited.title')}
      action={
        <span className={classes.head}>
          {items.length > 1 && <span className={classes.note}>{counts(items, t)}</span>}
          <a href={apiUrl(`/cases/${caseId}/event.ics`)} download>
            {t('invited.file')}
          </a>
        </span>
      }
    >
      {mine !== undefined && event.standing !== 'cancelled' && (
        <MyAnswer caseId={caseId} mine={mine} />
      )}
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id} data-gone={item.withdrawnAt !== null || undefined}>
            <span className={classes.who}>
              <span>{item.name}</span>
              <span className={classes.note}>{titles[item.organisationId]}</span>
            </span>
            <Answer item={item} />
            <span className={classes.act}>{action?.(item)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function counts(items: Invitations['items'], t: ReturnType<typeof useTexts>['t']): string {
  const expected = items.filter(({ withdrawnAt }) => withdrawnAt === null);
  const count = (answer: InvitationView['answer']) =>
    expected.filter((item) => item.answer === answer).length;
  return t('invited.counts', {
    accepted: count('accepted'),
    declined: count('declined'),
    open: count(null) + count('tentative'),
  });
}

const icons = {
  accepted: 'check',
  tentative: 'clock',
  declined: 'cross',
} as const satisfies Record<NonNullable<InvitationView['answer']>, IconName>;

/** `Accepted by mail on 22 Nov 2026, 14:05 UTC`, with what was written with it. */
function Answer({ item }: { item: InvitationView }) {
  const { t, formats } = useTexts();
  const { answer, answeredAt, answeredBy, withdrawnAt, remark, toldAt } = item;
  if (withdrawnAt !== null || answer === null) {
    return (
      <span className={classes.answer}>
        {t(withdrawnAt === null ? 'invited.answer.none' : 'invited.answer.withdrawn')}
        {withdrawnAt === null && (
          <span className={classes.note}>{t('invited.told', { at: formats.instant(toldAt) })}</span>
        )}
      </span>
    );
  }
  return (
    <span className={classes.answer} data-answer={answer}>
      <Icon name={icons[answer]} size={12} />
      {t(`invited.answer.${answer}`)}
      {answeredAt !== null && answeredBy !== null && (
        <span className={classes.note}>
          {t(`invited.by.${answeredBy}`, { at: formats.instant(answeredAt) })}
        </span>
      )}
      {remark !== null && <q className={classes.remark}>{remark}</q>}
    </span>
  );
}

const choices = [
  { answer: 'accepted', word: 'invited.accept' },
  { answer: 'tentative', word: 'invited.tentative' },
  { answer: 'declined', word: 'invited.decline' },
] as const;

function MyAnswer({ caseId, mine }: { caseId: string; mine: InvitationView }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (answer: AnswerInput['answer']) =>
      send('POST', `/cases/${caseId}/invitations/answer`, { answer }),
    onSettled: () => client.invalidateQueries(invitationsQuery(caseId)),
  });
  return (
    <div className={classes.mine}>
      <fieldset>
        <legend>{t('invited.mine')}</legend>
        {choices.map(({ answer, word }) => (
          <Button
            key={answer}
            variant={mine.answer === answer ? 'light' : 'default'}
            aria-pressed={mine.answer === answer}
            leftSection={<Icon name={icons[answer]} size={12} />}
            disabled={isPending}
            onClick={() => mutate(answer)}
          >
            {t(word)}
          </Button>
        ))}
      </fieldset>
      {error !== null && <ProblemNotice error={error} />}
    </div>
  );
}
