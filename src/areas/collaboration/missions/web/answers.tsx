import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due } from '#ui/mark/due.tsx';
import { Section } from '#ui/page/page.tsx';
import { RequestBoard } from '#ui/request/request-board.tsx';
import { requestsOfCaseQuery } from '#ui/request/request-queries.ts';
import { RequestState } from '#ui/request/request-state.tsx';
import type { RequestView } from '#work/requests/contract.ts';
import classes from './mission.module.css';
import { useMission } from './mission-acts.ts';

/** What the reader himself is asked, first; whoever asks sees who has answered what. */
export function Answers() {
  const { t } = useTexts();
  const { detail, inTeam } = useMission();
  const query = useQuery(requestsOfCaseQuery(detail.case.id));
  const requests = query.data?.items ?? [];
  const mine = requests.filter(({ recipients }) => recipients.some((one) => one.mine));
  return (
    <>
      {mine.length > 0 && (
        <Section title={t('mission.asked')}>
          <ul className={classes.asked}>
            {mine.map((request) => (
              <AskedOfMe key={request.id} request={request} />
            ))}
          </ul>
        </Section>
      )}
      {inTeam && requests.length > 0 && (
        <Section title={t('mission.answers')}>
          <RequestBoard requests={requests} titles={query.data?.titles ?? {}} />
        </Section>
      )}
    </>
  );
}

function AskedOfMe({ request }: { request: RequestView }) {
  const { t, names } = useTexts();
  const mine = request.recipients.find((one) => one.mine);
  if (mine === undefined) return null;
  const owes = mine.open && mine.answeredAt === null;
  const questionnaire = request.kind === 'questionnaire';
  return (
    <li>
      <span>
        <span className={classes.strong}>{request.subject}</span>
        <span className={classes.sub}>
          {names.request('procedure.fact-finding-mission', request.kind)} · {request.reference}
        </span>
      </span>
      <RequestState state={mine.state} open={mine.open} />
      {owes && mine.dueAt !== null ? <Due at={mine.dueAt} short /> : <span />}
      <Button
        component={Link}
        to={questionnaire ? `/questionnaires/${request.id}` : `/requests/${request.id}`}
        variant={owes ? 'filled' : 'default'}
      >
        {t(owes ? (questionnaire ? 'mission.fill-in' : 'mission.reply') : 'mission.look')}
      </Button>
    </li>
  );
}
